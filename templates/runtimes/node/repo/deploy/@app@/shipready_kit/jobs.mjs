// What becomes of the work of a queue: jobs by their outcome, how long they took, how many wait.
//
// BullMQ's workers and Bull's queues tell of each job by events; what waits, they are asked now and again.

import { number } from './settings.mjs';

const BUCKETS = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600]; // seconds
const PAUSE = 15; // seconds between two looks at how much waits

let numbers;

/** Count the jobs of one that takes work, when it tells of them; `metrics` is the kit's own. */
export function watch(taker, metrics) {
  if (!('processJob' in taker) || typeof taker.on !== 'function') return;
  numbers ??= make(metrics);
  const began = new Map();
  taker.on('active', (job) => {
    began.set(job.id, performance.now());
    numbers.running.inc();
  });
  const ended = (job, outcome) => {
    // A job that was lost to another worker is told of without itself.
    const begin = began.get(job?.id);
    if (begin === undefined) return;
    began.delete(job.id);
    numbers.running.dec();
    numbers.seconds.observe({ task: job.name }, (performance.now() - begin) / 1000);
    numbers.total.inc({ task: job.name, outcome });
  };
  taker.on('completed', (job) => ended(job, 'done'));
  taker.on('failed', (job) => ended(job, isOver(job) ? 'failed' : 'again'));
  const look = () => waiting(taker).then(
    (count) => numbers.waiting.set({ queue: taker.name }, count),
    () => {}, // the server is out of reach, which readiness tells
  );
  setInterval(look, number('KIT_QUEUE_LOOK', PAUSE, 1) * 1000).unref();
  look();
}

/** Whether a failed job is not tried again. */
function isOver(job) {
  return !job || job.finishedOn != null || job.attemptsMade >= (job.opts?.attempts ?? 1);
}

const WAITING = ['wait', 'paused', 'prioritized'];

async function waiting(taker) {
  if (typeof taker.getWaitingCount === 'function') return taker.getWaitingCount();
  const counts = taker.backend ? await taker.backend.getCounts(WAITING) : await lengths(taker);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** BullMQ before 6 knows no such question. */
async function lengths(taker) {
  const client = await taker.client;
  return Promise.all(WAITING.map((type) => client[type === 'prioritized' ? 'zcard' : 'llen'](taker.toKey(type))));
}

function make({ client, registry }) {
  const registers = [registry];
  return {
    total: new client.Counter({
      name: 'queue_jobs_total',
      help: 'Jobs that ended.',
      labelNames: ['task', 'outcome'],
      registers,
    }),
    seconds: new client.Histogram({
      name: 'queue_job_duration_seconds',
      help: 'Seconds that a job took.',
      labelNames: ['task'],
      buckets: BUCKETS,
      registers,
    }),
    running: new client.Gauge({ name: 'queue_jobs_in_progress', help: 'Jobs being done.', registers }),
    waiting: new client.Gauge({
      name: 'queue_jobs_waiting',
      help: 'Jobs that wait until a worker takes them.',
      labelNames: ['queue'],
      aggregator: 'max', // each process asks the same server
      registers,
    }),
  };
}
