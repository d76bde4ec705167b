// What the environment decides. All that is missing or wrong is said at once, before anything starts.

import { z } from "zod";

const Environment = z
  .object({
    // From @BotFather. Who has it is the bot.
    BOT_TOKEN: z.string().regex(/^\d+:[\w-]+$/),
    // Polling asks Telegram for updates and needs no address; with a webhook, Telegram brings them.
    BOT_MODE: z.enum(["polling", "webhook"]).default("polling"),
    // For a webhook alone: where Telegram reaches this host, and what shows that it is Telegram who calls.
    PUBLIC_URL: z.url({ protocol: /^https$/ }).optional(),
    WEBHOOK_SECRET: z.string().regex(/^[\w-]{1,256}$/).optional(),
    PORT: z.coerce.number().int().min(1).max(65535).default(8080),
{% if "postgres" in selected %}
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
{% endif %}
{% if "redis" in selected %}
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
{% endif %}
  })
  .refine((read) => read.BOT_MODE === "polling" || (read.PUBLIC_URL && read.WEBHOOK_SECRET), {
    error: "BOT_MODE=webhook needs PUBLIC_URL and WEBHOOK_SECRET",
  });

export type Environment = z.infer<typeof Environment>;

export function readEnvironment(source: NodeJS.ProcessEnv): Environment {
  const read = Environment.safeParse(source);
  if (!read.success) {
    // The names and what is wrong; never a value, which may be a secret.
    throw new Error(`The environment is not complete:\n${z.prettifyError(read.error)}`);
  }
  return read.data;
}
