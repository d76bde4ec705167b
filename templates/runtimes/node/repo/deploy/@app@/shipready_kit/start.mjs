// Puts the parts of the kit in place, before the application is loaded.

import * as admin from './admin.mjs';
import * as answers from './answers.mjs';
import * as capture from './capture.mjs';
import * as close from './close.mjs';
import * as environ from './environ.mjs';
import * as headers from './headers.mjs';
import * as polling from './polling.mjs';
import * as proxy from './proxy.mjs';
import * as queue from './queue.mjs';
import { Readiness } from './ready.mjs';
import * as routes from './routes.mjs';
import * as serve from './serve.mjs';
import { SettingError, gracefulSeconds, off, on } from './settings.mjs';
import * as state from './state.mjs';
import * as stop from './stop.mjs';
import * as tracking from './tracking.mjs';
import * as unhandled from './unhandled.mjs';

const WRONG_SETTING = 78;

/** Ends the process when a setting or a secret is missing or wrong. */
export async function start() {
  try {
    await prepare();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    process.stderr.write(`shipready: error: ${error.message}\n`);
    process.exit(WRONG_SETTING);
  }
}

async function prepare() {
  environ.enter();
  state.claim();
  gracefulSeconds(); // a wrong setting ends the start, not the stop
  const readiness = new Readiness();
  const metrics = off('metrics') ? undefined : await import('./metrics.mjs');
  const kit = {
    errors: !off('errors'),
    headers: headers.chosen(),
    logs: !off('logs'),
    metrics,
    probes: on('KIT_PUBLIC_HEALTH') ? new admin.PublicProbes(readiness) : undefined,
    trust: proxy.trusted(),
  };
  if (!state.isDescendant()) await admin.open(readiness, metrics);
  capture.install();
  await tracking.start();
  unhandled.watch();
  stop.watch();
  polling.watch();
  queue.watch(metrics);
  answers.watch();
  routes.watch();
  close.watch();
  serve.watch(kit);
}
