// Starts the server of Next, wherever the packages of the application are: `next start`.

import { createRequire } from 'node:module';
import { join } from 'node:path';

const { resolve } = createRequire(join(process.cwd(), 'package.json'));
await import(resolve('next/dist/bin/next'));
