import { createServer } from 'node:http';
import { register } from 'prom-client';
import { env } from '#app/env.js';
import { app } from './app.js';

app.listen(env.PORT);
createServer(async (_, answer) => answer.end(await register.metrics())).listen(9100);
