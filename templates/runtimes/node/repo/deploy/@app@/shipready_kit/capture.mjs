// What the application prints in a form of its own: every line becomes one JSON object.
//
// That is `console`, and loggers that write to `process.stdout` or `process.stderr`. A line
// that is a JSON object stays as it is, apart from secrets in it. `run` and `health` are read
// by people: their output is left alone.
//
// Out of reach is what passes these streams by: writes to the descriptors 1 and 2 (pino does
// that, in JSON), worker threads of loggers, programs that the application starts.

import { StringDecoder } from 'node:string_decoder';
import { format } from 'node:util';

import { isTrace, levelOf, objectOf, visible } from './lines.mjs';
import * as logs from './logs.mjs';
import * as mask from './mask.mjs';
import { off } from './settings.mjs';

const MOST = 65536; // characters of an unfinished line that are kept back
const METHODS = { debug: 'debug', log: 'info', info: 'info', warn: 'warning', error: 'error' };

/** Take both streams and the console over, before the application is loaded. */
export function install() {
  if (off('logs')) return;
  const finishers = [take(process.stdout, 'stdout', 'info'), take(process.stderr, 'stderr', 'warning')];
  process.on('exit', () => finishers.forEach((finish) => finish()));
  // A call of the console is one entry, whatever lines it has.
  for (const [method, level] of Object.entries(METHODS)) {
    console[method] = (...words) => entry(format(...words), level, 'console');
  }
  console.trace = (...words) => {
    const at = { name: 'Trace', message: format(...words) };
    Error.captureStackTrace(at, console.trace);
    entry(at.stack, 'info', 'console');
  };
  takeWarnings();
}

/** Puts another `write` on a stream; returns what logs its unfinished line. */
function take(stream, name, level) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.write = (chunk, encoding, callback) => {
    const done = typeof encoding === 'function' ? encoding : callback;
    const coding = typeof encoding === 'string' ? encoding : 'utf8';
    const bytes = typeof chunk === 'string' && /^utf-?8$/i.test(coding) ? null : Buffer.from(chunk, coding);
    const text = rest + (bytes ? decoder.write(bytes) : chunk);
    const end = text.length > MOST ? text.length : text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end) lines(text.slice(0, end), level, name);
    if (done) process.nextTick(done);
    return true;
  };
  // Nobody reads the logs any more; that must not stop the application.
  stream.on('error', () => {});
  return () => {
    const last = rest + decoder.end();
    rest = '';
    if (last) lines(last, level, name);
  };
}

/** Complete lines of one write; a stack stays whole. */
function lines(text, level, logger) {
  if (isTrace(text)) return entry(text, 'error', logger);
  for (const line of text.split('\n')) entry(line, level, logger);
}

function entry(text, level, logger) {
  const shown = visible(text).replace(/^\n+/, '');
  if (!shown.trim()) return;
  const found = objectOf(shown);
  if (found !== null) return object(found, shown);
  const said = levelOf(shown) ?? level;
  if (!logs.passes(said, 'debug')) return;
  if (!isTrace(shown)) return logs.write(logs.head(said, logger, mask.text(shown)));
  const masked = mask.text(shown);
  logs.write({ ...logs.head(said, logger, masked.split('\n', 1)[0]), exception: masked });
}

function object(found, line) {
  const before = JSON.stringify(found);
  const after = JSON.stringify(mask.document(found));
  logs.line(before === after && !line.includes('\n') ? line : after);
}

/** Node prints its warnings past the streams; they become entries as well. */
function takeWarnings() {
  for (const listener of process.listeners('warning')) {
    if (listener.name === 'onWarning') process.off('warning', listener);
  }
  process.on('warning', (warning) => {
    if (warning.name === 'DeprecationWarning' && process.noDeprecation) return;
    const code = warning.code ? `[${warning.code}] ` : '';
    logs.say('warning', `${code}${warning.name}: ${warning.message}`, undefined, 'node');
  });
}
