// While developing (KIT_RELOAD=1): runs the same program under `node --watch`, which starts it anew
// whenever a file that it loaded changes, and waits for a change when the code is broken.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { developing } from './settings.mjs';

const INSIDE = 'KIT_RELOADING';
const PASSED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/** True in the process that watches: it never gets as far as the application. */
export function isNeeded() {
  return developing() && !process.env[INSIDE];
}

/** Watch until the program ends or is told to stop. Never returns. */
export async function watch() {
  const argv = ['--watch', '--watch-preserve-output', ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn(process.execPath, argv, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
  for (const signal of PASSED_ON) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => {
    child.on('exit', (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
  process.exit(code);
}
