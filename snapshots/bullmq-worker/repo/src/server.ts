import { Queue } from "bullmq";
import express from "express";

import { connection, MAILS } from "./queue.js";

const mails = new Queue(MAILS, { connection });
const app = express();
app.post("/mails", async (_, response) => {
  response.json((await mails.add("send", {})).id);
});
app.listen(Number(process.env.PORT ?? 3000));
