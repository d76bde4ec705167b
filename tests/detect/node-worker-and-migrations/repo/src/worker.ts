import { Worker } from 'bullmq';
import { connection, MAILS } from './queue.js';

new Worker(MAILS, async () => process.env.MAIL_KEY!, { connection });
