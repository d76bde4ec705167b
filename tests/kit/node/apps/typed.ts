import express from 'express';

import build from './shop.cjs';

// What only a compiler understands: Node alone cannot strip it.
enum Port {
  Usual = 8000,
}

build(express).listen(Number(process.env.PORT ?? Port.Usual));
