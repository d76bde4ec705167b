//! Bots of every library, in small.

use super::*;
use crate::detect::js::testing::tree;
use crate::detect::js::variables;

/// Library, mode, token, path, port, switch.
fn seen(files: &[(&str, &str)]) -> Vec<String> {
    let tree = tree(files);
    let sources = JsSources::of(&tree);
    let (start, _) = files[0];
    let reached = sources.reach(&[sources.get(start).unwrap()]);
    let root = RelPath::root();
    let variables = variables(&tree, &sources, &reached, &root, &mut Vec::new());
    let ground = Ground { sources: &sources, files: &reached, root: &root, target: start, variables: &variables };
    let shown = bots(&ground).into_iter().map(|bot| {
        let Bot { library, mode, token, path, port, switch, .. } = bot.value;
        let switch = switch.map(|s| format!(" {}={}|{}", s.variable, s.polling, s.webhook)).unwrap_or_default();
        let path = path.map(|path| format!(" {path}")).unwrap_or_default();
        let port = port.map(|port| format!(" {port}")).unwrap_or_default();
        format!("{library} {mode:?} {}{path}{port}{switch}", token.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn telegraf_polls_unless_it_is_told_of_a_webhook() {
    let polls =
        "const { Telegraf } = require('telegraf');\nconst bot = new Telegraf(process.env.BOT_TOKEN);\nbot.launch();\n";
    assert_eq!(seen(&[("bot.js", polls)]), ["telegraf Polling BOT_TOKEN"]);
    let hook = "import { Telegraf } from 'telegraf';\nconst bot = new Telegraf(process.env.TOKEN!);\n\
                bot.launch({ webhook: { domain: 'x', path: '/hook', port: 8443 } });\n";
    assert_eq!(seen(&[("bot.ts", hook)]), ["telegraf Webhook TOKEN /hook 8443"]);
    let both = "const { Telegraf } = require('telegraf');\nconst express = require('express');\n\
                const bot = new Telegraf(process.env.BOT_TOKEN);\nconst app = express();\n\
                if (process.env.MODE === 'webhook') {\n  app.use(bot.webhookCallback('/secret'));\n  app.listen(process.env.PORT || 3000);\n\
                } else {\n  bot.launch();\n}\n";
    assert_eq!(seen(&[("bot.js", both)]), ["telegraf Both BOT_TOKEN /secret 3000 MODE=polling|webhook"]);
}

#[test]
fn the_options_of_node_telegram_bot_api_decide() {
    let polls = "const TelegramBot = require('node-telegram-bot-api');\nconst { token } = require('./config');\n\
                 const bot = new TelegramBot(token, { polling: true });\n";
    let config = ("config.js", "exports.token = process.env.TELEGRAM_TOKEN;\n");
    assert_eq!(seen(&[("bot.js", polls), config]), ["node-telegram-bot-api Polling TELEGRAM_TOKEN"]);
    let hook = "import TelegramBot from 'node-telegram-bot-api';\nimport express from 'express';\nconst app = express();\n\
                const bot = new TelegramBot(process.env.TELEGRAM_TOKEN);\nbot.setWebHook(`${process.env.URL}/bot`);\n\
                app.post('/bot', (req, res) => { bot.processUpdate(req.body); res.sendStatus(200); });\napp.listen(8080);\n";
    assert_eq!(seen(&[("bot.js", hook)]), ["node-telegram-bot-api Webhook TELEGRAM_TOKEN /bot 8080"]);
}

#[test]
fn grammy_is_followed_through_the_functions_that_make_it() {
    let main = "import { run } from '@grammyjs/runner';\nimport { createBot } from './bot.js';\nimport { createServer, manage } from './server.js';\n\
                import { config } from './config.js';\n\
                async function startPolling(config) {\n  const bot = createBot(config.botToken, { config });\n  run(bot, {});\n}\n\
                async function startWebhook(config) {\n  const bot = createBot(config.botToken, { config });\n\
                  const server = createServer({ bot, config });\n  manage(server, { port: config.serverPort }).start();\n\
                  await bot.api.setWebhook(config.botWebhook);\n}\n\
                if (config.botMode === 'webhook') await startWebhook(config);\nelse await startPolling(config);\n";
    let bot = "import { Bot as TelegramBot } from 'grammy';\n\
               export function createBot(token: string, dependencies: any) {\n  const bot = new TelegramBot(token);\n  return bot;\n}\n";
    let server = "import { webhookCallback } from 'grammy';\nimport { Hono } from 'hono';\nimport { serve } from '@hono/node-server';\n\
                  export function createServer({ bot, config }: any) {\n  const server = new Hono();\n\
                    server.post('/webhook', webhookCallback(bot, 'hono'));\n  return server;\n}\n\
                  export function manage(server: any, options: { port: number }) {\n\
                    return { start() { return serve({ fetch: server.fetch, port: options.port }); } };\n}\n";
    let config = "import { z } from 'zod';\nconst schema = z.object({ botToken: z.string(), botMode: z.enum(['polling', 'webhook']).default('polling'),\n\
                  botWebhook: z.string().url().optional(), serverPort: z.coerce.number().default(80) });\n\
                  export const config = schema.parse(camel(process.env));\n";
    let files = [("main.ts", main), ("bot.ts", bot), ("server.ts", server), ("config.ts", config)];
    assert_eq!(seen(&files), ["grammy Both BOT_TOKEN /webhook 80 BOT_MODE=polling|webhook"]);
    let plain = "import { Bot } from 'grammy';\nconst bot = new Bot(process.env.BOT_TOKEN ?? '');\nbot.start();\n";
    assert_eq!(seen(&[("main.ts", plain)]), ["grammy Polling BOT_TOKEN"]);
}
