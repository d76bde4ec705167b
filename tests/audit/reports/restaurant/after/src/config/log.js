import { pino } from "pino";

export const log = pino({ redact: ["phone", "code", "token"] });
