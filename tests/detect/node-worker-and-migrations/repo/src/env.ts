import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().default(8080),
  REDIS_URL: z.string().url(),
  MAIL_FROM: z.string().email().optional(),
  LOG_LEVEL: z.enum(['debug', 'info']).default('info'),
});

const parsed = schema.safeParse(process.env);
if (!parsed.success) {
  throw new Error('invalid environment');
}
export const env = { ...parsed.data };
