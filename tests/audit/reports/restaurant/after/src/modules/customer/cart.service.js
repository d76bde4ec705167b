import { redis } from "../../config/redis.js";

const LIFE = 86_400;

export async function linesOf(customer) {
  const counts = await redis.hgetall(`cart:${customer}`);
  return Object.entries(counts).map(([dish, count]) => ({ dish, count: Number(count) }));
}

export async function put(customer, { dish, count }) {
  await redis.multi().hset(`cart:${customer}`, dish, count).expire(`cart:${customer}`, LIFE).exec();
  return linesOf(customer);
}

export async function empty(customer) {
  await redis.del(`cart:${customer}`);
}
