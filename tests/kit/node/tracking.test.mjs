// Errors reach Sentry, without secrets and bodies, and only where the application has no Sentry of its own.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';

import { APPS, Program } from './harness.mjs';

/** A Sentry that keeps the events of what is posted to it. */
function sentry(context) {
  const events = [];
  const server = http.createServer((request, response) => {
    let text = '';
    request
      .setEncoding('utf8')
      .on('data', (part) => (text += part))
      .on('end', () => {
        const [, head, body] = text.split('\n');
        if (JSON.parse(head).type === 'event') events.push(JSON.parse(body));
        response.end('{}');
      });
  });
  context.after(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ events, dsn: `http://key@127.0.0.1:${server.address().port}/1` }),
    );
  });
}

test('unhandled errors are reported with the request id', async (context) => {
  const { events, dsn } = await sentry(context);
  const settings = { SENTRY_DSN: dsn, SENTRY_RELEASE: '1.2.3', SENTRY_ENVIRONMENT: 'staging' };
  const program = await Program.start(['esm.mjs'], {
    settings,
    secrets: { API_TOKEN: 'tok-abcdef123456' },
    context,
  });
  const answer = await program.get('/boom?secret=1');
  await program.until(() => events.length === 1);
  const [event] = events;
  assert.equal(event.tags.request_id, answer.headers['x-request-id']);
  assert.deepEqual([event.release, event.environment, event.platform], ['1.2.3', 'staging', 'node']);
  const [exception] = event.exception.values;
  assert.equal(exception.type, 'TypeError');
  assert.equal(exception.value, 'the card number is 4111, the token ***');
  assert.ok(
    exception.stacktrace.frames.some((frame) => frame.filename.endsWith('shop.cjs') && frame.lineno > 1),
  );
  await program.get('/fall');
  assert.equal(await program.exit, 1);
  assert.equal(events.length, 2); // the last one was sent before the process ended
});

test("an application's own Sentry is left alone", async (context) => {
  const { events, dsn } = await sentry(context);
  const folder = mkdtempSync(join(APPS, '..', 'own-'));
  mkdirSync(join(folder, 'node_modules/@sentry/node'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/@sentry/node/index.js'), '');
  writeFileSync(
    join(folder, 'app.cjs'),
    "require('../apps/shop.cjs')(require('express')).listen(process.env.PORT)",
  );
  const program = await Program.start(['app.cjs'], { settings: { SENTRY_DSN: dsn }, cwd: folder, context });
  await program.get('/boom');
  assert.equal(await program.stop(), 0);
  assert.deepEqual(events, []);
});
