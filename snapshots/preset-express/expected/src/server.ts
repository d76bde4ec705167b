// Starts the application, and stops it when it is told to.

import { createApp } from "./app.ts";
import { readEnvironment } from "./environment.ts";

const environment = readEnvironment(process.env);

const app = createApp();
const server = app.listen(environment.PORT, (error) => {
  if (error) {
    throw error;
  }
  console.info(`Listening on port ${environment.PORT}`);
});
// Longer than the proxy keeps an idle connection, so that it never sends into one that just closed.
server.keepAliveTimeout = 75_000;

// Requests that have begun are answered; then nothing is left that keeps the process.
function stop(): void {
  server.close();
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
