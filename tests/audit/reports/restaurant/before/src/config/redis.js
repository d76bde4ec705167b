import { Redis } from "ioredis";

// Nothing asks it yet: codes and carts come here once there is a server.
export const connect = () => new Redis(process.env.REDIS_URL, { lazyConnect: true });
