// A server that takes the updates that Telegram brings.

import { createServer, type Server } from "node:http";

import { webhookCallback, type Bot } from "grammy";

import type { BotContext } from "./bot.ts";

export const WEBHOOK_PATH = "/telegram/webhook";

// Whoever does not know the secret is refused.
export function createWebhookServer(bot: Bot<BotContext>, secretToken: string): Server {
  const take = webhookCallback(bot, "http", { secretToken });
  return createServer((request, response) => {
    if (request.method !== "POST" || request.url !== WEBHOOK_PATH) {
      response.writeHead(404).end();
      return;
    }
    take(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) {
        // Telegram brings the update once more.
        response.writeHead(500);
      }
      response.end();
    });
  });
}
