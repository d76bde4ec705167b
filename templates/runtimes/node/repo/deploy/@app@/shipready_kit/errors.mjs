// What strangers see of an unhandled error: that there was one, and the id to quote.

import { STATUS_CODES } from 'node:http';

// How the page of Express begins that holds the error's stack, or what was asked for in vain.
const PAGE = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>';
const FRAME = '&nbsp; &nbsp;at ';

/** The body that shall stand in the place of `chunk`, or undefined when it may stay. */
export function replacement(exchange, response, chunk) {
  if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) return undefined;
  if (!String(chunk.slice(0, PAGE.length)).startsWith(PAGE)) return undefined;
  const failed = response.statusCode >= 500;
  if (!failed && !String(chunk).includes(FRAME)) return undefined;
  exchange.failed = failed;
  return generic(exchange, response, failed ? 500 : response.statusCode);
}

/** Sets the type of a generic answer and returns its body. */
export function generic(exchange, response, status) {
  const said = STATUS_CODES[status] ?? 'Error';
  const json = String(exchange.request.headers.accept ?? '').includes('json');
  const body = json
    ? JSON.stringify({ detail: said, request_id: exchange.id })
    : `${said}\nrequest id: ${exchange.id}\n`;
  response.setHeader('Content-Type', json ? 'application/json' : 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  return body;
}
