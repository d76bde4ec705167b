// An application with handlers of its own, of the hasty kind; HOW says which.
import express from 'express';
import http from 'node:http';

import build from './shop.cjs';

const how = process.env.HOW;
const server = http.createServer(build(express)).listen(process.env.PORT);

if (how === 'exit') process.on('SIGTERM', () => process.exit(3));
if (how === 'close') {
  process.once('SIGTERM', () => {
    server.close((error) => {
      console.log(error ? 'closed badly' : 'closed well');
      setTimeout(() => process.exit(4), 100);
    });
  });
}
if (how === 'own-errors') process.on('uncaughtException', (error) => console.log(`mine: ${error.message}`));
if (how === 'stuck') process.on('SIGTERM', () => setInterval(() => {}, 1000));
