// Asks the main routes at a steady rate, as many users would, and fails when answers are wrong or slow. With k6
// (https://grafana.com/docs/k6/latest/set-up/install-k6/), against staging rather than what people use:
//
//   k6 run --env BASE_URL=https://staging.example.com deploy/load-test/main.js

import http from 'k6/http';
import { check } from 'k6';

const BASE_URL = (__ENV.BASE_URL || 'https://localhost').replace(/\/+$/, '');

const PAGES = [
  `${BASE_URL}/`,
  `${BASE_URL}/api/items`,
  // Your own pages go below this line.
];

http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }));

export const options = {
  // Requests are begun at this rate whether or not earlier ones were answered: a slow server is not spared.
  scenarios: {
    visitors: {
      executor: 'ramping-arrival-rate',
      startRate: 1,
      timeUnit: '1s',
      preAllocatedVUs: 20,
      maxVUs: 200,
      stages: [
        { target: 10, duration: '10s' },
        { target: 10, duration: '60s' },
      ],
    },
  },
  thresholds: {
    // Another answer than expected, or none at all.
    http_req_failed: ['rate<=0.01'],
    http_req_duration: ['p(95)<500'],
    // A 429 says nothing of the application: the proxy counts this machine as one client.
    checks: ['rate==1'],
    // Requests that could not even be begun in time.
    dropped_iterations: ['count<10'],
  },
  userAgent: 'k6 load test of shop',
};

export default function () {
  const page = PAGES[Math.floor(Math.random() * PAGES.length)];
  const answer = http.get(page, { tags: { name: page } });
  check(answer, { 'is within the rate limit': ({ status }) => status !== 429 });
}
