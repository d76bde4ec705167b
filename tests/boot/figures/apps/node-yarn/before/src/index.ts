import express from "express";
import pg from "pg";
import { pino } from "pino";
import { z } from "zod";

const settings = z.object({ PORT: z.coerce.number().default(3000), DATABASE_URL: z.string().optional() }).parse(process.env);
const log = pino();
const pool = new pg.Pool({ connectionString: settings.DATABASE_URL });
const app = express();

app.get("/", (_request, response) => {
  response.json({ shop: "open" });
});

app.get("/stock", async (_request, response) => {
  response.json((await pool.query("select name, pieces from stock")).rows);
});

app.listen(settings.PORT, () => log.info({ port: settings.PORT }, "listening"));
