// Completes answers on their way out, whatever wrote them: `res.send`, `res.end`, a stream.

import { ServerResponse } from 'node:http';

import { EXCHANGE } from './context.mjs';
import { replacement } from './errors.mjs';
import { stage } from './state.mjs';

/** Watch every answer of this process; those without an exchange are left alone. */
export function watch() {
  const { writeHead, end } = ServerResponse.prototype;

  ServerResponse.prototype.writeHead = function (status, reason, headers) {
    const exchange = this[EXCHANGE];
    if (exchange === undefined || this.headersSent) return writeHead.apply(this, arguments);
    const worded = typeof reason === 'string';
    const given = worded ? headers : (headers ?? reason);
    exchange.complete(given);
    if (given === undefined || given === null || !stage.draining) return writeHead.apply(this, arguments);
    // What is passed here wins over what is set, and many streams pass `Connection: keep-alive`.
    const rest = without(given, 'connection');
    return worded ? writeHead.call(this, status, reason, rest) : writeHead.call(this, status, rest);
  };

  ServerResponse.prototype.end = function (chunk, encoding, callback) {
    const exchange = this[EXCHANGE];
    const plain = exchange === undefined || this.headersSent || this.statusCode < 400;
    if (plain || !exchange.kit.errors) return end.apply(this, arguments);
    const body = replacement(exchange, this, chunk);
    if (body === undefined) return end.apply(this, arguments);
    return end.call(this, body, 'utf8', typeof encoding === 'function' ? encoding : callback);
  };
}

function without(headers, unwanted) {
  if (!Array.isArray(headers)) {
    const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== unwanted);
    return Object.fromEntries(kept);
  }
  const kept = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (String(headers[at]).toLowerCase() !== unwanted) kept.push(headers[at], headers[at + 1]);
  }
  return kept;
}
