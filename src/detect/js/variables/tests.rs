//! Every way of reading variables, in small.

use super::*;
use crate::detect::js::testing::tree;

/// Name, type, whether it is required, default, choices.
fn seen(files: &[(&str, &str)], start: &str) -> Vec<String> {
    let tree = tree(files);
    let sources = JsSources::of(&tree);
    let files = sources.reach(&[sources.get(start).unwrap()]);
    let facts = variables(&tree, &sources, &files, &RelPath::root(), &mut Vec::new());
    let shown = facts.into_iter().map(|fact| {
        let kind = serde_json::to_value(fact.kind).unwrap();
        let need = if fact.required { " required" } else { "" };
        let default = fact.default.map_or_else(String::new, |default| format!(" = {default}"));
        let choices = if fact.choices.is_empty() { String::new() } else { format!(" of {}", fact.choices.join("|")) };
        format!("{} {}{need}{default}{choices}", fact.name, kind.as_str().unwrap())
    });
    shown.collect()
}

#[test]
fn joi_requires_only_what_it_says() {
    let found = seen(
        &[
            (
                "src/config.js",
                "const Joi = require('joi');\nconst schema = Joi.object().keys({\n  NODE_ENV: Joi.string().valid('a').required(),\n\
                 PORT: Joi.number().default(3000),\n  MONGODB_URL: Joi.string().required().description('url'),\n\
                 LOG: Joi.string().valid('info', 'debug').default('info'),\n  SMTP_HOST: Joi.string(),\n}).unknown();\n\
                 const { value: envVars, error } = schema.prefs({ errors: { label: 'key' } }).validate(process.env);\n\
                 if (error) throw new Error('no');\nmodule.exports = { port: envVars.PORT };\n",
            ),
            ("src/index.js", "const config = require('./config');\n"),
        ],
        "src/index.js",
    );
    assert_eq!(
        found,
        ["LOG string = info of info|debug", "MONGODB_URL string required", "PORT integer = 3000", "SMTP_HOST string"]
    );
}

#[test]
fn zod_requires_what_has_no_default() {
    let found = seen(
        &[(
            "src/env.ts",
            "import { z } from 'zod';\nconst base = z.object({ HOST: z.string().min(1).default('localhost') });\n\
             export const env = base.extend({\n  PORT: z.coerce.number().int().positive().default(8080),\n\
             API: z.string().url(),\n  MODE: z.enum(['polling', 'webhook']).default('polling'),\n\
             NAMES: z.string().transform((value) => value.split(',')).optional(),\n\
             RATIO: z.coerce.number(),\n  ON: z.enum(['true', 'false']).transform((v) => v === 'true'),\n\
             }).parse(process.env);\n",
        )],
        "src/env.ts",
    );
    assert_eq!(
        found,
        [
            "API url required",
            "HOST string = localhost",
            "MODE string = polling of polling|webhook",
            "NAMES list",
            "ON boolean required of true|false",
            "PORT integer = 8080",
            "RATIO number required"
        ]
    );
}

#[test]
fn names_that_a_function_made_are_found_again() {
    let found = seen(
        &[(
            "src/config.ts",
            "import * as v from 'valibot';\nconst base = v.object({\n  botToken: v.pipe(v.string(), v.regex(/x/)),\n\
             logLevel: v.optional(v.pipe(v.string(), v.picklist(['info', 'debug'])), 'info'),\n});\n\
             const schema = v.variant('botMode', [\n  v.object({ botMode: v.literal('polling'), ...base.entries }),\n\
             v.pipe(v.object({ botMode: v.literal('webhook'), ...base.entries, botWebhook: v.pipe(v.string(), v.url()),\n\
             serverPort: v.optional(v.pipe(v.string(), v.transform(Number), v.number()), '80') }), v.transform(i => i)),\n]);\n\
             export function createConfig(input: any) { return v.parse(schema, input); }\n\
             export const config = fromEnvironment();\n\
             function fromEnvironment() {\n  try {\n    const config = createConfig(camel(process.env));\n    return config;\n\
             } catch (error) { throw new Error('x'); }\n}\n",
        )],
        "src/config.ts",
    );
    assert_eq!(
        found,
        [
            "BOT_MODE string required of polling|webhook",
            "BOT_TOKEN secret required",
            "BOT_WEBHOOK url",
            "LOG_LEVEL string = info of info|debug",
            "SERVER_PORT number = 80"
        ]
    );
}

