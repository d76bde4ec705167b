// A connection that becomes something else, mostly a WebSocket: one line in the log when it is over.

import { performance } from 'node:perf_hooks';

import { EXCHANGE } from './context.mjs';
import * as logs from './logs.mjs';
import { Trail } from './routes.mjs';
import { upgraded } from './state.mjs';

const REFUSED = 403;
const STATUS = /^HTTP\/1\.1 (\d{3})/;
// A WebSocket's own farewell, unmasked as servers send it: code 1012, "service restart".
const RESTART = Buffer.from([0x88, 0x02, 0x03, 0xf4]);

export class Upgrade {
  status = REFUSED;
  trail = new Trail();
  began = performance.now();

  constructor(kit, request, socket) {
    this.socket = socket;
    this.path = request.url.split('?', 1)[0];
    this.id = request.headers['x-request-id'] = logs.acceptId(request.headers['x-request-id']);
    this.webSocket = String(request.headers.upgrade).toLowerCase() === 'websocket';
    request[EXCHANGE] = this;
    upgraded.add(this);
    this.#readStatus();
    socket.once('close', () => {
      upgraded.delete(this);
      if (kit.logs) this.#log();
    });
  }

  /** Say goodbye in the protocol's own words, so that the client connects again elsewhere. */
  end() {
    if (this.webSocket && this.status === 101) this.socket.write(RESTART);
    this.socket.end();
  }

  /** Nothing to do: whoever upgraded answers by itself. */
  fail() {}

  #readStatus() {
    const { socket } = this;
    const { write } = socket;
    socket.write = (chunk, ...rest) => {
      socket.write = write;
      const [, status] = STATUS.exec(String(chunk)) ?? [];
      this.status = Number(status ?? REFUSED);
      return write.call(socket, chunk, ...rest);
    };
  }

  #log() {
    const { id, path, status } = this;
    const seconds = (performance.now() - this.began) / 1000;
    logs.access({ id, method: 'WEBSOCKET', path, route: this.trail.template(404), status, seconds });
  }
}
