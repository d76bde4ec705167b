// A bot that polls, with grammY.
import { Bot } from 'grammy';

const bot = new Bot(process.env.BOT_TOKEN, { client: { apiRoot: process.env.API_ROOT } });
bot.on('message', (context) => console.log(`heard ${context.message.text}`));
bot.start();
process.once('SIGTERM', async () => {
  await bot.stop();
  console.log('stopped itself');
});
