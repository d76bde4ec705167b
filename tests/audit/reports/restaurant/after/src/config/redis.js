import { Redis } from "ioredis";

import { log } from "./log.js";
import { settings } from "./settings.js";

export const redis = new Redis(settings.REDIS_URL, { lazyConnect: true, connectTimeout: 5_000, maxRetriesPerRequest: 2 });
redis.on("error", (error) => log.error(error));
