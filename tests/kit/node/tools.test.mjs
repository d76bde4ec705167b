// The other programs of the kit, its settings and its switches.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { APPS, KIT, NODE, Program, request } from './harness.mjs';

const SECRETS = { API_TOKEN: 'tok-abcdef123456' };

/** A program that is not started: its settings, for the tools alone. */
const tools = async (settings = {}) => {
  const program = await Program.start(['logger.cjs'], { secrets: SECRETS, settings, wait: false });
  await program.exit;
  return program;
};

test('health says whether the program is ready, and why not', async (context) => {
  const program = await Program.start(['esm.mjs'], { context });
  assert.deepEqual(await program.tool('health.mjs'), { code: 0, text: '{"status":"ready","checks":{}}\n' });
  const none = await program.tool('health.mjs', [], { KIT_ADMIN_PORT: '1' });
  assert.equal(none.code, 1);
  assert.match(none.text, /no answer from the admin port 1: ECONNREFUSED/);
  program.signal();
  await program.until(async () => (await program.tool('health.mjs')).code === 1);
});

test('run gives a command secrets, the programs of the packages, and its exit code', async () => {
  const program = await tools();
  const shown = await program.tool('run.mjs', [NODE, '-p', 'process.env.API_TOKEN']);
  assert.deepEqual(shown, { code: 0, text: 'tok-abcdef123456\n' });
  assert.match((await program.tool('run.mjs', ['esbuild', '--version'])).text, /^\d+\.\d+/);
  assert.equal((await program.tool('run.mjs', [NODE, '-e', 'process.exit(9)'])).code, 9);
  const signalled = await program.tool('run.mjs', [NODE, 'waiter.cjs'], {}, 'SIGTERM');
  assert.deepEqual(signalled, { code: 7, text: 'waiting with tok-abcdef123456\n' });
  assert.equal((await program.tool('run.mjs', [NODE, '-e', 'process.kill(process.pid, 9)'])).code, 137);
  const missing = await program.tool('run.mjs', ['no-such-command']);
  assert.deepEqual(missing, { code: 127, text: 'shipready: no-such-command: no such program\n' });
  assert.equal((await program.tool('run.mjs')).code, 64);
  const url = { KIT_URL_DATABASE_URL: 'postgres://a:{NONE}@h' };
  const refused = await program.tool('run.mjs', ['true'], url);
  assert.equal(refused.code, 78);
  assert.match(refused.text, /DATABASE_URL needs the secret NONE/);
});

test('what loggers write is JSON', async () => {
  const program = await tools();
  const [pino] = program.entries({ msg: 'pino' });
  assert.equal(pino.n, 1);
  const [words] = program.entries({ logger: 'stdout', level: 'warning' });
  assert.match(words.message, /^warn: winston in words \{"password":"\*\*\*"\}/);
  assert.equal(program.entries({ message: 'winston in JSON' })[0].user, 'a***@example.com');
  assert.equal(program.entries({ logger: 'node' })[0].message, '[DEP9999] DeprecationWarning: an old way');
  assert.equal(program.entries({ message: 'without an end' }).length, 1);
});

test('a wrong setting ends the start with 78 and says which', async () => {
  const wrong = {
    KIT_STOP_SECONDS: 'soon',
    KIT_CHECKS: 'redis',
    KIT_TRUSTED_PROXIES: '10.0.0.0/8 everybody',
    KIT_URL_REDIS_URL: 'redis://:{REDIS_PASSWORD}@redis',
  };
  for (const [name, value] of Object.entries(wrong)) {
    const program = await Program.start(['esm.mjs'], { settings: { [name]: value }, wait: false });
    assert.equal(await program.exit, 78, name);
    assert.match(program.lines().join('\n'), /^shipready: error: /);
    assert.match(program.lines().join('\n'), new RegExp(name.replace('KIT_URL_', '')));
  }
});

