// The image's HEALTHCHECK: asks the admin port whether the application is ready.
//
// It runs every few seconds next to the application, so it loads next to nothing. It ends with
// 0 when /-/ready answers 200, else with 1 and the reason on stdout.

import net from 'node:net';

const TIMEOUT_MS = 2500;
const port = Number(process.env.KIT_ADMIN_PORT || 9464);

const socket = net.connect({ port, host: '127.0.0.1' });
let answer = '';

function finish(code, reason) {
  console.log(reason);
  process.exit(code);
}

socket.setEncoding('utf8');
socket.setTimeout(TIMEOUT_MS, () => finish(1, `no answer from the admin port ${port} in time`));
socket.on('error', (error) => finish(1, `no answer from the admin port ${port}: ${error.code}`));
socket.on('data', (text) => {
  answer += text;
});
socket.on('end', () => {
  const [head, body = ''] = answer.split('\r\n\r\n');
  finish(head.split(' ')[1] === '200' ? 0 : 1, body.trim());
});
socket.write('GET /-/ready HTTP/1.0\r\nHost: localhost\r\n\r\n');
