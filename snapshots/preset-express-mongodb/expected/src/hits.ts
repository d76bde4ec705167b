// A counter in Redis.

import { Router } from "express";
import type { Redis } from "ioredis";

export interface Hits {
  // One more, and how many that makes across all processes.
  count(): Promise<number>;
}

export function hitRoutes(hits: Hits): Router {
  const router = Router();
  router.get("/", async (_request, response) => {
    response.json({ hits: await hits.count() });
  });
  return router;
}

export function hitsInRedis(redis: Redis): Hits {
  return { count: () => redis.incr("hits") };
}
