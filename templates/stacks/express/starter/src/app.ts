// The application: its addresses, and what stands before and behind them.

import express, { Router, type Express } from "express";
import helmet from "helmet";

import { handleError, notFound } from "./errors.ts";
{% if "mongodb" in selected %}
import { eventRoutes, type Events } from "./events.ts";
{% endif %}
{% if "redis" in selected %}
import { hitRoutes, type Hits } from "./hits.ts";
{% endif %}
{% if "postgres" in selected %}
import { noteRoutes, type Notes } from "./notes.ts";
{% endif %}
{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}

// What requests need of the world outside: servers in production, memory in tests.
export interface Stores {
{% if "mongodb" in selected %}
  events: Events;
{% endif %}
{% if "redis" in selected %}
  hits: Hits;
{% endif %}
{% if "postgres" in selected %}
  notes: Notes;
{% endif %}
}
{% endif %}

{% if "postgres" in selected or "mongodb" in selected or "redis" in selected %}
export function createApp(stores: Stores): Express {
{% else %}
export function createApp(): Express {
{% endif %}
  const routes = Router();
  routes.get("/", (_request, response) => {
    response.json({ name: {= project.name | quoted =} });
  });
{% if "mongodb" in selected %}
  routes.use("/events", eventRoutes(stores.events));
{% endif %}
{% if "redis" in selected %}
  routes.use("/hits", hitRoutes(stores.hits));
{% endif %}
{% if "postgres" in selected %}
  routes.use("/notes", noteRoutes(stores.notes));
{% endif %}

  const app = express();
  // One proxy stands in front and says who asks, and whether by TLS.
  app.set("trust proxy", 1);
  app.use(helmet());
  app.use(express.json({ limit: "100kb" }));
  app.use("{= app.prefix =}/", routes);
  app.use(notFound);
  app.use(handleError);
  return app;
}
