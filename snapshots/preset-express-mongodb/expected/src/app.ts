// The application: its addresses, and what stands before and behind them.

import express, { Router, type Express } from "express";
import helmet from "helmet";

import { handleError, notFound } from "./errors.ts";
import { eventRoutes, type Events } from "./events.ts";
import { hitRoutes, type Hits } from "./hits.ts";

// What requests need of the world outside: servers in production, memory in tests.
export interface Stores {
  events: Events;
  hits: Hits;
}

export function createApp(stores: Stores): Express {
  const routes = Router();
  routes.get("/", (_request, response) => {
    response.json({ name: "shop" });
  });
  routes.use("/events", eventRoutes(stores.events));
  routes.use("/hits", hitRoutes(stores.hits));

  const app = express();
  // One proxy stands in front and says who asks, and whether by TLS.
  app.set("trust proxy", 1);
  app.use(helmet());
  app.use(express.json({ limit: "100kb" }));
  app.use("/", routes);
  app.use(notFound);
  app.use(handleError);
  return app;
}
