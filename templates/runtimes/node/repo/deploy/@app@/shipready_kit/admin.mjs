// The admin port: /metrics, /-/live and /-/ready. It is never published to the internet.
//
// It answers from the application's own event loop: one that is blocked is not alive.

import { EventEmitter } from 'node:events';
import http from 'node:http';

import { serving } from './ready.mjs';
import { SettingError, adminPort } from './settings.mjs';

/** Answer on the admin port. Rejects with a SettingError when it is taken. */
export async function open(readiness, metrics) {
  const server = http.createServer((request, response) => {
    answer(request, response, readiness, metrics).catch(() => response.destroy());
  });
  // Nothing that the application or the kit does to servers concerns this one.
  server.emit = EventEmitter.prototype.emit;
  const host = (process.env.KIT_HOST ?? '').startsWith('[') ? '::' : '0.0.0.0';
  const port = adminPort();
  await new Promise((resolve, reject) => {
    const taken = (error) =>
      reject(new SettingError(`the admin port ${port} cannot be opened: ${error.code}`));
    server.once('error', taken);
    // In a cluster this is the first process: no worker shares the port.
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', taken);
      resolve();
    });
  });
  // The program may end when it has nothing left to do.
  server.unref();
  server.on('connection', (socket) => socket.unref());
}

async function answer(request, response, readiness, metrics) {
  const path = request.url.split('?', 1)[0];
  if (path === '/-/live') return send(response, 200, { status: 'live' });
  if (path === '/-/ready') {
    const [ready, report] = await readiness.report();
    return send(response, ready ? 200 : 503, report);
  }
  if (path === '/metrics' && metrics) {
    const text = await metrics.render(await readiness.dependencies(), serving());
    return write(response, 200, 'text/plain; version=0.0.4; charset=utf-8', text);
  }
  return send(response, 404, { status: 'not found' });
}

function send(response, status, document) {
  write(response, status, 'application/json', `${JSON.stringify(document)}\n`);
}

function write(response, status, type, body) {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': length, 'Cache-Control': 'no-store' });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/**
 * /-/live and /-/ready on the application's own port, for platforms that probe that one: answered
 * before the application, so its host checks and redirects cannot get in the way.
 */
export class PublicProbes {
  constructor(readiness) {
    this.readiness = readiness;
  }

  /** True when the request was a probe; it is not counted and not logged. */
  answer(request, response) {
    const path = request.url.split('?', 1)[0];
    if (path !== '/-/live' && path !== '/-/ready') return false;
    const say = (good) => write(response, good ? 200 : 503, 'text/plain', good ? 'ok\n' : 'not ready\n');
    if (path === '/-/live') say(true);
    else
      this.readiness.report().then(
        ([good]) => say(good),
        () => response.destroy(),
      );
    return true;
  }
}
