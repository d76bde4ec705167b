import type { Config } from './config.js'
import { run } from '@grammyjs/runner'
import { createBot } from './bot.js'
import { config } from './config.js'
import { createServer, manage } from './server.js'

async function startPolling(config: Config) {
  const bot = createBot(config.botToken, { config })
  await bot.api.deleteWebhook()
  run(bot, { runner: {} })
}

async function startWebhook(config: Config) {
  const bot = createBot(config.botToken, { config })
  const server = createServer({ bot, config })
  manage(server, { host: config.serverHost, port: config.serverPort }).start()
  await bot.api.setWebhook(config.botWebhook)
}

if (config.isWebhookMode) await startWebhook(config)
else await startPolling(config)
