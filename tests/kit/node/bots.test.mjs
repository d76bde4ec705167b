// Bots that poll: ready while Telegram answers them, whatever library they use.

import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';

import { Program } from './harness.mjs';

const TOKEN = '123456789:AAE_fake-token_of-a-bot_0123456789ab';
const BOTS = {
  telegraf: 'bot-telegraf.cjs',
  grammY: 'bot-grammy.mjs',
  'node-telegram-bot-api 0': 'bot-api-old.cjs',
  'node-telegram-bot-api': 'bot-api.mjs',
};

/** The Bot API, as far as polling needs it. `mute` lets it fail, or say nothing at all. */
function api(context) {
  const state = { mute: false, sent: false };
  const server = http.createServer((request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    request.resume().on('end', () => {
      const method = request.url.split('?')[0].split('/').at(-1).toLowerCase();
      if (state.mute === 'silent') return undefined;
      if (state.mute) return answer(502, { ok: false, error_code: 502, description: 'Bad Gateway' });
      if (method === 'getme')
        return answer(200, { ok: true, result: { id: 1, is_bot: true, first_name: 'b', username: 'b' } });
      if (method !== 'getupdates') return answer(200, { ok: true, result: true });
      const message = {
        message_id: 1,
        date: 1,
        chat: { id: 7, type: 'private', first_name: 'a' },
        from: { id: 7, is_bot: false, first_name: 'a' },
        text: 'hello',
      };
      const result = state.sent ? [] : [{ update_id: 1, message }];
      state.sent = true;
      setTimeout(() => answer(200, { ok: true, result }), 200);
    });
  });
  context.after(() => server.closeAllConnections() ?? server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(Object.assign(state, { root: `http://127.0.0.1:${server.address().port}` })),
    );
  });
}

for (const [name, file] of Object.entries(BOTS)) {
  test(`a bot with ${name} is ready while it hears from Telegram`, async (context) => {
    const telegram = await api(context);
    telegram.mute = 'silent';
    const settings = {
      KIT_BOT_MODE: 'polling',
      KIT_BOT_SILENCE: '2',
      KIT_DRAIN_SECONDS: '9',
      KIT_STOP_SECONDS: '20',
      API_ROOT: telegram.root,
    };
    const secrets = { BOT_TOKEN: TOKEN };
    let bot = await Program.start([file], { settings, secrets, wait: false, context });
    await bot.until(async () => (await bot.ready()).json().status === 'starting');
    await bot.stop();
    telegram.mute = false;
    bot = await Program.start([file], { settings, secrets, context });
    await bot.entry({ message: 'heard hello' });
    await bot.entry({ message: 'Telegram answers: this bot polls for updates', logger: 'shipready.bot' });
    telegram.mute = true;
    await bot.until(async () => (await bot.ready()).json().status === 'stalled');
    telegram.mute = false;
    await bot.until(async () => (await bot.ready()).status === 200);
    const begun = Date.now();
    const own = name === 'telegraf' || name === 'grammY';
    bot.signal();
    assert.equal(await bot.exit, 0);
    assert.equal(bot.entries({ message: 'stopped itself' }).length, own ? 1 : 0);
    assert.ok(Date.now() - begun < 8000, 'a bot has no proxy to wait for');
    assert.ok(!JSON.stringify(bot.lines()).includes(TOKEN));
  });
}
