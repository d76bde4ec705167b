// The application: its addresses, and what stands before and behind them.

import express, { Router, type Express } from "express";
import helmet from "helmet";

import { handleError, notFound } from "./errors.ts";

export function createApp(): Express {
  const routes = Router();
  routes.get("/", (_request, response) => {
    response.json({ name: "shop" });
  });

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
