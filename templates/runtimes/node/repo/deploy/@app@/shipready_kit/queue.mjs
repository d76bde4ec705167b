// Sees whether a program that works off a queue still asks for work, and lets it finish what it has begun.
//
// Whatever the library, it asks over a socket, in the words of its server: Redis (BullMQ, Bull,
// Bee-Queue), MongoDB (Agenda), PostgreSQL (pg-boss, Graphile Worker). What is answered is not read.
// Its objects are known by their methods, so that a bundler may have renamed its classes.

import { EventEmitter } from 'node:events';
import net from 'node:net';
import { performance } from 'node:perf_hooks';

import * as jobs from './jobs.mjs';
import { number } from './settings.mjs';

// Work is asked for by these, and held with them while it is done.
const ASKS = /\r\n(?:bzpopmin|brpoplpush|blmove|evalsha|eval|fcall|srem)\r\n|findandmodify\0|skip locked/i;
const MOST = 4096; // bytes of a message that are looked at
// What takes work, by methods that it has, and how it leaves: each waits for what is being done.
const TAKERS = [
  [['processJob', 'close'], (taker) => taker.close()], // BullMQ's Worker, Bull
  [['checkStalledJobs', 'close'], (taker, ms) => taker.close(ms)], // Bee-Queue
  [['work', 'fetch', 'stop'], (taker, ms) => taker.stop({ graceful: true, timeout: ms })], // pg-boss
  [['define', 'every', 'drain'], (taker) => taker.drain()], // Agenda
  [['define', 'every', 'stop'], (taker) => taker.stop()], // Agenda 4 cannot wait; it hands its jobs back
];

const asks = new Map(); // by socket: when it asked last, or was seen to be answered; bytes read by then
const takers = new Set();
let active = false;
let metrics;
let asked = false;

/** Begin to watch, when KIT_QUEUE says that this process works off a queue; `metrics` count what it does. */
export function watch(kit) {
  metrics = kit;
  active = Boolean(process.env.KIT_QUEUE);
  if (!active) return;
  watchSockets();
  watchTakers();
}

function watchSockets() {
  const { write } = net.Socket.prototype;
  net.Socket.prototype.write = function (chunk) {
    if (ASKS.test(beginning(chunk))) {
      asked = true;
      asks.set(this, { at: performance.now(), read: this.bytesRead, answered: false });
    }
    return write.apply(this, arguments);
  };
}

function beginning(chunk) {
  if (typeof chunk === 'string') return chunk.slice(0, MOST);
  if (!ArrayBuffer.isView(chunk)) return '';
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1', 0, MOST);
}

function watchTakers() {
  const { init } = EventEmitter;
  const { on } = EventEmitter.prototype;
  EventEmitter.init = function () {
    note(this);
    return init.apply(this, arguments);
  };
  // Bull's are made without their constructor.
  EventEmitter.prototype.on = EventEmitter.prototype.addListener = function () {
    note(this);
    return on.apply(this, arguments);
  };
}

function note(emitter) {
  if (takers.has(emitter) || !leave(emitter)) return;
  takers.add(emitter);
  // It is still being made.
  if (metrics) setImmediate(() => jobs.watch(emitter, metrics));
}

function leave(emitter) {
  return TAKERS.find(([methods]) => methods.every((name) => name in emitter))?.[1];
}

/** This process is one that works off a queue. */
export function watching() {
  return active;
}

/** It asked for work at least once. */
export function heard() {
  return asked;
}

/** It used to ask for work, and no socket has for KIT_QUEUE_SILENCE seconds, nor waits for an answer. */
export function stalled() {
  if (!active || !asked) return false;
  for (const socket of asks.keys()) if (socket.destroyed) asks.delete(socket);
  const since = performance.now() - number('KIT_QUEUE_SILENCE', 60, 1) * 1000;
  return [...asks].every(([socket, ask]) => isAnswered(socket, ask) && ask.at < since);
}

/** Whether an answer came; an ask may block for as long as there is no work, and does no harm by that. */
function isAnswered(socket, ask) {
  if (!ask.answered && socket.bytesRead !== ask.read) {
    ask.answered = true;
    ask.at = performance.now();
  }
  return ask.answered;
}

/** Take nothing more, and wait for what is being done; `ms` is how long that may take. */
export async function close(ms) {
  await Promise.allSettled([...takers].map(async (taker) => leave(taker)(taker, ms)));
}
