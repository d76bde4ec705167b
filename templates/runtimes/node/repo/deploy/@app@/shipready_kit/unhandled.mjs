// Errors that the application did not handle: each is logged once, and told to Sentry.

import { format } from 'node:util';

import { current } from './context.mjs';
import * as logs from './logs.mjs';
import { off } from './settings.mjs';
import * as stop from './stop.mjs';
import { shallServe, servers } from './state.mjs';
import * as tracking from './tracking.mjs';

const NAME = /^(?:Uncaught )?([A-Za-z_$][\w$.]*)(?:\s\[\w+\])?(?::|\n|$)/;

/** Watch for them, in requests and outside of any. */
export function watch() {
  process.on('uncaughtException', fall);
  if (!off('errors') || !off('sentry')) watchExpress();
}

/** Express prints an error's stack once it has answered with the page that `errors` replaced. */
function watchExpress() {
  const print = console.error;
  console.error = (...words) => {
    const exchange = current();
    if (!exchange?.failed) return print(...words);
    exchange.failed = false;
    const stack = format(...words);
    const error = Object.assign(new Error(), { name: NAME.exec(stack)?.[1] ?? 'Error', stack });
    error.message = stack.split('\n', 1)[0].replace(`${error.name}: `, '');
    const route = exchange.trail.template(500);
    logs.say('error', `${exchange.method} ${route}: unhandled ${error.name}`, error, 'shipready.errors');
    tracking.report(error, exchange.id);
  };
}

/** An error that nothing caught, or a promise's: the state of the process cannot be trusted any more. */
function fall(error, origin) {
  const exchange = current();
  const kind = origin === 'unhandledRejection' ? 'unhandled rejection' : 'uncaught exception';
  logs.say('critical', `${kind}: ${logs.trace(error).split('\n', 1)[0]}`, error, 'shipready.errors');
  tracking.report(error, exchange?.id);
  if (process.listeners('uncaughtException').some(isTheirs)) return;
  exchange?.fail();
  if (servers.size || !shallServe()) stop.fall();
  else stop.finish(1); // it failed before it served anything
}

function isTheirs(listener) {
  // Sentry marks its own, and leaves the end of the process to others.
  return listener !== fall && listener._errorHandler !== true;
}
