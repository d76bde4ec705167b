import { createServer } from "node:http";

import { Counter, register } from "prom-client";

export const events = new Counter({
  name: "business_events_total",
  help: "What the business is about, by how it ended",
  labelNames: ["event", "outcome"],
});

// On a port of their own, which the proxy leads nobody to.
export const counters = createServer(async (request, response) => {
  response.setHeader("Content-Type", register.contentType);
  response.end(await register.metrics());
});
