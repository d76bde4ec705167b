import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { env } from './env.js';

export const MAILS = 'mails';
export const connection = new Redis(env.REDIS_URL, { maxRetriesPerRequest: null });
export const mails = new Queue(MAILS, { connection });
