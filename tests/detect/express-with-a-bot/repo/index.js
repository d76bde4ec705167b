const express = require("express");
const { Bot } = require("grammy");

const bot = new Bot(process.env.BOT_TOKEN);
const app = express();

app.get("/orders", (request, response) => response.json([]));
app.listen(process.env.PORT || 3000);
bot.start();
