// Programs that work off a queue: ready while they ask for work, and what they have begun is finished.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { NODE, Program, freePort } from './harness.mjs';

const SILENCE = 6; // seconds; BullMQ and Bull ask every 5
const QUEUES = ['bullmq', 'bull', 'bee-queue', 'agenda'];

/** A Redis server of its own, which a test may stop. */
async function redis(context) {
  const port = await freePort();
  const argv = ['--port', String(port), '--save', '', '--dir', '/tmp'];
  const server = spawn('redis-server', argv, { stdio: 'ignore' });
  const gone = new Promise((resolve, reject) => {
    server.on('exit', resolve);
    server.on('error', reject); // the tests of queues need redis-server
  });
  context.after(() => server.kill());
  return { url: `redis://127.0.0.1:${port}/0`, stop: () => server.kill() && gone };
}

function handOver(program, argv, ms = 2000) {
  const child = spawn(NODE, [...argv, 'add', String(ms)], { cwd: program.cwd, env: program.environment, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => (code ? reject(new Error(`ended with ${code}`)) : resolve()));
  });
}

// They mostly wait.
describe('queues', { concurrency: true }, () => {
  for (const library of QUEUES) {
    test(`a program with ${library} is ready while it takes work, and finishes what it began`, async (context) => {
      const { url, stop } = await redis(context);
      const settings = { KIT_QUEUE: library, KIT_QUEUE_SILENCE: String(SILENCE), REDIS_URL: url };
      const argv = ['queues.mjs', library];
      const program = await Program.start(argv, { settings, context });
      await sleep(SILENCE * 1000 + 500);
      assert.equal((await program.ready()).status, 200, 'a queue without work is no reason');
      await handOver(program, argv);
      await program.until(() => existsSync(join(program.folder, 'begin')));
      assert.equal((await program.ready()).status, 200);
      assert.ok(!existsSync(join(program.folder, 'end')));
      assert.equal(await program.stop(), 0, program.tail());
      assert.ok(existsSync(join(program.folder, 'end')), program.tail());
      await stop();
    });
  }

  for (const library of ['bullmq', 'bull']) {
    test(`jobs of ${library} are counted by how they ended, and those that wait`, async (context) => {
      const { url } = await redis(context);
      const settings = { KIT_QUEUE: library, KIT_QUEUE_LOOK: '1', REDIS_URL: url };
      const argv = ['queues.mjs', library];
      const program = await Program.start(argv, { settings, context });
      const task = library === 'bull' ? '__default__' : 'clean';
      const sample = async (name) => (await program.metrics())[name];
      const waiting = 'queue_jobs_waiting{queue="chores"}';
      await program.until(async () => (await sample(waiting)) === 0);
      for (const ms of [25000, -1, 10]) await handOver(program, argv, ms);
      await program.until(async () => (await sample('queue_jobs_in_progress')) === 1);
      await program.until(async () => (await sample(waiting)) === 2);
      await program.until(async () => (await sample(`queue_jobs_total{task="${task}",outcome="done"}`)) === 2);
      assert.equal(await sample(`queue_jobs_total{task="${task}",outcome="failed"}`), 1);
      assert.equal(await sample('queue_jobs_in_progress'), 0);
      const spent = await sample(`queue_job_duration_seconds_sum{task="${task}"}`);
      assert.ok(spent > 24.9 && spent < 60, `${spent} s`);
    });
  }

  test('a program whose queue is out of reach is not ready', async (context) => {
    const { url, stop } = await redis(context);
    const settings = { KIT_QUEUE: 'bullmq', KIT_QUEUE_SILENCE: '2', KIT_STOP_SECONDS: '2', REDIS_URL: url };
    const program = await Program.start(['queues.mjs', 'bullmq'], { settings, context });
    await stop();
    await program.until(async () => (await program.ready()).json().status === 'stalled');
  });

  test('a program that takes no work is not ready', async (context) => {
    const settings = { KIT_QUEUE: 'bullmq' };
    const program = await Program.start(['waiter.cjs'], { settings, context, wait: false });
    await program.until(async () => (await program.ready()).json().status === 'starting');
  });
});
