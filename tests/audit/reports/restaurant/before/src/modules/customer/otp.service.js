import { randomInt } from "node:crypto";

const otps = new Map();
const LIFE = 10 * 60 * 1000;

export function send(phone) {
  const otp = String(randomInt(100_000, 1_000_000));
  otps.set(phone, { otp, until: Date.now() + LIFE });
  console.log(`The code of ${phone} is ${otp}`);
}

export function verify(phone, code) {
  const known = otps.get(phone);
  if (!known || known.until < Date.now() || known.otp !== code) return false;
  otps.delete(phone);
  return true;
}
