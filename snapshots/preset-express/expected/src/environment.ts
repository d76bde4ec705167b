// What the environment decides. All that is missing or wrong is said at once, before anything starts.

import { z } from "zod";

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
});

export type Environment = z.infer<typeof Environment>;

export function readEnvironment(source: NodeJS.ProcessEnv): Environment {
  const read = Environment.safeParse(source);
  if (!read.success) {
    // The names and what is wrong; never a value, which may hold a password.
    throw new Error(`The environment is not complete:\n${z.prettifyError(read.error)}`);
  }
  return read.data;
}
