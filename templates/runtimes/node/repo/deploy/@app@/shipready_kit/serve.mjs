// Stands between Node's HTTP servers and the application's listeners.

import http from 'node:http';
import https from 'node:https';

import { EXCHANGE, requests } from './context.mjs';
import { Exchange } from './exchange.mjs';
import * as family from './family.mjs';
import * as logs from './logs.mjs';
import { introduce } from './proxy.mjs';
import { developing } from './settings.mjs';
import { servers, shallServe } from './state.mjs';
import { Upgrade } from './upgrade.mjs';

// Longer than the proxy keeps its idle connections (60 s): the side that may close at any
// moment must be the proxy, otherwise it sends a request into a connection that just died.
const KEEP_ALIVE_MS = 75_000;
const LOOPBACK = ['127.0.0.1', '::1'];
const USUAL_KEEP_ALIVE_MS = http.createServer().keepAliveTimeout;

/** Watch every server of this process from now on. */
export function watch(kit) {
  for (const { prototype } of [http.Server, https.Server]) {
    const { emit } = prototype;
    prototype.emit = function (event, first, second) {
      if (event === 'request' || event === 'checkContinue') {
        // A listener may hand the same request on to another server of the process.
        if (first[EXCHANGE] === undefined) {
          if (kit.probes?.answer(first, second)) return true;
          const exchange = new Exchange(kit, first, second);
          exchange.follow();
          return requests.run(exchange, () => emit.apply(this, arguments));
        }
      } else if (event === 'upgrade') {
        const upgrade = new Upgrade(kit, first, second);
        return requests.run(upgrade, () => emit.apply(this, arguments));
      } else if (event === 'listening') {
        opened(this, kit);
      } else if (event === 'close') {
        servers.delete(this);
        family.tellServing(servers.size);
      }
      return emit.apply(this, arguments);
    };
  }
}

function opened(server, kit) {
  servers.add(server);
  family.tellServing(servers.size);
  if (server.keepAliveTimeout === USUAL_KEEP_ALIVE_MS) server.keepAliveTimeout = KEEP_ALIVE_MS;
  for (const listener of server.listeners('request')) introduce(listener, kit.trust);
  const { address } = server.address() ?? {};
  if (LOOPBACK.includes(address) && shallServe() && !developing()) {
    logs.say(
      'warning',
      `the application listens on ${address} alone: nothing outside of this container reaches it`,
    );
  }
}
