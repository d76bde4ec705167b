// Starts the application, and stops it when it is told to.

{% if "redis" in selected %}
import { Redis } from "ioredis";
{% endif %}
{% if "mongodb" in selected %}
import mongoose from "mongoose";
{% endif %}
{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}

{% endif %}
import { createApp } from "./app.ts";
{% if "postgres" in selected %}
import { connect } from "./database.ts";
{% endif %}
import { readEnvironment } from "./environment.ts";
{% if "mongodb" in selected %}
import { EventModel, eventsInMongo } from "./events.ts";
{% endif %}
{% if "redis" in selected %}
import { hitsInRedis } from "./hits.ts";
{% endif %}
{% if "postgres" in selected %}
import { notesInPostgres } from "./notes.ts";
{% endif %}

const environment = readEnvironment(process.env);
{% if "postgres" in selected %}
const database = connect(environment.DATABASE_URL);
{% endif %}
{% if "mongodb" in selected %}
await mongoose.connect(environment.MONGODB_URL, {
  // Per process: processes × size must fit into what the server allows.
  maxPoolSize: 10,
  // A server that does not answer must not hold requests.
  serverSelectionTimeoutMS: 5000,
});
// Those that exist stay as they are.
await EventModel.createIndexes();
{% endif %}
{% if "redis" in selected %}
const redis = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 2000 });
redis.on("error", (error) => {
  // It goes on trying to connect; requests fail meanwhile.
  console.error(error.message);
});
{% endif %}

{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}
const app = createApp({
{% if "mongodb" in selected %}
  events: eventsInMongo,
{% endif %}
{% if "redis" in selected %}
  hits: hitsInRedis(redis),
{% endif %}
{% if "postgres" in selected %}
  notes: notesInPostgres(database),
{% endif %}
});
{% else %}
const app = createApp();
{% endif %}
const server = app.listen(environment.PORT, (error) => {
  if (error) {
    throw error;
  }
  console.info(`Listening on port ${environment.PORT}`);
});
// Longer than the proxy keeps an idle connection, so that it never sends into one that just closed.
server.keepAliveTimeout = 75_000;

// Requests that have begun are answered; then nothing is left that keeps the process.
function stop(): void {
{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}
  server.close(() => {
{% if "postgres" in selected %}
    void database.destroy();
{% endif %}
{% if "mongodb" in selected %}
    void mongoose.disconnect();
{% endif %}
{% if "redis" in selected %}
    redis.disconnect();
{% endif %}
  });
{% else %}
  server.close();
{% endif %}
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
