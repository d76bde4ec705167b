// A bot that polls, with telegraf.
const { Telegraf } = require('telegraf');

const bot = new Telegraf(process.env.BOT_TOKEN, { telegram: { apiRoot: process.env.API_ROOT } });
bot.on('message', (context) => console.log(`heard ${context.message.text}`));
bot.launch();
process.once('SIGTERM', () => {
  bot.stop('SIGTERM');
  console.log('stopped itself');
});
