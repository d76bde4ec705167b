import { Worker } from "bullmq";

import { connection, MAILS } from "./queue.js";

new Worker(MAILS, async () => console.log("sent"), { connection });
