// A WebSocket server beside Express.
import express from 'express';
import http from 'node:http';
import { WebSocketServer } from 'ws';

import build from './shop.cjs';

const server = http.createServer(build(express)).listen(process.env.PORT);
new WebSocketServer({ server, path: '/live' }).on('connection', (socket) => {
  socket.on('message', (text) => socket.send(`heard ${text}`));
});
