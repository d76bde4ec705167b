import express from 'express';
import { createServer } from 'node:http';

import build from './shop.cjs';

createServer(build(express)).listen(process.env.PORT);
