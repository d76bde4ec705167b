import mongoose from "mongoose";

import { app } from "./app.js";
import { counters } from "./config/counters.js";
import { log } from "./config/log.js";
import { redis } from "./config/redis.js";
import { settings } from "./config/settings.js";

await mongoose.connect(settings.MONGO_URL, {
  minPoolSize: 5,
  maxPoolSize: 50,
  maxIdleTimeMS: 45_000,
  serverSelectionTimeoutMS: 5_000,
});

const server = app.listen(settings.PORT, () => log.info({ port: settings.PORT }, "The kitchen is open"));

counters.listen(settings.COUNTERS_PORT);

process.once("SIGTERM", () => {
  counters.close();
  server.close(async () => {
    await Promise.all([mongoose.disconnect(), redis.quit()]);
  });
});
