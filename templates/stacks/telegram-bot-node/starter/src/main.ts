// Starts the bot, and stops it when it is told to.

{% if "redis" in selected %}
import { RedisAdapter } from "@grammyjs/storage-redis";
import { Redis } from "ioredis";

import { createBot, type Conversation } from "./bot.ts";
{% else %}
import { createBot, inMemory } from "./bot.ts";
{% endif %}
{% if "postgres" in selected %}
import { connect } from "./database.ts";
{% endif %}
import { readEnvironment } from "./environment.ts";
{% if "postgres" in selected %}
import { visitorsInPostgres } from "./visitors.ts";
{% endif %}
import { createWebhookServer, WEBHOOK_PATH } from "./webhook.ts";

const environment = readEnvironment(process.env);
{% if "postgres" in selected %}
const database = connect(environment.DATABASE_URL);
{% endif %}
{% if "redis" in selected %}
const redis = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 2000 });
redis.on("error", (error) => {
  // It goes on trying to connect.
  console.error(error.message);
});
{% endif %}

const bot = createBot(environment.BOT_TOKEN, {
{% if "redis" in selected %}
  // A conversation outlives a restart, and is forgotten after thirty days without a word.
  conversations: new RedisAdapter<Conversation>({ instance: redis, ttl: 30 * 24 * 60 * 60 }),
{% else %}
  conversations: inMemory(),
{% endif %}
{% if "postgres" in selected %}
  visitors: visitorsInPostgres(database),
{% endif %}
});

{% if "postgres" in selected or "redis" in selected %}
function close(): void {
{% if "postgres" in selected %}
  void database.destroy();
{% endif %}
{% if "redis" in selected %}
  redis.disconnect();
{% endif %}
}

{% endif %}
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
{% if "postgres" in selected or "redis" in selected %}
  onStop(() => server.close(close));
{% else %}
  onStop(() => server.close());
{% endif %}
} else {
  onStop(() => void bot.stop());
  // Ends once the bot is stopped. A webhook that is set is taken away first: Telegram would give updates to it alone.
  await bot.start();
{% if "postgres" in selected or "redis" in selected %}
  close();
{% endif %}
}
