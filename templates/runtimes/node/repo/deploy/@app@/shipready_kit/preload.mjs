// Production behaviour around a Node application, without a change to its code. The image starts
// it before the application: node --import /opt/kit/shipready_kit/preload.mjs dist/index.js
//
// Read in this order: `environ` (secrets), `serve` and `exchange` (requests), `answers` and
// `routes`, `admin` and `ready` (probes), `stop` (TERM), `capture` and `logs`.
//
// Nothing here is imported by the application. Every part has a switch: name it in KIT_OFF,
// for example KIT_OFF="headers sentry".

import { isMainThread } from 'node:worker_threads';

// Worker threads have the environment of the process, and print through it.
if (isMainThread) {
  const reload = await import('./reload.mjs');
  if (reload.isNeeded()) await reload.watch();
  await (await import('./start.mjs')).start();
}
