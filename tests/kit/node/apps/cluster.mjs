// A cluster, as many applications build one: a worker that ends is replaced.
import cluster from 'node:cluster';

import express from 'express';

import build from './shop.cjs';

if (cluster.isPrimary) {
  for (let n = 0; n < 2; n += 1) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  const app = build(express);
  app.get('/pid', (request, response) => response.json(process.pid));
  app.listen(process.env.PORT);
}
