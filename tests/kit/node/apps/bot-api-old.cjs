// A bot that polls, with node-telegram-bot-api as it was for years: over node:https.
const TelegramBot = require('node-telegram-bot-api-0');

const bot = new TelegramBot(process.env.BOT_TOKEN, {
  polling: { params: { timeout: 1 } },
  baseApiUrl: process.env.API_ROOT,
});
bot.on('message', (message) => console.log(`heard ${message.text}`));
