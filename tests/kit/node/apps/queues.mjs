// Programs that work off a queue: `queues.mjs LIBRARY`, and `queues.mjs LIBRARY add` hands work over.

import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [library, act] = process.argv.slice(2);
const { MARKS, REDIS_URL } = process.env;
const mark = (event) => writeFileSync(`${MARKS}/${event}`, '');

async function clean({ data }) {
  mark('begin');
  console.log('cleaning');
  await sleep(data.ms);
  mark('end');
}

const OPEN = {
  async bullmq(name) {
    const { Queue, Worker } = await import('bullmq');
    const { default: Redis } = await import('ioredis');
    const connection = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
    if (act) return new Queue(name, { connection }).add('clean', { ms: 2000 });
    return new Worker(name, clean, { connection });
  },
  async bull(name) {
    const { default: Queue } = await import('bull');
    const queue = new Queue(name, REDIS_URL);
    if (act) return queue.add({ ms: 2000 });
    return queue.process(clean);
  },
  async 'bee-queue'(name) {
    const { default: Queue } = await import('bee-queue');
    const queue = new Queue(name, { redis: REDIS_URL, isWorker: !act });
    if (act) return queue.createJob({ ms: 2000 }).save();
    return queue.process(clean);
  },
  async agenda() {
    const { Agenda } = await import('agenda');
    const { RedisBackend } = await import('@agendajs/redis-backend');
    const agenda = new Agenda({ backend: new RedisBackend({ connectionString: REDIS_URL }), processEvery: 500 });
    agenda.define('clean', ({ attrs }) => clean(attrs));
    if (act) return agenda.now('clean', { ms: 2000 });
    return agenda.start();
  },
};

const opened = await OPEN[library]('chores');
if (act) {
  console.log('handed over', Boolean(opened));
  process.exit(0);
}
