// Runs a command at fixed times, in UTC; one run at a time. The image starts it like a program:
//
//     /opt/kit/shipready_kit/cron.mjs SCHEDULE -- COMMAND [ARGUMENT …]
//
// Each run writes a line when it begins and one when it ends, with its exit status and its
// duration. A time that comes while the last run is still going is left out. TERM is passed
// on to a run that is going, and ends the container after it.

import { Cron } from 'croner';
import { setTimeout as sleep } from 'node:timers/promises';

import { start } from './command.mjs';
import * as logs from './logs.mjs';

const LONGEST_MS = 60_000; // the clock on the wall may be set while we wait
const WRONG_USAGE = 64;
const WRONG_SETTING = 78;
const LOGGER = 'shipready.cron';

let running; // the child
let leaving = false;

/** Keep the times of `schedule`, until TERM. */
async function serve(schedule, command) {
  say('info', `waiting for ${schedule.getPattern()} (UTC)`, { command: command.join(' ') });
  let done = new Date();
  while (!leaving) {
    const due = schedule.nextRun(done);
    for (let left; (left = due - Date.now()) > 0;) await sleep(Math.min(left, LONGEST_MS));
    await once(command);
    done = new Date(Math.max(Date.now(), due));
    if (schedule.nextRun(due) <= done) {
      const skipped = schedule.nextRun(due).toISOString();
      say('warning', `the run of ${skipped} was left out: the one before it was still going`);
    }
  }
}

async function once(command) {
  const begun = Date.now();
  const shown = command.join(' ');
  say('info', `begins: ${shown}`);
  const { child, code } = start(command, process.env, ['ignore', 'pipe', 'pipe']);
  running = child;
  child.stdout.on('data', (part) => process.stdout.write(part));
  child.stderr.on('data', (part) => process.stderr.write(part));
  const status = await code;
  running = undefined;
  const seconds = (Date.now() - begun) / 1000;
  const details = { command: shown, exit_status: status, duration_seconds: seconds };
  say(status ? 'error' : 'info', `ended with exit status ${status} after ${seconds.toFixed(1)} s`, details);
  if (leaving) process.exit(0);
}

function say(level, message, extra) {
  logs.say(level, message, undefined, LOGGER, extra);
}

function parsed(expression) {
  try {
    return new Cron(expression, { timezone: 'UTC', paused: true, mode: '5-part' });
  } catch {
    process.stderr.write(`shipready: error: '${expression}' is no schedule such as \`0 3 * * *\`\n`);
    return process.exit(WRONG_SETTING);
  }
}

const [expression, dashes, ...command] = process.argv.slice(2);
if (dashes !== '--' || !command.length) {
  process.stderr.write('usage: cron.mjs SCHEDULE -- COMMAND [ARGUMENT …]\n');
  process.exit(WRONG_USAGE);
}
process.on('SIGTERM', () => {
  leaving = true;
  if (running) running.kill('SIGTERM');
  else process.exit(0);
});
await serve(parsed(expression), command);
