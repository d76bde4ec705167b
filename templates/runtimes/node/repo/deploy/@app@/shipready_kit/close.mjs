// Closes the application's servers: running requests finish, streams and WebSockets end politely.

import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

import { exchanges, servers, upgraded } from './state.mjs';

const LOOK_MS = 50;
const PATIENCE_MS = 2000; // for a client that was told goodbye

const closed = new WeakSet(); // by us
const closers = new Map();

/** An application that closes a server after us learns that it went well. */
export function watch() {
  for (const { prototype } of [http.Server, https.Server]) {
    const { close } = prototype;
    closers.set(prototype, close);
    prototype.close = function (callback) {
      if (!closed.has(this)) return close.apply(this, arguments);
      if (typeof callback === 'function') {
        if (servers.has(this)) this.once('close', () => callback());
        else process.nextTick(callback);
      }
      return this;
    };
  }
}

/** Until every server is closed; after `graceMs` what is left of them is cut. */
export async function closeServers(graceMs) {
  const end = Date.now() + graceMs;
  for (const server of servers) {
    closed.add(server);
    closers.get(server instanceof https.Server ? https.Server.prototype : http.Server.prototype).call(server);
  }
  // A stream of server-sent events never ends by itself. Its client sees a complete answer and
  // connects again, to a process that stays.
  for (const exchange of exchanges) if (exchange.stream) exchange.response.end();
  for (const upgrade of upgraded) upgrade.end();
  const farewell = Date.now() + PATIENCE_MS;
  while (servers.size && Date.now() < end) {
    for (const server of servers) server.closeIdleConnections();
    if (Date.now() > farewell) for (const { socket } of upgraded) socket.destroy();
    await sleep(LOOK_MS);
  }
  for (const server of servers) server.closeAllConnections();
}
