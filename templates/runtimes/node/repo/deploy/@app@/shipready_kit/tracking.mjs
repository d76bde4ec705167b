// Error tracking with Sentry, only when SENTRY_DSN is set.
//
// An application that has `@sentry/node` itself keeps it: the kit then leaves all of this to it.

import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';

import * as logs from './logs.mjs';
import * as mask from './mask.mjs';
import { number, off } from './settings.mjs';

const FLUSH_MS = 2000;
const LEFT_OUT = ['data', 'cookies', 'query_string'];

let client;
let Scope;

/** Start Sentry before the application is loaded. */
export async function start() {
  nameRelease();
  if (off('sentry') || !process.env.SENTRY_DSN || belongsToApplication()) return;
  try {
    client = await make();
  } catch (error) {
    logs.say('error', 'Sentry could not be started; the application runs without it', error);
  }
}

/** Tell Sentry about an error. */
export function report(error, requestId) {
  if (!client) return;
  const scope = new Scope();
  if (requestId) scope.setTag('request_id', requestId);
  client.captureException(error, { mechanism: { type: 'shipready', handled: false } }, scope);
}

/** Before the process ends: what was reported is on its way. */
export async function flush() {
  await client?.flush(FLUSH_MS);
}

/** The image that runs, or the commit on Render; the application's own Sentry reads it too. */
function nameRelease() {
  const release = process.env.SENTRY_RELEASE || process.env.RENDER_GIT_COMMIT;
  // Sentry takes no name with a slash: `registry.example.com/shop@sha256:…` is `shop@…`.
  if (release) process.env.SENTRY_RELEASE = release.split('/').at(-1);
}

function belongsToApplication() {
  try {
    createRequire(join(process.cwd(), 'package.json')).resolve('@sentry/node');
    return true;
  } catch {
    return false;
  }
}

async function make() {
  const core = await import('@sentry/core');
  const { ServerRuntimeClient, nodeStackLineParser } = await import('@sentry/core/server');
  Scope = core.Scope;
  return new ServerRuntimeClient({
    dsn: process.env.SENTRY_DSN,
    environment: process.env.SENTRY_ENVIRONMENT || 'production',
    release: process.env.SENTRY_RELEASE,
    sampleRate: number('SENTRY_SAMPLE_RATE', 1),
    serverName: hostname(),
    platform: 'node',
    runtime: { name: 'node', version: process.version },
    integrations: [],
    stackParser: core.createStackParser(nodeStackLineParser()),
    transport: (options) => core.createTransport(options, (request) => post(options, request)),
    sendDefaultPii: false,
    beforeSend: scrub,
  });
}

async function post(options, { body }) {
  const answer = await fetch(options.url, { method: 'POST', headers: options.headers, body });
  await answer.arrayBuffer();
  const named = (name) => answer.headers.get(name);
  return {
    statusCode: answer.status,
    headers: { 'x-sentry-rate-limits': named('x-sentry-rate-limits'), 'retry-after': named('retry-after') },
  };
}

/** Drop bodies, cookies and local variables; mask the exceptions' text. */
function scrub(event) {
  for (const part of LEFT_OUT) delete event.request?.[part];
  for (const exception of event.exception?.values ?? []) {
    if (typeof exception.value === 'string') exception.value = mask.text(exception.value);
    for (const frame of exception.stacktrace?.frames ?? []) delete frame.vars;
  }
  return event;
}
