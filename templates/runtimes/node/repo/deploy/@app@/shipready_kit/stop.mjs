// How the process leaves. What TERM sets off (INT does the same):
//
//     0 s                     /-/ready answers 503, answers carry `Connection: close`
//     after the drain         nothing new is accepted; what was begun is finished, streams end;
//                             it lasts 1 s at least, in which connections are refused
//     after that              the application's own handlers of the signal, if it has any; else
//                             what works off a queue finishes what it has begun
//     KIT_STOP_SECONDS        the end, for whatever is still there
//
// A second TERM cuts the drain short.

import { setTimeout as sleep } from 'node:timers/promises';

import { closeServers } from './close.mjs';
import * as family from './family.mjs';
import * as logs from './logs.mjs';
import * as queue from './queue.mjs';
import { developing, drainSeconds, gracefulSeconds, lingerSeconds, stopSeconds } from './settings.mjs';
import { isDescendant, servers, stage } from './state.mjs';
import * as tracking from './tracking.mjs';

const SIGNALS = { SIGTERM: 15, SIGINT: 2 };
const KILLED = 137;
const ERROR = 1;

const emit = process.emit;
const held = () => {};
let handedOver = false;
let cutShort;

/** Stand before the application's handlers of TERM and INT, which it registers later. */
export function watch() {
  process.emit = function (event) {
    if (handedOver || !(event in SIGNALS)) return emit.apply(this, arguments);
    told(event);
    return true;
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, held);
  family.join((what) => (what === 'drain' ? drain() : leave('SIGTERM')));
}

/** The process cannot go on: leave like on TERM, but without the application's handlers. */
export async function fall() {
  if (stage.draining) return;
  limit();
  await pause();
  await close();
  await finish(ERROR);
}

/** End the process; what was logged and reported goes out before. */
export async function finish(code) {
  await tracking.flush();
  process.exit(code);
}

async function told(signal) {
  if (stage.draining) return cutShort?.();
  logs.say('info', `${signal}: draining for ${seconds()} s`);
  limit();
  await pause();
  await leave(signal);
}

/** How long to wait for the proxy. Who answers no requests has nobody to wait for. */
function seconds() {
  return (servers.size || family.servingWorkers()) && !isDescendant() ? drainSeconds() : 0;
}

function drain() {
  stage.draining = true;
  family.tell('drain');
}

async function pause() {
  const ms = seconds() * 1000;
  drain();
  if (!ms) return;
  const cut = new Promise((resolve) => {
    cutShort = resolve;
  });
  await Promise.race([sleep(ms, undefined, { ref: false }), cut]);
}

async function close() {
  stage.draining = stage.leaving = true;
  const others = family.workers();
  family.tell('leave');
  const graceMs = developing() ? 1000 : gracefulSeconds() * 1000;
  const lingerMs = seconds() ? lingerSeconds() * 1000 : 0;
  await Promise.all([closeServers(graceMs), family.gone(others, graceMs), sleep(lingerMs)]);
}

async function leave(signal) {
  if (stage.leaving) return;
  await close();
  handedOver = true;
  // Some libraries end the process themselves when no handler but theirs is there.
  for (const name of Object.keys(SIGNALS)) process.off(name, held);
  if (!process.listenerCount(signal)) {
    await queue.close(stopSeconds() * 1000);
    return finish(0);
  }
  emit.call(process, signal, signal, SIGNALS[signal]);
}

/** The hard limit. */
function limit() {
  setTimeout(() => {
    logs.say('error', `still running after ${stopSeconds()} s: killed`);
    for (const worker of family.workers()) worker.process.kill('SIGKILL');
    process.exit(KILLED);
  }, stopSeconds() * 1000).unref();
}
