import express from "express";

import { apiLimit } from "./config/limits.js";
import { log } from "./config/log.js";
import { settings } from "./config/settings.js";
import { customer } from "./modules/customer/routes.js";

export const app = express();

// One proxy stands in front; the address that it saw is the guest's.
app.set("trust proxy", settings.TRUST_PROXY ? 1 : false);
app.disable("x-powered-by");
app.use(express.json({ limit: "100kb" }));
app.use("/api/customer", apiLimit, customer);

app.use((request, response) => {
  response.status(404).json({ message: "There is nothing here" });
});

app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  if (!error.status) log.error(error);
  response.status(error.status ?? 500).json({ message: error.status ? error.message : "Something went wrong" });
});
