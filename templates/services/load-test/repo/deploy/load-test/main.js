// Asks the main routes at a steady rate, as many users would, and fails when answers are wrong or slow. With k6
// (https://grafana.com/docs/k6/latest/set-up/install-k6/), against staging rather than what people use:
//
//   k6 run --env BASE_URL=https://staging.example.com deploy/load-test/main.js

import http from 'k6/http';
import { check } from 'k6';

const BASE_URL = (__ENV.BASE_URL || 'https://{= project.domain =}').replace(/\/+$/, '');

const PAGES = [
{% for path in options.paths %}
  `${BASE_URL}{= path =}`,
{% endfor %}
{% if not options.paths %}
{% for route in routes %}
{% if not route.guard %}
{% if route.host %}
  'https://{= route.host =}{= route.path =}',
{% else %}
  `${BASE_URL}{= route.path =}`,
{% endif %}
{% endif %}
{% endfor %}
{% endif %}
  // Your own pages go below this line.
];

{% if options.paths %}
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }));
{% else %}
// At the head of a route may stand nothing (404), or something that asks for a login (401): both are answers.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 404 }));
{% endif %}

export const options = {
  // Requests are begun at this rate whether or not earlier ones were answered: a slow server is not spared.
  scenarios: {
    visitors: {
      executor: 'ramping-arrival-rate',
      startRate: 1,
      timeUnit: '1s',
      preAllocatedVUs: {= options.rate * 2 =},
      maxVUs: {= options.rate * 20 =},
      stages: [
        { target: {= options.rate =}, duration: '10s' },
        { target: {= options.rate =}, duration: '{= options.seconds =}s' },
      ],
    },
  },
  thresholds: {
    // Another answer than expected, or none at all.
    http_req_failed: ['rate<={= options.errors_percent / 100 =}'],
    http_req_duration: ['p(95)<{= options.p95_ms =}'],
    // A 429 says nothing of the application: the proxy counts this machine as one client.
    checks: ['rate==1'],
    // Requests that could not even be begun in time.
    dropped_iterations: ['count<{= options.rate =}'],
  },
  userAgent: 'k6 load test of {= project.name =}',
};

export default function () {
  const page = PAGES[Math.floor(Math.random() * PAGES.length)];
  const answer = http.get(page, { tags: { name: page } });
  check(answer, { 'is within the rate limit': ({ status }) => status !== 429 });
}
