import { Bot as TelegramBot } from 'grammy'

export function createBot(token: string, dependencies: { config: unknown }) {
  const bot = new TelegramBot(token)
  bot.command('start', context => context.reply('Hello'))
  return bot
}
