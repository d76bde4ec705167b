import { run } from "graphile-worker";

await run({ connectionString: process.env.DATABASE_URL, taskList: { report: async () => console.log("reported") } });
