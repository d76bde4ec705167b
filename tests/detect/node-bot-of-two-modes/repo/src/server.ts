import { serve } from '@hono/node-server'
import { webhookCallback } from 'grammy'
import { Hono } from 'hono'

export function createServer({ bot, config }: any) {
  const server = new Hono()
  if (config.isWebhookMode) server.post('/webhook', webhookCallback(bot, 'hono'))
  return server
}

export function manage(server: Hono, options: { host: string, port: number }) {
  return { start: () => serve({ fetch: server.fetch, hostname: options.host, port: options.port }) }
}
