// How a program leaves: no request is lost, streams end, nothing waits for ever.

import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { APPS, FLAVOURS, Program, request } from './harness.mjs';
import { createRequire } from 'node:module';

/** Clients that keep their connections, as a proxy does, and note what went wrong. */
class Load {
  going = true;
  answered = 0;
  closed = 0;
  failures = [];

  constructor(program, clients = 8) {
    this.ended = Promise.all(Array.from({ length: clients }, () => this.#client(program)));
  }

  async #client({ port }) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (this.going) {
      try {
        const { headers, text } = await request({ port, path: '/slow?seconds=0.01', agent });
        assert.equal(text, '"done"');
        this.answered += 1;
        if (headers.connection === 'close') this.closed += 1;
      } catch (error) {
        this.failures.push(String(error));
      }
    }
    agent.destroy();
  }

  async stop() {
    this.going = false;
    await this.ended;
  }
}

for (const [name, argv] of Object.entries({ ...FLAVOURS, 'a cluster': ['cluster.mjs'] })) {
  test(`no request is lost when ${name} leaves under load`, async (context) => {
    const settings = { KIT_DRAIN_SECONDS: '2.5' };
    const program = await Program.start(argv, { settings, context });
    const load = new Load(program);
    await sleep(500);
    const long = program.get('/slow?seconds=4');
    program.signal();
    await program.until(async () => (await program.ready()).json().status === 'draining');
    assert.equal((await program.ready()).status, 503);
    const before = load.answered;
    await sleep(1000); // first phase: everything is answered, connections are closed one by one
    assert.ok(load.answered > before);
    assert.ok(load.closed >= 8, `${load.closed}`);
    await load.stop(); // the proxy has left
    assert.deepEqual(load.failures, []);
    assert.equal((await long).text, '"done"'); // second phase: the long request finishes
    assert.equal(await program.exit, 0);
  });
}

test('event streams end politely', async (context) => {
  const program = await Program.start(['esm.mjs'], { context });
  const streams = [1, 2, 3].map(() => program.get('/events'));
  await program.until(async () => (await program.metrics()).http_requests_in_progress === 3);
  const begun = Date.now();
  program.signal();
  for (const { status, text } of await Promise.all(streams)) {
    assert.equal(status, 200);
    assert.match(text, /^(data: tick\n\n)+$/);
  }
  assert.equal(await program.exit, 0);
  assert.ok(Date.now() - begun < 7000);
});

test('WebSockets are told that the service restarts, and are logged', async (context) => {
  const { WebSocket } = createRequire(`${APPS}/`)('ws');
  const program = await Program.start(['sockets.mjs'], { context });
  const socket = new WebSocket(`ws://127.0.0.1:${program.port}/live?token=abc`);
  const heard = new Promise((resolve) => socket.once('message', (text) => resolve(String(text))));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('you');
  assert.equal(await heard, 'heard you');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  program.signal();
  assert.equal(await closed, 1012);
  assert.equal(await program.exit, 0);
  const [entry] = program.entries({ method: 'WEBSOCKET' });
  assert.deepEqual([entry.path, entry.status], ['/live', 101]);
});

test('a handler that ends the process at once waits for the drain and for running requests', async (context) => {
  const program = await Program.start(['closer.mjs'], { settings: { HOW: 'exit' }, context });
  const long = program.get('/slow?seconds=2');
  await sleep(100);
  program.signal();
  await sleep(500);
  assert.equal((await program.get('/')).text, 'ok');
  assert.equal((await long).text, '"done"');
  assert.equal(await program.exit, 3);
});

test('a handler that closes the server learns that it is closed well', async (context) => {
  const program = await Program.start(['closer.mjs'], { settings: { HOW: 'close' }, context });
  program.signal();
  assert.equal(await program.exit, 4);
  assert.equal(program.entries({ message: 'closed well' }).length, 1);
});

test('a second TERM cuts the drain short', async (context) => {
  const program = await Program.start(['esm.mjs'], { settings: { KIT_DRAIN_SECONDS: '9' }, context });
  program.signal();
  await program.until(async () => (await program.ready()).status === 503);
  program.signal();
  const begun = Date.now();
  assert.equal(await program.exit, 0);
  assert.ok(Date.now() - begun < 7000);
});

test('the hard limit ends whatever is still there', async (context) => {
  const settings = { HOW: 'stuck', KIT_STOP_SECONDS: '4', KIT_DRAIN_SECONDS: '0' };
  const program = await Program.start(['closer.mjs'], { settings, context });
  program.signal();
  assert.equal(await program.exit, 137);
  assert.equal(program.entries({ message: 'still running after 4 s: killed' }).length, 1);
});

for (const how of ['exception', 'rejection']) {
  test(`an error that nothing caught (${how}) is logged, answered, and the process leaves with 1`, async (context) => {
    const program = await Program.start(['express4.cjs'], { context });
    const other = program.get('/slow?seconds=1.5');
    await sleep(100);
    const answer = await program.get(`/fall?how=${how}`);
    assert.equal(answer.status, 500);
    assert.match(answer.text, /^Internal Server Error\nrequest id: /);
    assert.equal((await program.ready()).json().status, 'draining');
    assert.equal((await other).text, '"done"');
    assert.equal(await program.exit, 1);
    const entry = program.entries({ level: 'critical' })[0];
    assert.equal(entry.request_id, answer.headers['x-request-id']);
    assert.match(entry.exception, /Error: the card number is 4111\n\s+at /);
    assert.deepEqual(
      program.lines().filter((line) => typeof line === 'string'),
      [],
    );
  });
}

test("an application's own handler of errors is left in charge", async (context) => {
  const program = await Program.start(['closer.mjs'], { settings: { HOW: 'own-errors' }, context });
  program.get('/fall').catch(() => {});
  await program.entry({ message: 'mine: the card number is 4111' });
  await program.entry({ level: 'critical' });
  assert.equal((await program.get('/')).text, 'ok');
});

test('an application that does not load ends with 1, and says why in JSON', async () => {
  for (const argv of [['none.mjs'], ['broken.cjs']]) {
    const program = await Program.start(argv, { wait: false });
    assert.equal(await program.exit, 1);
    const [entry] = program.entries({ level: 'critical' });
    assert.ok(entry.exception, JSON.stringify(program.lines()));
  }
});

test('a cluster is one in the metrics, and none of its workers is replaced while it leaves', async (context) => {
  const program = await Program.start(['cluster.mjs'], { context });
  await program.until(async () => (await program.metrics()).app_workers === 2);
  const pids = new Set();
  for (let n = 0; n < 20; n += 1) pids.add((await program.get('/pid')).text);
  assert.equal(pids.size, 2);
  const sample = 'http_requests_total{method="GET",route="/pid",status="200"}';
  await program.until(async () => (await program.metrics())[sample] === 20);
});
