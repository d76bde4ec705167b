// Programs that work off a queue: `queues.mjs LIBRARY`, and `queues.mjs LIBRARY add` hands work over.

import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [library, act, ms = '2000'] = process.argv.slice(2);
const data = { ms: Number(ms) };
const { MARKS, REDIS_URL } = process.env;
const mark = (event) => writeFileSync(`${MARKS}/${event}`, '');

async function clean({ data }) {
  mark('begin');
  console.log('cleaning');
  if (data.ms < 0) throw new Error('no such room');
  await sleep(data.ms);
  mark('end');
}

const OPEN = {
  async bullmq(name) {
    const { Queue, Worker } = await import('bullmq');
    const { default: Redis } = await import('ioredis');
    const connection = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
    if (act) return new Queue(name, { connection }).add('clean', data);
    return new Worker(name, clean, { connection });
  },
  async bull(name) {
    const { default: Queue } = await import('bull');
    const queue = new Queue(name, REDIS_URL);
    if (act) return queue.add(data);
    return queue.process(clean);
  },
  async 'bee-queue'(name) {
    const { default: Queue } = await import('bee-queue');
    const queue = new Queue(name, { redis: REDIS_URL, isWorker: !act });
    if (act) return queue.createJob(data).save();
    return queue.process(clean);
  },
  async agenda() {
    const { Agenda } = await import('agenda');
    const { RedisBackend } = await import('@agendajs/redis-backend');
    const agenda = new Agenda({ backend: new RedisBackend({ connectionString: REDIS_URL }), processEvery: 500 });
    agenda.define('clean', ({ attrs }) => clean(attrs));
    if (act) return agenda.now('clean', data);
    return agenda.start();
  },
};

const opened = await OPEN[library]('chores');
if (act) {
  console.log('handed over', Boolean(opened));
  process.exit(0);
}
