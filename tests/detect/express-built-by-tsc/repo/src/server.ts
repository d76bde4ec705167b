import express from "express";

const app = express();
app.get("/", (_request, response) => {
  response.json({ ok: true });
});
app.listen(8080);
