// Starts an application behind the kit as an image does, and talks to it over real sockets.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync, openSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CACHE = process.env.KIT_CACHE;
export const NODE = process.env.KIT_NODE;
export const APPS = join(CACHE, 'work', 'apps');
export const KIT = join(CACHE, 'kit', 'shipready_kit');
const PATIENCE_MS = 60_000; // for a program to start on a busy machine

// How each kind of application is started.
export const FLAVOURS = {
  'Express 4': ['express4.cjs'],
  'Express 5': ['express5.cjs'],
  'ES modules': ['esm.mjs'],
  TypeScript: ['--import', 'tsx', 'typed.ts'],
  'one bundled file': ['bundle.cjs'],
};

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** An application behind the kit, in folders of its own. */
export class Program {
  static async start(argv, { secrets = {}, settings = {}, wait = true, cwd = APPS, context } = {}) {
    const program = new Program();
    program.cwd = cwd;
    program.folder = mkdtempSync(join(tmpdir(), 'kit-node-'));
    program.port = await freePort();
    program.admin = await freePort();
    program.output = join(program.folder, 'output');
    mkdirSync(join(program.folder, 'secrets'));
    for (const [name, value] of Object.entries(secrets))
      writeFileSync(join(program.folder, 'secrets', name), value);
    program.environment = {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      NODE_ENV: 'production',
      KIT_NAME: 'shop',
      KIT_APP: argv.at(-1),
      PORT: String(program.port),
      KIT_ADMIN_PORT: String(program.admin),
      KIT_SECRETS_DIR: join(program.folder, 'secrets'),
      KIT_DRAIN_SECONDS: '1',
      KIT_STOP_SECONDS: '12',
      MARKS: program.folder,
      ...settings,
    };
    program.spawn(argv);
    context?.after(() => program.stop());
    if (wait) await program.until(async () => (await program.ready()).status === 200);
    return program;
  }

  spawn(argv) {
    const output = openSync(this.output, 'a');
    this.process = spawn(NODE, ['--import', join(KIT, 'preload.mjs'), ...argv], {
      cwd: this.cwd,
      env: this.environment,
      stdio: ['ignore', output, output],
    });
    this.code = null;
    this.exit = new Promise((resolve) => {
      this.process.on('exit', (code, signal) => resolve((this.code = code ?? signal)));
    });
  }

  /** One of the kit's other programs, in the same environment. */
  async tool(file, args = [], settings = {}, signal) {
    const child = spawn(NODE, [join(KIT, file), ...args], {
      cwd: this.cwd,
      env: { ...this.environment, ...settings },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part) => {
        text += part;
        if (signal && text.includes('waiting')) child.kill(signal);
      });
    }
    const code = await new Promise((resolve) => child.on('close', (status, name) => resolve(status ?? name)));
    return { code, text };
  }

  async until(condition, patienceMs = PATIENCE_MS) {
    const limit = Date.now() + patienceMs;
    for (;;) {
      const found = await Promise.resolve()
        .then(condition)
        .catch(() => false);
      if (found) return found;
      assert.equal(this.code, null, `the program ended:\n${this.tail()}`);
      assert.ok(Date.now() < limit, `waited in vain:\n${this.tail()}`);
      await sleep(30);
    }
  }

  get(path, headers = {}, options = {}) {
    return request({ port: this.port, path, headers, ...options });
  }

  ready() {
    return request({ port: this.admin, path: '/-/ready' });
  }

  /** Each sample of a scrape: `name{labels}` and its value. */
  async metrics() {
    const { text } = await request({ port: this.admin, path: '/metrics' });
    const samples = text.split('\n').filter((line) => line && !line.startsWith('#'));
    return Object.fromEntries(
      samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
    );
  }

  /** The entries of the log so far; lines that are not JSON come as text. */
  lines() {
    return readFileSync(this.output, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        try {
          return JSON.parse(line);
        } catch {
          return line;
        }
      });
  }

  entries(fields) {
    return this.lines().filter((entry) =>
      Object.entries(fields).every(([name, value]) => entry[name] === value),
    );
  }

  /** The only entry that has these fields; it may come a moment after the answer. */
  async entry(fields) {
    await this.until(() => this.entries(fields).length);
    const found = this.entries(fields);
    assert.equal(found.length, 1, JSON.stringify(found));
    return found[0];
  }

  tail() {
    return readFileSync(this.output, 'utf8')
      .split('\n')
      .slice(-6)
      .map((line) => line.slice(0, 300))
      .join('\n');
  }

  signal(name = 'SIGTERM') {
    this.process.kill(name);
  }

  /** TERM, and the exit code; KILL for a program that does not end. */
  async stop() {
    if (this.code === null) this.signal();
    const late = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    const code = await this.exit;
    clearTimeout(late);
    return code;
  }
}

/** One request on a connection of its own, unless an agent says otherwise. */
export function request({ port, path, method = 'GET', headers = {}, agent = false }) {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      { host: '127.0.0.1', port, path, method, headers, agent, timeout: 30_000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode,
            headers: response.headers,
            names: response.rawHeaders,
            text,
            json: () => JSON.parse(text),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.end();
  });
}
