// Sees whether a bot that polls Telegram still gets answers, without touching the bot's library.
//
// Node itself tells about every answer that its HTTP clients get: `http` and `https`
// (node-fetch, axios, got), and `fetch` (undici).

import diagnostics from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';

import { say } from './logs.mjs';
import { number } from './settings.mjs';

const GET_UPDATES = /\/bot[^/]+\/(?:test\/)?getupdates(?:$|\?)/i;

let active = false;
let last; // when the last answer came, in milliseconds

/** Begin to watch, when KIT_BOT_MODE says that this process polls. */
export function watch() {
  active = process.env.KIT_BOT_MODE === 'polling';
  if (!active) return;
  diagnostics.subscribe('http.client.response.finish', ({ request, response }) => {
    note(request.path, response.statusCode);
  });
  diagnostics.subscribe('undici:request:headers', ({ request, response }) => {
    note(request.path, response.statusCode);
  });
}

function note(path, status) {
  if (status !== 200 || !GET_UPDATES.test(path)) return;
  if (last === undefined) say('info', 'Telegram answers: this bot polls for updates', undefined, 'shipready.bot');
  last = performance.now();
}

/** This process is one that polls. */
export function watching() {
  return active;
}

/** Telegram answered it at least once. */
export function heard() {
  return last !== undefined;
}

/** Telegram used to answer, and has not for KIT_BOT_SILENCE seconds. */
export function stalled() {
  if (!active || last === undefined) return false;
  return performance.now() - last > number('KIT_BOT_SILENCE', 120, 1) * 1000;
}
