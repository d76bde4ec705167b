//! How a bot gets its updates: the calls that ask for them, those that take them in, and what chooses between both.

use tree_sitter::Node;

use crate::detect::js::bots::{Ground, Made, made, method};
use crate::detect::js::literal::text;
use crate::detect::js::nodes::{argument, arguments, bare};
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::facts::{Evidence, Switch};
use crate::tree::RelPath;

/// The libraries whose calls are known.
const LIBRARIES: &[&str] = &["grammy", "telegraf", "node-telegram-bot-api"];

/// What the calls of a program say about its bot.
#[derive(Debug, Default)]
pub struct Signs {
    pub polling: Option<Evidence>,
    pub webhook: Option<Evidence>,
    /// The path that updates are posted to.
    pub path: Option<String>,
    pub port: Option<u16>,
    /// A comparison of a variable around one of the calls.
    pub condition: Option<Switch>,
}

/// The first call in a file by which a bot begins to work, or takes updates in.
pub fn begins<'s, 't>(sources: &'s JsSources<'t>, file: &'s JsSource<'t>) -> Option<Evidence> {
    let module = file.module()?;
    let (files, root) = ([file], RelPath::root());
    let ground = Ground { sources, files: &files, root: &root, target: "", variables: &[] };
    module.calls().map(|node| Spot { module, node }).find_map(|call| {
        let known = call.node.kind() == "new_expression" && polls_at_once(&ground, call);
        let does = LIBRARIES.iter().any(|library| sign(&ground, call, library).is_some());
        (known || does).then(|| module.evidence(call.node))
    })
}

/// `new TelegramBot(token, {polling: true})`.
fn polls_at_once<'s, 't>(ground: &Ground<'_, 's, 't>, call: Spot<'s, 't>) -> bool {
    let Some(bot) = made(&Eval::new(ground.sources), call) else { return false };
    let mut found = Signs::default();
    options(ground, &bot, &mut found);
    found.polling.is_some() || found.webhook.is_some()
}

/// What one call does.
enum Sign<'s> {
    Polls,
    /// Takes updates in; with the settings of the webhook, if any.
    Hooks(Option<Node<'s>>),
}

/// Every call in the program that says how updates come.
pub fn signs<'s, 't>(ground: &Ground<'_, 's, 't>, bot: &Made<'s, 't>) -> Signs {
    let mut found = Signs::default();
    options(ground, bot, &mut found);
    for module in ground.files.iter().filter_map(|file| file.module()) {
        for node in module.calls() {
            let call = Spot { module, node };
            let Some(sign) = sign(ground, call, bot.library) else { continue };
            found.condition = found.condition.take().or_else(|| condition(ground, call));
            match sign {
                Sign::Polls => found.polling = found.polling.take().or_else(|| Some(module.evidence(node))),
                Sign::Hooks(settings) => {
                    found.webhook = found.webhook.take().or_else(|| Some(module.evidence(node)));
                    found.path = found.path.take().or_else(|| path(ground, call));
                    if let Some(settings) = settings {
                        found.set(ground, call.to(settings));
                    }
                }
            }
        }
    }
    found
}

impl Signs {
    /// `{path, hookPath, port}` of a webhook.
    fn set<'s, 't>(&mut self, ground: &Ground<'_, 's, 't>, settings: Spot<'s, 't>) {
        let part = |key: &str| {
            let eval = Eval::new(ground.sources);
            eval.value(settings).and_then(|whole| eval.property(&whole, key, settings, None))
        };
        let path = part("path").or_else(|| part("hookPath")).and_then(shown);
        self.path = self.path.take().or(path.filter(|path| path.starts_with('/')));
        self.port = self.port.or_else(|| part("port").and_then(shown)?.parse().ok());
    }
}

/// What is known of a value: itself, or the default of the variable.
fn shown(value: Value<'_, '_>) -> Option<String> {
    match value {
        Value::Literal(literal) => literal.shown(),
        Value::Variable(reading) => reading.default,
        _ => None,
    }
}

/// `new TelegramBot(token, {polling: true})`, `{webHook: {port: 8443}}`.
fn options<'s, 't>(ground: &Ground<'_, 's, 't>, bot: &Made<'s, 't>, found: &mut Signs) {
    if bot.library != "node-telegram-bot-api" {
        return;
    }
    let Some(options) = argument(bot.call.node, 1).map(|node| bot.call.to(node)) else { return };
    let eval = Eval::new(ground.sources);
    let Some(whole) = eval.value(options) else { return };
    let part = |key: &str| eval.property(&whole, key, options, None);
    let is_on = |value: &Value<'_, '_>| !matches!(value, Value::Literal(Literal::Boolean(false) | Literal::Nothing));
    if part("polling").is_some_and(|value| is_on(&value)) {
        found.polling = Some(bot.call.module.evidence(bot.call.node));
    }
    if let Some(settings) = part("webHook").filter(is_on) {
        found.webhook = Some(bot.call.module.evidence(bot.call.node));
        if let Value::Here(settings) = settings {
            found.set(ground, settings);
        }
    }
}

