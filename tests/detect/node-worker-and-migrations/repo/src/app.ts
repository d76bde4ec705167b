import express, { type Express } from 'express';
import multer from 'multer';
import path from 'node:path';
import { database } from './database.js';
import { mails } from './queue.js';

export const app: Express = express();
const upload = multer({ dest: path.join(process.cwd(), 'uploads') });
app.post('/orders', upload.single('photo'), async (request, answer) => {
  await mails.add('order', {});
  answer.json(await database.order.count());
});
