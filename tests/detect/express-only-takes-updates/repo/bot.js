const express = require("express");
const { Telegraf } = require("telegraf");

const bot = new Telegraf(process.env.BOT_TOKEN);
const app = express();

app.use(express.json());
app.get("/health", (request, response) => response.send("ok"));
app.use(bot.webhookCallback("/updates"));
app.listen(process.env.PORT || 8443);
