// One HTTP request and its answer, seen from outside the application.

import { performance } from 'node:perf_hooks';

import { EXCHANGE } from './context.mjs';
import { generic } from './errors.mjs';
import * as headers from './headers.mjs';
import * as logs from './logs.mjs';
import { Trail } from './routes.mjs';
import { exchanges, stage } from './state.mjs';

const CLIENT_LEFT = 499; // as nginx calls a request whose client did not wait for the answer
const NONE = new Map();

/** Made for every request. `routes` notes the way through the application's routers in it. */
export class Exchange {
  failed = false; // a generic answer stands for an error that the application did not handle
  stream = false; // server-sent events: they never end by themselves
  trail = new Trail();
  began = performance.now();

  constructor(kit, request, response) {
    this.kit = kit;
    this.request = request;
    this.response = response;
    this.method = request.method;
    this.path = request.url.split('?', 1)[0];
    // The application reads the same id in its headers.
    this.id = request.headers['x-request-id'] = logs.acceptId(request.headers['x-request-id']);
    request[EXCHANGE] = this;
  }

  /** Follow the answer until it is complete, or its client is gone. */
  follow() {
    this.response[EXCHANGE] = this;
    exchanges.add(this);
    this.kit.metrics?.begin();
    this.response.once('close', () => this.#record());
  }

  /** Complete the headers of the answer, which is about to begin. `given` go before those set. */
  complete(given) {
    const { response } = this;
    const passed = given === undefined ? NONE : lowered(given);
    const present = (name) => response.getHeader(name) ?? passed.get(name.toLowerCase());
    headers.complete(this.kit.headers, present, (name, value) => response.setHeader(name, value));
    if (present('X-Request-ID') === undefined) response.setHeader('X-Request-ID', this.id);
    this.stream = String(present('Content-Type') ?? '').startsWith('text/event-stream');
    if (stage.draining) response.setHeader('Connection', 'close');
  }

  /** The application failed without an answer of its own, and nothing was sent yet. */
  fail() {
    const { response } = this;
    if (response.headersSent || !this.kit.errors) return;
    this.failed = true;
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = 500;
    response.end(generic(this, response, 500));
  }

  seconds() {
    return (performance.now() - this.began) / 1000;
  }

  #record() {
    exchanges.delete(this);
    const { kit, method, response } = this;
    kit.metrics?.end();
    const status = response.headersSent ? response.statusCode : CLIENT_LEFT;
    const route = this.trail.template(status);
    const seconds = this.seconds();
    kit.metrics?.done(method, route, status, seconds);
    if (kit.logs) logs.access({ id: this.id, method, path: this.path, route, status, seconds });
  }
}

/** Headers as `writeHead` takes them, an object or a flat list, by lower-case name. */
function lowered(given) {
  const found = new Map();
  if (Array.isArray(given)) {
    for (let at = 0; at + 1 < given.length; at += 2)
      found.set(String(given[at]).toLowerCase(), given[at + 1]);
  } else {
    for (const [name, value] of Object.entries(given ?? {})) found.set(name.toLowerCase(), value);
  }
  return found;
}
