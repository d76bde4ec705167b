import { randomInt } from "node:crypto";

import { log } from "../../config/log.js";
import { redis } from "../../config/redis.js";
import { text } from "./sms.js";

const LIFE = 600;

export async function send(phone) {
  const code = String(randomInt(100_000, 1_000_000));
  await redis.set(`otp:${phone}`, code, "EX", LIFE);
  await text(phone, `${code} opens the Thali house for ten minutes.`);
  log.info("A code was sent");
}

export async function verify(phone, code) {
  const known = await redis.get(`otp:${phone}`);
  if (known !== code) return false;
  // Only the first who comes with it gets in.
  return (await redis.del(`otp:${phone}`)) === 1;
}
