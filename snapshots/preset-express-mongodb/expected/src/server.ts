// Starts the application, and stops it when it is told to.

import { Redis } from "ioredis";
import mongoose from "mongoose";

import { createApp } from "./app.ts";
import { readEnvironment } from "./environment.ts";
import { EventModel, eventsInMongo } from "./events.ts";
import { hitsInRedis } from "./hits.ts";

const environment = readEnvironment(process.env);
await mongoose.connect(environment.MONGODB_URL, {
  // Per process: processes × size must fit into what the server allows.
  maxPoolSize: 10,
  // A server that does not answer must not hold requests.
  serverSelectionTimeoutMS: 5000,
});
// Those that exist stay as they are.
await EventModel.createIndexes();
const redis = new Redis(environment.REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 2000 });
redis.on("error", (error) => {
  // It goes on trying to connect; requests fail meanwhile.
  console.error(error.message);
});

const app = createApp({
  events: eventsInMongo,
  hits: hitsInRedis(redis),
});
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
  server.close(() => {
    void mongoose.disconnect();
    redis.disconnect();
  });
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
