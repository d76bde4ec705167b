import { randomBytes } from "node:crypto";

import jwt from "jsonwebtoken";

import { redis } from "../../config/redis.js";
import { settings } from "../../config/settings.js";

const REFRESH = 14 * 86_400;

export async function tokensFor(customer) {
  const token = jwt.sign({ sub: customer }, settings.JWT_SECRET, { expiresIn: "15m" });
  const refresh = randomBytes(32).toString("base64url");
  await redis.set(`refresh:${refresh}`, customer, "EX", REFRESH);
  return { token, refresh };
}

// The guest whom a refresh token stands for, once.
export const spend = (refresh) => redis.getdel(`refresh:${refresh}`);

export function signedIn(request, response, next) {
  const token = (request.get("authorization") ?? "").replace(/^Bearer /, "");
  try {
    request.customer = jwt.verify(token, settings.JWT_SECRET, { algorithms: ["HS256"] }).sub;
  } catch {
    return response.status(401).json({ message: "Please sign in again" });
  }
  next();
}