test('a taken admin port is said', async (context) => {
  const program = await Program.start(['esm.mjs'], { context });
  const second = await Program.start(['esm.mjs'], {
    settings: { KIT_ADMIN_PORT: String(program.admin) },
    wait: false,
  });
  assert.equal(await second.exit, 78);
  assert.match(second.lines()[0], /admin port \d+ cannot be opened: EADDRINUSE/);
});

test('every part has a switch', async (context) => {
  const settings = {
    KIT_OFF: 'metrics logs headers errors sentry drain',
    NODE_ENV: 'staging',
    KIT_DRAIN_SECONDS: '9',
  };
  const program = await Program.start(['esm.mjs'], { settings, context });
  assert.equal((await request({ port: program.admin, path: '/metrics' })).status, 404);
  const answer = await program.get('/boom');
  assert.equal(answer.headers['x-frame-options'], undefined);
  assert.match(answer.text, /4111/);
  await program.get('/print');
  assert.ok(program.lines().includes("two words { and: 'more' }"));
  assert.deepEqual(program.entries({ logger: 'shipready.access' }), []);
  const begun = Date.now();
  program.signal();
  assert.equal(await program.exit, 0);
  assert.ok(Date.now() - begun < 6000);
});

test('stacks are shown to nobody, whatever NODE_ENV says', async (context) => {
  for (const file of ['express4.cjs', 'express5.cjs']) {
    const program = await Program.start([file], { settings: { NODE_ENV: 'development' }, context });
    for (const [path, text] of [
      ['/boom', /^Internal Server Error\n/],
      ['/bad', /^Bad Request\n/],
    ]) {
      const answer = await program.get(path);
      assert.match(answer.text, text);
      assert.doesNotMatch(answer.text, /the card/);
    }
  }
});

test('while developing, a change of the code starts the program anew', async (context) => {
  const folder = mkdtempSync(join(APPS, '..', 'develop-'));
  for (const [name, argv] of [
    ['app.mjs', ['app.mjs']],
    ['app.ts', ['--import', 'tsx', 'app.ts']],
  ]) {
    const path = join(folder, name);
    const code = (
      word,
    ) => `import http from 'node:http'; import { word } from './${name}.word.${name.slice(4)}';
      http.createServer((q, s) => s.end(word + '${word}')).listen(process.env.PORT);`;
    writeFileSync(path, code('one'));
    writeFileSync(`${path}.word.${name.slice(4)}`, 'export const word = 1;');
    const settings = { KIT_RELOAD: '1', KIT_APP: path };
    const program = await Program.start([...argv.slice(0, -1), path], { settings, context });
    const says = (text) => program.until(async () => (await program.get('/')).text === text);
    await says('1one');
    writeFileSync(path, code('two'));
    await says('1two');
    writeFileSync(`${path}.word.${name.slice(4)}`, 'export const word = 2;');
    await says('2two');
    writeFileSync(path, 'this is no program');
    await program.until(() =>
      program.get('/').then(
        () => false,
        () => true,
      ),
    );
    writeFileSync(path, code('three'));
    await says('2three');
    program.signal();
    await program.exit;
  }
});

test('cron runs a command at its times, with its output as JSON, and waits for it to end', async (context) => {
  const argv = ['* * * * *', '--', NODE, 'waiter.cjs'];
  const cron = await Program.start([join(KIT, 'cron.mjs'), ...argv], {
    secrets: SECRETS,
    settings: { KIT_APP: 'esm.mjs' },
    context,
  });
  await cron.until(
    () => cron.entries({ logger: 'shipready.cron', message: 'waiting for * * * * * (UTC)' }).length,
  );
  await cron.until(() => cron.entries({ message: 'waiting with ***' }).length, 65_000);
  cron.signal();
  assert.equal(await cron.exit, 0);
  const [end] = cron.entries({ level: 'error', exit_status: 7 });
  assert.match(end.message, /^ended with exit status 7 after \d+\.\d s$/);
  const wrong = await Program.start([join(KIT, 'cron.mjs'), 'often', '--', 'true'], { wait: false });
  assert.equal(await wrong.exit, 78);
});