#[test]
fn the_code_around_says_what_is_needed() {
    let found = seen(
        &[(
            "index.js",
            "const { DEEP = 3, HOST: host } = process.env;\nconst port = Number(process.env.PORT ?? 3000);\n\
             const token = process.env.BOT_TOKEN;\nif (!token) { console.error('x'); process.exit(1); }\n\
             const debug = process.env.DEBUG === 'true';\nconst names = process.env.NAMES?.split(',');\n\
             const url = `amqp://${process.env.QUEUE}:5672`;\nprocess.env.SET = '1';\nconst x = process.env['KEY'] || undefined;\n\
             for (const name of ['A_ONE', 'A_TWO']) {\n  if (!process.env[name]) throw new Error(name);\n}\n\
             function need(name) {\n  const value = process.env[name];\n  if (!value) throw new Error(name);\n  return value;\n}\n\
             const secret = need('SESSION_SECRET');\n\
             const get = (name, other) => process.env[name] ?? other;\nconst zone = get('ZONE', 'eu');\n",
        )],
        "index.js",
    );
    assert_eq!(
        found,
        [
            "A_ONE string required",
            "A_TWO string required",
            "BOT_TOKEN secret required",
            "DEBUG boolean",
            "DEEP integer = 3",
            "HOST string",
            "KEY string",
            "NAMES list",
            "PORT integer = 3000",
            "QUEUE string required",
            "SESSION_SECRET secret required",
            "ZONE string = eu"
        ]
    );
}

#[test]
fn libraries_for_settings_are_understood() {
    let found = seen(
        &[
            (
                "index.js",
                "import { cleanEnv, str, port, bool, makeValidator } from 'envalid';\nimport convict from 'convict';\n\
                 import env from 'env-var';\nimport config from 'config';\nimport { createEnv } from '@t3-oss/env-core';\n\
                 import { z } from 'zod';\nconst own = makeValidator((x) => x);\n\
                 cleanEnv(process.env, { E_PORT: port({ default: 3000 }), E_NAME: str(), E_OWN: own(),\n\
                 E_DEV: str({ devDefault: 'x' }), E_MODE: str({ choices: ['a', 'b'], default: 'a' }), E_ON: bool() });\n\
                 convict({ server: { port: { format: 'port', default: 8081, env: 'C_PORT' } }, key: { format: String, default: null, env: 'C_NAME' } });\n\
                 env.get('V_PORT').default('3001').asPortNumber();\nenv.get('V_URL').required().asUrlString();\n\
                 createEnv({ server: { T_URL: z.string().url() }, clientPrefix: 'PUBLIC_', client: {}, runtimeEnv: process.env });\n\
                 config.get('server.port');\n",
            ),
            ("config/custom-environment-variables.json", "{\"server\": {\"port\": \"J_PORT\"}}"),
            ("config/default.json", "{\"server\": {\"port\": 3002}}"),
        ],
        "index.js",
    );
    assert_eq!(
        found,
        [
            "C_NAME string required",
            "C_PORT integer = 8081",
            "E_DEV string required",
            "E_MODE string = a of a|b",
            "E_NAME string required",
            "E_ON boolean required",
            "E_OWN string required",
            "E_PORT integer = 3000",
            "J_PORT integer = 3002",
            "T_URL url required",
            "V_PORT integer = 3001",
            "V_URL url required"
        ]
    );
}

#[test]
fn only_what_the_program_reaches_counts() {
    let found = seen(
        &[
            ("index.ts", "import type { X } from './types.js';\nimport './app.js';\nexport * from './more';\n"),
            ("app.ts", "console.log(process.env.USED);\n"),
            ("more/index.ts", "import { env } from 'node:process';\nconsole.log(env.MORE);\n"),
            ("types.ts", "console.log(process.env.TYPES);\n"),
            ("seed.ts", "console.log(process.env.SEED);\n"),
        ],
        "index.ts",
    );
    assert_eq!(found, ["MORE string", "USED string"]);
    assert!(is_built_in("VITE_API_URL") && !is_built_in("API_URL"));
}
