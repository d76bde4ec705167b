// Finds the template of the route that answers, such as `/items/:item`.
//
// Express notes on the request which router it is in (`baseUrl`), what the path's parameters
// are (`params`), and which route it chose (`route`). Here these notes are read at the moment
// when they are made, on the class that every request has. That needs nothing of Express
// itself: it works for versions 4 and 5, for ES modules, and for applications that a bundler
// made one file of.

import { IncomingMessage } from 'node:http';

import { EXCHANGE } from './context.mjs';

export const UNMATCHED = 'unmatched';

/** Watch what Express notes on requests. */
export function watch() {
  define('baseUrl', (trail, value, request) => trail.enter(value, request.params));
  define('route', (trail, value) => trail.choose(value));
}

function define(name, note) {
  const held = Symbol(`shipready.${name}`);
  Object.defineProperty(IncomingMessage.prototype, name, {
    configurable: true,
    get() {
      return this[held];
    },
    set(value) {
      this[held] = value;
      const exchange = this[EXCHANGE];
      if (exchange !== undefined) note(exchange.trail, value, this);
    },
  });
}

/** The way of one request through routers. */
export class Trail {
  #mounts = [{ url: '', template: '' }];
  #route;

  /** A router was entered or left: `url` is where it is mounted, with values in it. */
  enter(url, params) {
    const mounts = this.#mounts;
    if (typeof url !== 'string' || url === mounts.at(-1).url) return;
    while (mounts.length > 1 && !isBelow(url, mounts.at(-1).url)) mounts.pop();
    const { url: known, template } = mounts.at(-1);
    if (url === known) return;
    mounts.push({ url, template: template + templated(url.slice(known.length), params) });
  }

  /** A route was chosen; another one may follow. */
  choose(route) {
    const path = pathOf(route?.path);
    if (path !== undefined) this.#route = this.#mounts.at(-1).template + path || '/';
  }

  /** The label of the request, once it is answered with `status`. */
  template(status) {
    if (this.#route !== undefined) return this.#route;
    const { template } = this.#mounts.at(-1);
    // Answered inside of a router, but by none of its routes: static files, a refusal.
    return template && status !== 404 ? `${template}/*` : UNMATCHED;
  }
}

function isBelow(url, folder) {
  return url === folder || url.startsWith(`${folder}/`);
}

function pathOf(path) {
  if (typeof path === 'string') return path.endsWith('/') ? path.slice(0, -1) : path;
  if (Array.isArray(path)) return path.map(String).join('|');
  return path instanceof RegExp ? String(path) : undefined;
}

/** `/shops/7/orders` as `/shops/:shop/orders`, when `shop` is 7. */
function templated(part, params) {
  let text = decoded(part);
  for (const [name, value] of Object.entries(params ?? {})) {
    const several = Array.isArray(value);
    const said = `/${several ? value.join('/') : value}`;
    const place = `${text}/`.indexOf(`${said}/`);
    if (place < 0 || said === '/') continue;
    text = `${text.slice(0, place)}/${several ? '*' : ':'}${name}${text.slice(place + said.length)}`;
  }
  return text;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
