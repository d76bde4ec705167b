import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { RedisStore } from "rate-limit-redis";

import { redis } from "./redis.js";

const MINUTE = 60_000;

// Counted in Redis, so that every process counts the same requests.
const store = (name) =>
  new RedisStore({ prefix: `limit:${name}:`, sendCommand: (command, ...rest) => redis.call(command, ...rest) });
const telephone = (request) => request.body?.phone ?? ipKeyGenerator(request.ip);

export const apiLimit = rateLimit({ windowMs: MINUTE, limit: 100, store: store("api") });
export const codeLimit = rateLimit({ windowMs: 15 * MINUTE, limit: 3, keyGenerator: telephone, store: store("code") });
export const guessLimit = rateLimit({ windowMs: 15 * MINUTE, limit: 5, keyGenerator: telephone, store: store("guess") });
export const resendLimit = rateLimit({ windowMs: 60 * MINUTE, limit: 3, keyGenerator: telephone, store: store("again") });
export const orderLimit = rateLimit({ windowMs: 60 * MINUTE, limit: 10, store: store("orders") });
