// Runs a command, once, with the application's settings and secrets: a migration, a shell.
//
//     node /opt/kit/shipready_kit/run.mjs COMMAND [ARGUMENT …]
//
// Exit codes: that of the command, 128 + n when signal n ended it · 127 no such command · 126 it
// cannot run · 64 wrong usage · 78 a setting or a secret is missing or wrong.

import { start } from './command.mjs';
import { build } from './environ.mjs';
import { SettingError } from './settings.mjs';

const PASSED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];
const WRONG_USAGE = 64;
const WRONG_SETTING = 78;

async function run(argv) {
  if (!argv.length) {
    console.error('usage: run.mjs COMMAND [ARGUMENT …]');
    return WRONG_USAGE;
  }
  const { child, code } = start(argv, build(process.env), 'inherit');
  for (const signal of PASSED_ON) process.on(signal, () => child.kill(signal));
  return code;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(`shipready: error: ${error.message}`);
  process.exitCode = WRONG_SETTING;
}
