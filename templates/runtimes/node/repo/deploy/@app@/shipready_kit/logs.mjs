// One JSON object a line on stdout, for the kit and the application alike.
//
// Fields: time (UTC), level, logger, message, app, request_id; requests add method, path,
// route, status, milliseconds; errors add exception. What the application prints: see `capture`.

import { randomUUID } from 'node:crypto';

import { current } from './context.mjs';
import * as mask from './mask.mjs';
import { appName, off } from './settings.mjs';

const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/;
const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'];
const ACCESS = 'shipready.access';

// The stream's own method: `capture` puts another in its place.
const send = process.stdout.write.bind(process.stdout);

/** Whether KIT_LOG_LEVEL lets this level pass; `otherwise` holds when it is unset or unknown. */
export function passes(level, otherwise = 'info') {
  const least = (process.env.KIT_LOG_LEVEL ?? '').toLowerCase();
  return LEVELS.indexOf(level) >= LEVELS.indexOf(LEVELS.includes(least) ? least : otherwise);
}

/** The request id that a client or proxy sent, if it is well-formed, else a new one. */
export function acceptId(offered) {
  if (typeof offered === 'string' && WELL_FORMED.test(offered)) return offered;
  return randomUUID().replaceAll('-', '');
}

/** Print one entry. */
export function write(entry) {
  line(JSON.stringify(entry));
}

/** Print a line that is JSON already. */
export function line(text) {
  send(`${text}\n`);
}

/** The fields that every entry has. */
export function head(level, logger, message, identity = current()?.id) {
  const entry = { time: time(), level, logger, message, app: appName() };
  if (identity !== undefined) entry.request_id = identity;
  return entry;
}

let second;
let prefix;

/** Now, in UTC. All but the milliseconds is the same for every line of a second. */
function time() {
  const now = Date.now();
  const rest = now % 1000;
  if (now - rest !== second) {
    second = now - rest;
    prefix = new Date(second).toISOString().slice(0, 20);
  }
  return `${prefix}${String(rest).padStart(3, '0')}Z`;
}

/** The line of one request. The query is left out: it often holds personal data. */
export function access({ id, method, path, route, status, seconds }) {
  const shown = mask.text(path);
  const level = status >= 500 ? 'error' : 'info';
  const entry = head(level, ACCESS, `${method} ${shown} ${status}`, id);
  entry.method = method;
  entry.path = shown;
  entry.route = route;
  entry.status = status;
  entry.milliseconds = Math.round(seconds * 10000) / 10;
  write(entry);
}

/** What the kit itself has to say, with the error that was the reason. */
export function say(level, message, error, logger = 'shipready', extra = {}) {
  if (!passes(level)) return;
  if (off('logs')) {
    process.stderr.write(`${logger}: ${message}\n${error ? `${trace(error)}\n` : ''}`);
    return;
  }
  const entry = { ...head(level, logger, mask.text(message)), ...mask.document(extra) };
  if (error !== undefined) entry.exception = mask.text(trace(error));
  write(entry);
}

/** The stack of an error, its causes included; anything else that was thrown, as text. */
export function trace(error) {
  if (!(error instanceof Error) && typeof error?.stack !== 'string') return String(error);
  const own = error.stack || String(error);
  return error.cause === undefined ? own : `${own}\ncaused by: ${trace(error.cause)}`;
}
