import { bool, cleanEnv, makeValidator, port, str, url } from "envalid";

const secret = makeValidator((value) => {
  if (value.length < 32) throw new Error("it is shorter than 32 characters");
  return value;
});

// What is required and missing ends the start with a list of it.
export const settings = cleanEnv(process.env, {
  NODE_ENV: str({ choices: ["development", "test", "staging", "production"], default: "production" }),
  PORT: port({ default: 3000 }),
  COUNTERS_PORT: port({ default: 9465 }),
  MONGO_URL: url(),
  REDIS_URL: url(),
  JWT_SECRET: secret(),
  TRUST_PROXY: bool({ default: true }),
  TWILIO_SID: str(),
  TWILIO_TOKEN: str(),
  TWILIO_NUMBER: str(),
});
