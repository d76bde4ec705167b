// Starts the bot, and stops it when it is told to.

import { RedisAdapter } from "@grammyjs/storage-redis";
import { Redis } from "ioredis";

import { createBot, type Conversation } from "./bot.ts";
import { readEnvironment } from "./environment.ts";
import { createWebhookServer, WEBHOOK_PATH } from "./webhook.ts";

const environment = readEnvironment(process.env);
const redis = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 2000 });
redis.on("error", (error) => {
  // It goes on trying to connect.
  console.error(error.message);
});

const bot = createBot(environment.BOT_TOKEN, {
  // A conversation outlives a restart, and is forgotten after thirty days without a word.
  conversations: new RedisAdapter<Conversation>({ instance: redis, ttl: 30 * 24 * 60 * 60 }),
});

function close(): void {
  redis.disconnect();
}

function onStop(stop: () => void): void {
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

const { PUBLIC_URL, WEBHOOK_SECRET } = environment;
if (environment.BOT_MODE === "webhook" && PUBLIC_URL && WEBHOOK_SECRET) {
  await bot.init();
  const server = createWebhookServer(bot, WEBHOOK_SECRET);
  server.listen(environment.PORT);
  await bot.api.setWebhook(new URL(WEBHOOK_PATH, PUBLIC_URL).href, { secret_token: WEBHOOK_SECRET });
  onStop(() => server.close(close));
} else {
  onStop(() => void bot.stop());
  // Ends once the bot is stopped. A webhook that is set is taken away first: Telegram would give updates to it alone.
  await bot.start();
  close();
}