fn sign<'s, 't>(ground: &Ground<'_, 's, 't>, call: Spot<'s, 't>, library: &str) -> Option<Sign<'s>> {
    let written = call.callee().map_or("", |callee| call.module.text(callee.node));
    let last = written.rsplit('.').next().unwrap_or(written);
    let name = || Eval::new(ground.sources).name(call.callee()?);
    match (library, last) {
        ("grammy", "webhookCallback" | "webhookAdapters") => name()?.starts_with("grammy").then_some(Sign::Hooks(None)),
        ("grammy", "run" | "createRunner") => name()?.starts_with("@grammyjs/runner").then_some(Sign::Polls),
        ("grammy", "start") if is_bot(ground, call)? => Some(Sign::Polls),
        ("telegraf", "launch") if is_bot(ground, call).unwrap_or(true) => Some(launched(ground, call)),
        ("telegraf", "startPolling") | ("node-telegram-bot-api", "startPolling") => Some(Sign::Polls),
        ("telegraf", "webhookCallback" | "createWebhook" | "startWebhook") => Some(Sign::Hooks(argument(call.node, 0))),
        ("telegraf" | "grammy", "setWebhook")
        | ("node-telegram-bot-api", "setWebHook" | "processUpdate" | "openWebHook") => Some(Sign::Hooks(None)),
        _ => None,
    }
}

/// Whether the object of a method is a bot; None where that cannot be known.
fn is_bot<'s, 't>(ground: &Ground<'_, 's, 't>, call: Spot<'s, 't>) -> Option<bool> {
    let object = call.callee()?.node.child_by_field_name("object")?;
    let eval = Eval::new(ground.sources);
    eval.value(call.to(object))?;
    Some(made(&Eval::new(ground.sources), call.to(object)).is_some())
}

/// `launch()` polls unless it is told of a webhook.
fn launched<'s, 't>(ground: &Ground<'_, 's, 't>, call: Spot<'s, 't>) -> Sign<'s> {
    let eval = Eval::new(ground.sources);
    let options = argument(call.node, 0).map(|node| call.to(node));
    let whole = options.and_then(|options| eval.value(options));
    let webhook = whole.zip(options).and_then(|(whole, options)| eval.property(&whole, "webhook", options, None));
    match webhook {
        Some(Value::Here(settings)) => {
            Sign::Hooks(Some(settings.node).filter(|_| settings.module.path == call.module.path))
        }
        Some(Value::Literal(Literal::Nothing)) | None => Sign::Polls,
        Some(_) => Sign::Hooks(None),
    }
}

/// The path of the route that a call stands in: `app.post("/webhook", webhookCallback(bot))`, or its own argument.
fn path<'s, 't>(ground: &Ground<'_, 's, 't>, call: Spot<'s, 't>) -> Option<String> {
    let known = |node: Node<'s>| {
        let value = Eval::new(ground.sources).value(call.to(node)).and_then(shown);
        value.filter(|path| path.starts_with('/'))
    };
    let own = matches!(method(call), "webhookCallback").then(|| argument(call.node, 0)).flatten();
    if let Some(path) = own.and_then(known) {
        return Some(path);
    }
    let mut outer = call.node.parent();
    while let Some(node) = outer {
        let is_route = node.kind() == "call_expression"
            && matches!(method(call.to(node)), "post" | "use" | "all" | "get" | "route");
        if is_route && let Some(path) = arguments(node).first().copied().and_then(known) {
            return Some(path);
        }
        outer = node.parent();
    }
    None
}

/// `if (process.env.BOT_MODE === "webhook")` around a call.
fn condition<'s, 't>(ground: &Ground<'_, 's, 't>, call: Spot<'s, 't>) -> Option<Switch> {
    let mut outer = call.node.parent();
    while let Some(node) = outer {
        let asked = match node.kind() {
            "if_statement" | "ternary_expression" => node.child_by_field_name("condition"),
            "switch_statement" => node.child_by_field_name("value"),
            _ => None,
        };
        if let Some(switch) = asked.and_then(|asked| switch(ground, call.to(bare(asked)), node)) {
            return Some(switch);
        }
        outer = node.parent();
    }
    None
}

fn switch<'s, 't>(ground: &Ground<'_, 's, 't>, asked: Spot<'s, 't>, whole: Node<'s>) -> Option<Switch> {
    let eval = Eval::new(ground.sources);
    let (left, value) = match asked.node.kind() {
        "binary_expression" => (asked.node.child_by_field_name("left")?, asked.node.child_by_field_name("right")),
        _ => (asked.node, None),
    };
    let Value::Variable(reading) = eval.value(asked.to(left))? else { return None };
    let source = asked.module.source;
    let mut values: Vec<String> = value.and_then(|value| text(source, value)).into_iter().collect();
    crate::detect::js::nodes::walk(whole, &mut |node| {
        let case = node.child_by_field_name("value").filter(|_| node.kind() == "switch_case");
        values.extend(case.and_then(|case| text(source, case)));
        true
    });
    values.extend(reading.default.clone());
    let of = |word: &str| values.iter().find(|value| value.to_ascii_lowercase().contains(word)).cloned();
    match (of("poll"), of("hook")) {
        (Some(polling), Some(webhook)) => Some(Switch { variable: reading.name, polling, webhook }),
        (Some(polling), None) => Some(Switch { variable: reading.name, polling, webhook: "webhook".into() }),
        (None, Some(webhook)) => Some(Switch { variable: reading.name, polling: "polling".into(), webhook }),
        (None, None) if reading.kind == crate::facts::ValueType::Boolean => {
            let hooks = reading.name.contains("HOOK");
            let polls = reading.name.contains("POLL");
            (hooks != polls).then(|| Switch {
                variable: reading.name,
                polling: polls.to_string(),
                webhook: hooks.to_string(),
            })
        }
        (None, None) => None,
    }
}
