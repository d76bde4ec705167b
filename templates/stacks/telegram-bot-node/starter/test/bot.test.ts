// The bot without Telegram: updates go straight to it, and what it sends is noted.

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { suite, test } from "node:test";

import type { Bot } from "grammy";
import type { Update, UserFromGetMe } from "grammy/types";

import { createBot, inMemory, type BotContext } from "../src/bot.ts";
import { readEnvironment } from "../src/environment.ts";
import { createWebhookServer, WEBHOOK_PATH } from "../src/webhook.ts";

const ME = { id: 42, is_bot: true, first_name: "Echo", username: "echo_bot" } as UserFromGetMe;

function start(): { bot: Bot<BotContext>; said: string[] } {
{% if "postgres" in selected %}
  const known = new Set<number>();
{% endif %}
  const bot = createBot("42:only-for-tests", {
    conversations: inMemory(),
{% if "postgres" in selected %}
    visitors: {
      add: (id) => {
        const isNew = !known.has(id);
        known.add(id);
        return Promise.resolve(isNew);
      },
    },
{% endif %}
  });
  bot.botInfo = ME;
  const said: string[] = [];
  bot.api.config.use((_call, _method, payload) => {
    if ("text" in payload) {
      said.push(String(payload.text));
    }
    return Promise.resolve({ ok: true, result: true as never });
  });
  return { bot, said };
}

function update(text: string): Update {
  const from = { id: 2 ** 40, is_bot: false, first_name: "Ada" };
  const chat = { id: 7, type: "private" as const, first_name: "Ada" };
  const command = { type: "bot_command" as const, offset: 0, length: text.length };
  const entities = text.startsWith("/") ? [command] : [];
  return { update_id: 1, message: { message_id: 1, date: 0, chat, from, text, entities } };
}

suite("the bot", () => {
  test("says whatever is said", async () => {
    const { bot, said } = start();
    await bot.handleUpdate(update("good morning"));
    assert.deepEqual(said, ["good morning"]);
  });

  test("welcomes", async () => {
    const { bot, said } = start();
    await bot.handleUpdate(update("/start"));
    await bot.handleUpdate(update("/start"));
    assert.match(said[0] ?? "", /^Welcome!/);
{% if "postgres" in selected %}
    assert.match(said[1] ?? "", /^Welcome back!/);
{% endif %}
  });

  test("asks for a name and remembers it", async () => {
    const { bot, said } = start();
    for (const text of ["/name", "Ada", "good morning"]) {
      await bot.handleUpdate(update(text));
    }
    assert.deepEqual(said, ["What is your name?", "Hello, Ada!", "Ada: good morning"]);
  });
});

test("a webhook takes updates from Telegram alone", async (context) => {
  const { bot, said } = start();
  const server = createWebhookServer(bot, "known-to-telegram");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const send = (path: string, secret: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret },
      body: JSON.stringify(update("by webhook")),
    });
  assert.equal((await send(WEBHOOK_PATH, "guessed")).status, 401);
  assert.equal((await send("/", "known-to-telegram")).status, 404);
  assert.equal((await send(WEBHOOK_PATH, "known-to-telegram")).status, 200);
  assert.deepEqual(said, ["by webhook"]);
});

suite("the environment", () => {
  const complete = {
    BOT_TOKEN: "42:only-for-tests",
{% if "postgres" in selected %}
    DATABASE_URL: "postgresql://nowhere/nothing",
{% endif %}
{% if "redis" in selected %}
    REDIS_URL: "redis://nowhere",
{% endif %}
  };

  test("is asked for all that is missing at once", () => {
    assert.throws(
      () => readEnvironment({}),
      (error: Error) => Object.keys(complete).every((name) => error.message.includes(name)),
    );
    assert.equal(readEnvironment(complete).BOT_MODE, "polling");
  });

  test("needs an address for a webhook", () => {
    const webhook = { ...complete, BOT_MODE: "webhook" };
    assert.throws(() => readEnvironment(webhook), /PUBLIC_URL and WEBHOOK_SECRET/);
    readEnvironment({ ...webhook, PUBLIC_URL: "https://bot.example.com", WEBHOOK_SECRET: "s" });
  });
});
