// What an application's users and operators see of the kit while it serves.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { FLAVOURS, Program, request } from './harness.mjs';

const HEX = /^[0-9a-f]{32}$/;
const SECRETS = { DB_PASSWORD: 'p@ss/w:rd#1\n', API_TOKEN: 'tok-abcdef123456' };
const SETTINGS = {
  KIT_URL_DATABASE_URL: 'postgresql://app:{DB_PASSWORD}@db:5432/app',
  KIT_BEHIND_TLS: '1',
  KIT_PUBLIC_HEALTH: '1',
};

for (const [name, argv] of Object.entries(FLAVOURS)) {
  describe(name, () => {
    let shop;
    before(async () => {
      shop = await Program.start(argv, { secrets: SECRETS, settings: SETTINGS });
    });
    after(() => shop.stop());

    test('the admin port tells live and ready and nothing else', async () => {
      assert.equal((await request({ port: shop.admin, path: '/-/live' })).status, 200);
      assert.deepEqual((await shop.ready()).json(), { status: 'ready', checks: {} });
      assert.equal((await request({ port: shop.admin, path: '/admin' })).status, 404);
    });

    test('platforms may probe the port of the application', async () => {
      assert.equal((await shop.get('/-/live')).status, 200);
      assert.equal((await shop.get('/-/ready')).text, 'ok\n');
      assert.deepEqual(
        shop.lines().filter((entry) => entry.path?.startsWith('/-/')),
        [],
      );
    });

    test('metrics name the template of the route', async () => {
      const paths = {
        '/': '/',
        '/api/v1/orders': '/api/:version/orders',
        '/api/v1/orders/5': '/api/:version/orders/:order',
        '/api/v1/orders/5/lines/6': '/api/:version/orders/:order/lines/:line',
        '/admin/users/ann%20b': '/admin/users/:user',
        '/static/shop.cjs': '/static/*',
        '/two': '/one|/two',
        '/expr/12': '/^\\\\/expr\\\\/\\\\d+$/',
        '/no/such/page': 'unmatched',
        '/static/none': 'unmatched',
        '/api/v1/none': 'unmatched',
        '/closed/7': '/closed/*',
      };
      const counts = {};
      const earlier = await shop.metrics();
      for (const [path, route] of Object.entries(paths)) {
        for (let time = 0; time < 3; time += 1) await shop.get(path);
        const status = route === 'unmatched' ? 404 : route === '/closed/*' ? 401 : 200;
        const sample = `http_requests_total{method="GET",route="${route}",status="${status}"}`;
        counts[sample] = (counts[sample] ?? 0) + 3;
      }
      await shop.until(async () => {
        const found = await shop.metrics();
        return Object.entries(counts).every(
          ([sample, count]) => found[sample] - (earlier[sample] ?? 0) === count,
        );
      });
      const found = await shop.metrics();
      const route = '/api/:version/orders/:order/lines/:line';
      assert.equal(found[`http_request_duration_seconds_count{method="GET",route="${route}"}`], 3);
      assert.equal(found['http_requests_in_progress'], 0);
      assert.equal(found.app_workers, 1);
      assert.ok(found.process_resident_memory_bytes > 10_000_000);
    });

    test('methods are counted with few labels', async () => {
      await shop.get('/', {}, { method: 'PROPFIND' });
      const sample = 'http_requests_total{method="other",route="unmatched",status="404"}';
      await shop.until(async () => (await shop.metrics())[sample] >= 1);
    });

    test('a request id is made, or taken over when it is well-formed', async () => {
      const made = await shop.get('/who');
      assert.match(made.headers['x-request-id'], HEX);
      assert.equal(made.json().id, made.headers['x-request-id']);
      const kept = await shop.get('/who', { 'X-Request-ID': 'order-42.retry_1' });
      assert.equal(kept.json().id, 'order-42.retry_1');
      assert.equal(kept.headers['x-request-id'], 'order-42.retry_1');
      for (const bad of ['short', 'with blank inside', 'quote"quote"', 'x'.repeat(200), '-dash-first']) {
        const answer = await shop.get('/who', { 'X-Request-ID': bad });
        assert.match(answer.headers['x-request-id'], HEX, bad);
        assert.equal(answer.json().id, answer.headers['x-request-id']);
      }
    });

    test('the proxy says who the client is, and nobody can invent one', async () => {
      const forwarded = { 'X-Forwarded-For': '6.6.6.6, 203.0.113.9', 'X-Forwarded-Proto': 'https' };
      const { ip, protocol } = (await shop.get('/who', forwarded)).json();
      assert.deepEqual([ip, protocol], ['203.0.113.9', 'https']);
    });

    test('headers are added only where the application has none', async () => {
      const plain = (await shop.get('/')).headers;
      assert.equal(plain['x-content-type-options'], 'nosniff');
      assert.equal(plain['x-frame-options'], 'SAMEORIGIN');
      assert.equal(plain['strict-transport-security'], 'max-age=31536000; includeSubDomains');
      assert.match(plain['content-security-policy-report-only'], /default-src/);
      const own = await shop.get('/own-headers');
      assert.equal(own.headers['x-frame-options'], 'DENY');
      assert.equal(own.headers['x-request-id'], 'of-the-application');
      assert.equal(own.headers['content-security-policy-report-only'], undefined);
      const raw = await shop.get('/raw');
      assert.equal(raw.headers['x-frame-options'], 'DENY');
      for (const answer of [own, raw]) {
        const names = answer.names.filter((_, at) => at % 2 === 0).map((each) => each.toLowerCase());
        assert.equal(new Set(names).size, names.length);
      }
    });

    test('an unhandled error answers a generic 500 and is logged once', async () => {
      const answer = await shop.get('/boom', { Accept: 'application/json' });
      const id = answer.headers['x-request-id'];
      assert.equal(answer.status, 500);
      assert.deepEqual(answer.json(), { detail: 'Internal Server Error', request_id: id });
      const plain = await shop.get('/boom', { Accept: 'text/html' });
      assert.equal(plain.text, `Internal Server Error\nrequest id: ${plain.headers['x-request-id']}\n`);
      assert.equal(plain.headers['x-frame-options'], 'SAMEORIGIN');
      const entry = await shop.entry({ request_id: id, logger: 'shipready.errors' });
      assert.equal(entry.message, 'GET /boom: unhandled TypeError');
      assert.match(entry.exception, /the card number is 4111, the token \*\*\*\n\s+at /);
      assert.equal(shop.entries({ request_id: id }).filter((each) => each.exception).length, 1);
    });

    test('an answer of the application itself stays', async () => {
      const own = await shop.get('/refused');
      assert.deepEqual([own.status, own.json()], [500, { error: 'own' }]);
      const missing = await shop.get('/nowhere');
      assert.match(missing.text, /Cannot GET \/nowhere/);
    });

    test('an answer that broke off is not completed', async () => {
      await assert.rejects(shop.get('/cut'));
    });

    test('logs are JSON with id and route and without secrets', async () => {
      const answer = await shop.get('/api/v1/orders/5?token=tok-abcdef123456');
      const entry = await shop.entry({ request_id: answer.headers['x-request-id'] });
      const { time, milliseconds, request_id, ...rest } = entry;
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(milliseconds >= 0 && request_id);
      assert.deepEqual(rest, {
        level: 'info',
        logger: 'shipready.access',
        message: 'GET /api/v1/orders/5 200',
        app: 'shop',
        method: 'GET',
        path: '/api/v1/orders/5',
        route: '/api/:version/orders/:order',
        status: 200,
      });
    });

    test('what the application prints becomes masked entries of its request', async () => {
      const id = (await shop.get('/print')).headers['x-request-id'];
      await shop.entry({ request_id: id, logger: 'shipready.access' });
      const said = shop.entries({ request_id: id }).filter((entry) => entry.logger !== 'shipready.access');
      assert.deepEqual(
        said.map(({ level, logger, message }) => [level, logger, message]),
        [
          ['info', 'console', "two words { and: 'more' }"],
          ['error', 'console', 'password=*** for a***@example.com'],
          ['warning', 'stdout', '2026-01-31 09:00:00 | WARN | begun and ended é'],
          ['info', 'console', 'several\nlines'],
          ['error', 'console', 'RangeError: caught'],
        ],
      );
      assert.match(said[4].exception, /RangeError: caught\n\s+at /);
      assert.ok(shop.lines().some((entry) => entry.event === 'hidden' && entry.deep[0].password === '***'));
      assert.ok(shop.lines().some((entry) => entry.event === 'kept as it is'));
    });

    test('secrets come from files, and URLs are put together', async () => {
      const environment = (await shop.get('/environment')).json();
      assert.equal(environment.DB_PASSWORD, 'p@ss/w:rd#1');
      assert.equal(environment.DATABASE_URL, 'postgresql://app:p%40ss%2Fw%3Ard%231@db:5432/app');
      assert.equal(environment.KIT_URL_DATABASE_URL, undefined);
    });

    test('nothing is printed that is not JSON', () => {
      assert.deepEqual(
        shop.lines().filter((entry) => typeof entry === 'string'),
        [],
      );
    });
  });
}
