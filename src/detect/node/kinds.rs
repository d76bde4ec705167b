//! What a package is: a server, a bot, files that are only served, or something that shipready has no stack for.

use crate::detect::node::package::Package;

/// The framework whose servers are a stack.
pub const FRAMEWORK: &str = "express";
/// The stack of programs that are bots alone.
pub const BOT: &str = "telegram-bot-node";
/// Libraries of Telegram bots, the likeliest first.
pub const BOTS: &[&str] = &["grammy", "telegraf", "node-telegram-bot-api"];

/// Frameworks that own the whole program, so that Express or a bot inside them is no program of its own.
const WHOLE: &[(&str, &str)] = &[
    ("@nestjs/core", "NestJS"),
    ("@adonisjs/core", "AdonisJS"),
    ("@strapi/strapi", "Strapi"),
    ("@keystone-6/core", "Keystone"),
    ("@loopback/core", "LoopBack"),
    ("@feathersjs/feathers", "Feathers"),
    ("sails", "Sails"),
    ("payload", "Payload"),
    ("next", "Next.js"),
    ("nuxt", "Nuxt"),
    ("@remix-run/node", "Remix"),
    ("@react-router/node", "React Router"),
    ("@tanstack/react-start", "TanStack Start"),
    ("@solidjs/start", "SolidStart"),
    ("@sveltejs/kit", "SvelteKit"),
];
/// Other libraries that answer requests or messages and that no stack is for.
const OTHERS: &[(&str, &str)] = &[
    ("fastify", "Fastify"),
    ("koa", "Koa"),
    ("@hapi/hapi", "hapi"),
    ("hono", "Hono"),
    ("restify", "restify"),
    ("polka", "Polka"),
    ("elysia", "Elysia"),
    ("@apollo/server", "Apollo Server"),
    ("discord.js", "discord.js"),
    ("@slack/bolt", "Bolt"),
];

/// Package and name of a framework that owns the whole program; some are only needed to build it.
pub fn whole(package: &Package<'_>) -> Option<(&'static str, &'static str)> {
    WHOLE.iter().find(|(name, _)| package.lists(name)).copied()
}

/// Package and name of another library that no stack is for.
pub fn other(package: &Package<'_>) -> Option<(&'static str, &'static str)> {
    OTHERS.iter().find(|(name, _)| package.depends_on(name)).copied()
}
