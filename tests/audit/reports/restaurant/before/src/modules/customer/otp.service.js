import { randomInt } from "node:crypto";

const codes = new Map();
const LIFE = 10 * 60 * 1000;

export function send(phone) {
  const code = String(randomInt(100_000, 1_000_000));
  codes.set(phone, { code, until: Date.now() + LIFE });
  console.log(`The code of ${phone} is ${code}`);
}

export function verify(phone, code) {
  const known = codes.get(phone);
  if (!known || known.until < Date.now() || known.code !== code) return false;
  codes.delete(phone);
  return true;
}
