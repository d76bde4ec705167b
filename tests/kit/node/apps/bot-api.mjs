// A bot that polls, with node-telegram-bot-api of today: over fetch.
import { Bot } from 'node-telegram-bot-api';
import { run } from 'node-telegram-bot-api/node';

const bot = new Bot(process.env.BOT_TOKEN, { apiRoot: process.env.API_ROOT });
bot.on('message', (context) => console.log(`heard ${context.message.text}`));
await run(bot);
