import express from "express";

import { customer } from "./modules/customer/routes.js";

export const app = express();

app.use(express.json({ limit: "100kb" }));
app.use("/api/customer", customer);

app.use((request, response) => {
  response.status(404).json({ message: "There is nothing here" });
});

app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  response.status(error.status ?? 500).json({ message: error.status ? error.message : "Something went wrong" });
});
