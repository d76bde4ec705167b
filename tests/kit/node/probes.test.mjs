// Readiness asks dependencies in their own protocols.

import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';

import { Program, freePort } from './harness.mjs';

const hello = (fields) => {
  const document = Buffer.from(`\0\0\0\0${fields}\0`, 'latin1');
  const head = Buffer.alloc(21);
  [document.length + 21, 9, 1, 2013].forEach((number, at) => head.writeInt32LE(number, at * 4));
  return Buffer.concat([head, document]);
};
const mysql = (text) => Buffer.concat([Buffer.from([text.length, 0, 0, 0]), Buffer.from(text, 'latin1')]);
const postgresql = (code) => Buffer.from(`E\0\0\0\x20SFATAL\0C${code}\0Mno\0\0`, 'latin1');

// Address, what the server says, and what comes of it.
const CASES = [
  ['postgres', postgresql('28000'), 'ok'],
  ['postgres', postgresql('57P03'), /does not accept connections now/],
  ['postgres', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), /no PostgreSQL answer/],
  ['redis', '+PONG\r\n', 'ok'],
  ['redis', '-NOAUTH Authentication required.\r\n', 'ok'],
  ['redis', '-LOADING Redis is loading\r\n', /Redis says '-LOADING/],
  ['mongodb', hello('\x08isWritablePrimary\0\x01'), 'ok'],
  ['mongodb', hello('\x08isWritablePrimary\0\0\x08secondary\0\0'), /neither primary nor secondary/],
  ['mysql', mysql('\x0a8.4.11\0'), 'ok'],
  ['mysql', mysql('\xff\x6a\x04Host is not allowed'), 'ok'],
  ['mysql', mysql('\xff\x10\x04Too many connections'), /too many connections/],
  ['amqp', Buffer.from('\x01\0\0\0\0\x01\xf0\0\x0a\0\x0a', 'latin1'), 'ok'],
  ['amqp', 'HTTP/1.1 400 Bad Request\r\n', /no AMQP answer/],
  ['redis', null, /no answer in time/],
  ['nats', 'INFO {}\r\n', 'ok'],
];

/** A dependency that answers every connection with the same bytes, or with silence. */
function fake(answer, heard, context) {
  const server = net.createServer((socket) => {
    heard.connections += 1;
    socket.on('error', () => {}).on('data', () => {});
    if (answer !== null) socket.write(answer);
  });
  context.after(() => server.close());
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

test('each protocol is spoken', async (context) => {
  const words = [];
  const heard = { connections: 0 };
  for (const [at, [scheme, answer]] of CASES.entries()) {
    words.push(`c${at}=${scheme}://127.0.0.1:${await fake(answer, heard, context)}`);
  }
  words.push(`gone=redis://127.0.0.1:${await freePort()}`);
  const settings = { KIT_CHECKS: words.join(' ') };
  const program = await Program.start(['esm.mjs'], { settings, wait: false, context });
  const report = await program.until(async () => {
    const found = (await program.ready()).json();
    return found.status === 'unavailable' && found;
  });
  for (const [at, [scheme, , expected]] of CASES.entries()) {
    const said = report.checks[`c${at}`];
    if (expected === 'ok') assert.equal(said, 'ok', `${scheme} ${at}`);
    else assert.match(said, expected, `${scheme} ${at}`);
  }
  assert.match(report.checks.gone, /ECONNREFUSED/);
  const up = await program.metrics();
  assert.deepEqual([up['dependency_up{dependency="c0"}'], up['dependency_up{dependency="c1"}']], [1, 0]);
});

test('answers are remembered for a second, and passwords are never sent', async (context) => {
  const heard = { connections: 0 };
  const port = await fake('+PONG\r\n', heard, context);
  const settings = {
    KIT_CHECKS: 'cache=env:CACHE_URL',
    KIT_URL_CACHE_URL: `redis://:{CACHE_PASSWORD}@127.0.0.1:${port}/0`,
  };
  const program = await Program.start(['esm.mjs'], {
    settings,
    secrets: { CACHE_PASSWORD: 'hunter222' },
    context,
  });
  const before = heard.connections;
  await Promise.all(Array.from({ length: 30 }, () => program.ready()));
  assert.ok(heard.connections - before <= 1, `${heard.connections - before}`);
});
