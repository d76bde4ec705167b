// Starts another program with the application's settings, and passes signals on to it.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export const NOT_THERE = 127;
export const CANNOT_RUN = 126;

/** `node_modules/.bin` of the working directory and of every folder above it, then PATH. */
export function path(given = '') {
  const folders = [];
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '.bin'));
    if (folder === dirname(folder)) return [...folders, given].join(delimiter);
  }
}

/** The child, and a promise of its exit code: 128 + n when signal n ended it. */
export function start([program, ...rest], environment, stdio) {
  const child = spawn(program, rest, { stdio, env: { ...environment, PATH: path(environment.PATH) } });
  const code = new Promise((resolve) => {
    child.on('error', ({ code }) => {
      const missing = code === 'ENOENT';
      process.stderr.write(`shipready: ${program}: ${missing ? 'no such program' : code}\n`);
      resolve(missing ? NOT_THERE : CANNOT_RUN);
    });
    child.on('close', (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
  return { child, code };
}
