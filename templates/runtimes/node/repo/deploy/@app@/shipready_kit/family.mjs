// What the processes of a cluster tell each other: who serves, the drain, the counters.
//
// An application that forks workers (`node:cluster`) has one admin port, in the first process.
// Its workers answer the requests, so their numbers are fetched from them at each scrape.

import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 1000; // for the numbers of a worker whose event loop is busy

const serving = new Map(); // by worker id: how many servers it has
const waiting = new Map(); // by number of the question: what to do with an answer
let asked = 0;
let numbers = async () => [];

/** In the first process: listen to the workers. `listen` gets what the first process says. */
export function join(listen) {
  if (cluster.isPrimary) {
    cluster.on('message', hear);
    cluster.on('exit', (worker) => serving.delete(worker.id));
    return;
  }
  process.on('message', (message) => {
    if (message?.shipready === 'numbers') answer(message.question);
    else if (message?.shipready !== undefined) listen(message.shipready);
  });
  // A worker that has nothing left to do may end, as without us.
  process.channel?.unrefCounted?.();
}

/** Where this process has its numbers. */
export function share(read) {
  numbers = read;
}

/** In a worker: say how many servers it has now. */
export function tellServing(count) {
  if (cluster.isWorker) process.send?.({ shipready: 'serving', count });
}

/** Tell all workers to do something: `drain`, `leave`. */
export function tell(what) {
  for (const worker of workers()) worker.send({ shipready: what });
}

/** How many workers can answer requests; null where there is no cluster. */
export function servingWorkers() {
  if (!workers().length) return null;
  return [...serving.values()].filter(Boolean).length;
}

/** The workers that live. */
export function workers() {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker.isConnected());
}

/** The numbers of all processes, `own` among them; those of a worker that keeps silent are missing. */
export async function current(own) {
  const question = ++asked;
  const others = workers();
  if (!others.length) return [own];
  const found = [own];
  await new Promise((resolve) => {
    const limit = setTimeout(resolve, PATIENCE_MS);
    waiting.set(question, (part) => {
      found.push(part);
      if (found.length <= others.length) return;
      clearTimeout(limit);
      resolve();
    });
    for (const worker of others) worker.send({ shipready: 'numbers', question });
  });
  waiting.delete(question);
  return found;
}

function hear(worker, message) {
  if (message?.shipready === 'serving') serving.set(worker.id, message.count);
  if (message?.shipready === 'numbers') waiting.get(message.question)?.(message.part);
}

async function answer(question) {
  process.send?.({ shipready: 'numbers', question, part: await numbers() });
}

/** Until these workers have ended, or `patienceMs` are over. None of them is replaced any more. */
export async function gone(some, patienceMs) {
  cluster.removeAllListeners('exit');
  const ends = some.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  if (ends.length) await Promise.race([Promise.all(ends), sleep(patienceMs)]);
}
