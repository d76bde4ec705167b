// Prometheus metrics of this process, in a registry and a client of the kit's own: an
// application may use any version of prom-client, and neither sees the other's numbers.

import client from 'prom-client';

import { current, share } from './family.mjs';
import { stage } from './state.mjs';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]; // seconds

export const registry = new client.Registry();
const total = new client.Counter({
  name: 'http_requests_total',
  help: 'Requests.',
  labelNames: ['method', 'route', 'status'],
  registers: [registry],
});
const duration = new client.Histogram({
  name: 'http_request_duration_seconds',
  help: 'Seconds from the request to the end of its answer.',
  labelNames: ['method', 'route'],
  buckets: BUCKETS,
  registers: [registry],
});
const running = new client.Gauge({
  name: 'http_requests_in_progress',
  help: 'Requests being answered.',
  registers: [registry],
});
// Memory, processor time, delay of the event loop.
client.collectDefaultMetrics({ register: registry });

export { client };

share(() => registry.getMetricsAsJSON());

/** A request arrived. */
export function begin() {
  running.inc();
}

/** It is over, answered or not. */
export function end() {
  running.dec();
}

/** Record one answered request. */
export function done(method, route, status, seconds) {
  const known = METHODS.has(method) ? method : 'other';
  total.inc({ method: known, route, status });
  duration.observe({ method: known, route }, seconds);
}

/** What Prometheus reads: the counters of all processes, and the state of the container. */
export async function render(dependencies, workers) {
  const parts = await current(await registry.getMetricsAsJSON());
  const merged = client.AggregatorRegistry.aggregate(parts);
  gauge(merged, 'app_workers', 'Processes that can answer requests.').set(workers);
  gauge(merged, 'app_draining', '1 while it is about to stop.').set(Number(stage.draining));
  const up = gauge(merged, 'dependency_up', '1 when a dependency answers.', ['dependency']);
  for (const [name, reason] of Object.entries(dependencies)) {
    up.set({ dependency: name }, Number(reason === 'ok'));
  }
  return merged.metrics();
}

function gauge(register, name, help, labelNames = []) {
  return new client.Gauge({ name, help, labelNames, registers: [register] });
}
