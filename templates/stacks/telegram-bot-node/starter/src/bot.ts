// What the bot answers.

import { Bot, MemorySessionStorage, session, type Context, type SessionFlavor, type StorageAdapter } from "grammy";
{% if "postgres" in selected %}

import type { Visitors } from "./visitors.ts";
{% endif %}

// What is remembered of each chat.
export interface Conversation {
  asked: boolean;
  name?: string;
}

export type BotContext = Context & SessionFlavor<Conversation>;

// What the bot needs of the world outside: servers in production, memory in tests.
export interface Stores {
  conversations: StorageAdapter<Conversation>;
{% if "postgres" in selected %}
  visitors: Visitors;
{% endif %}
}

export function createBot(token: string, stores: Stores): Bot<BotContext> {
  const bot = new Bot<BotContext>(token);
  bot.use(session({ initial: (): Conversation => ({ asked: false }), storage: stores.conversations }));

  // The first handler that fits an update gets it; commands before all else.
  bot.command("start", async (context) => {
{% if "postgres" in selected %}
    const isNew = context.from !== undefined && (await stores.visitors.add(context.from.id));
    const welcome = isNew ? "Welcome!" : "Welcome back!";
    await context.reply(`${welcome} I say whatever you say. /name tells me yours.`);
{% else %}
    await context.reply("Welcome! I say whatever you say. /name tells me yours.");
{% endif %}
  });
  bot.command("name", async (context) => {
    context.session.asked = true;
    await context.reply("What is your name?");
  });
  bot.on("message:text", async (context) => {
    const { text } = context.message;
    if (context.session.asked) {
      context.session = { asked: false, name: text };
      await context.reply(`Hello, ${text}!`);
      return;
    }
    const { name } = context.session;
    await context.reply(name === undefined ? text : `${name}: ${text}`);
  });

  // One update that fails must not end the bot.
  bot.catch(({ error }) => {
    console.error(error);
  });
  return bot;
}

// A conversation ends with the process: Redis would keep it.
export const inMemory = () => new MemorySessionStorage<Conversation>();
