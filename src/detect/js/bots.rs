//! Chat bots: the library, how updates come, the variable of the token, and where a webhook listens.

mod hook;
mod modes;

pub use crate::detect::js::bots::modes::begins;
use crate::detect::js::bots::modes::{Signs, signs};
use crate::detect::js::nodes::{argument, callee};
use crate::detect::js::servers::servers;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::facts::{Bot, Confidence, Evidence, Hook, Mode, Seen, Switch, VariableFact};
use crate::tree::RelPath;

/// What makes a bot, by its full name, and the library.
const MAKERS: &[(&str, &str)] = &[
    ("telegraf.Telegraf", "telegraf"),
    ("telegraf", "telegraf"),
    ("grammy.Bot", "grammy"),
    ("node-telegram-bot-api", "node-telegram-bot-api"),
];

/// A bot that the code makes.
pub struct Made<'s, 't> {
    pub library: &'static str,
    pub call: Spot<'s, 't>,
}

/// Whether `eval` leads from `spot` to a bot, and to which call that makes it.
pub fn made<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Option<Made<'s, 't>> {
    let (name, call) = eval.made(spot)?;
    library(&name).map(|library| Made { library, call })
}

fn library(name: &str) -> Option<&'static str> {
    MAKERS.iter().find(|(known, _)| *known == name).map(|(_, library)| *library)
}

/// Where a bot is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'g, 's, 't> {
    pub sources: &'s JsSources<'t>,
    /// The code that the program reaches.
    pub files: &'g [&'s JsSource<'t>],
    /// The app's folder, and what is started there.
    pub root: &'g RelPath,
    pub target: &'g str,
    pub variables: &'g [VariableFact],
}

/// The bots of a program; one for each library that it uses.
pub fn bots(ground: &Ground<'_, '_, '_>) -> Vec<Seen<Bot>> {
    let mut found: Vec<Seen<Bot>> = Vec::new();
    for call in makers(ground) {
        let Some(name) = call.callee().and_then(|callee| Eval::new(ground.sources).name(callee)) else { continue };
        let Some(library) = library(&name) else { continue };
        if found.iter().all(|bot| bot.value.library != library) {
            found.push(bot(ground, &Made { library, call }));
        }
    }
    found
}

fn makers<'s, 't>(ground: &Ground<'_, 's, 't>) -> Vec<Spot<'s, 't>> {
    let libraries = ground.files.iter().filter(|file| file.mentions(&["telegraf", "grammy", "node-telegram-bot-api"]));
    let mut found = Vec::new();
    for module in libraries.filter_map(|file| file.module()) {
        let new = module.calls().filter(|node| node.kind() == "new_expression");
        found.extend(new.map(|node| Spot { module, node }));
    }
    found
}

fn bot<'s, 't>(ground: &Ground<'_, 's, 't>, made: &Made<'s, 't>) -> Seen<Bot> {
    let Signs { polling, webhook, path, port, condition } = signs(ground, made);
    let token = argument(made.call.node, 0).map(|node| made.call.to(node));
    let token = token.and_then(|spot| variable(ground, spot)).or_else(|| by_name(ground));
    let switch = by_choices(ground).or(condition);
    let mode = match (&polling, &webhook, &switch) {
        (Some(_), Some(_), _) | (_, _, Some(_)) => Mode::Both,
        (None, Some(_), None) => Mode::Webhook,
        _ => Mode::Polling,
    };
    let certain = polling.is_some() || webhook.is_some();
    let confidence = if certain { Confidence::Certain } else { Confidence::Guess };
    let mut evidence: Vec<Evidence> = vec![made.call.module.evidence(made.call.node)];
    evidence.extend([polling, webhook].into_iter().flatten());
    let port = port.or_else(|| listens(ground)).filter(|_| mode != Mode::Polling);
    let value = Bot {
        library: made.library.to_owned(),
        target: ground.target.to_owned(),
        import_root: ground.root.clone(),
        arguments: Vec::new(),
        mode,
        token,
        path: path.filter(|_| mode != Mode::Polling),
        port,
        switch: switch.filter(|_| mode == Mode::Both),
        inside: false,
        hook: if mode == Mode::Polling { Hook::default() } else { hook::hook(ground) },
    };
    Seen { value, confidence, evidence }
}

/// The variable that an expression stands for.
fn variable<'s, 't>(ground: &Ground<'_, 's, 't>, spot: Spot<'s, 't>) -> Option<String> {
    match Eval::new(ground.sources).value(spot)? {
        Value::Variable(reading) => Some(reading.name),
        _ => None,
    }
}

/// Where the code does not say which: the one that is called a bot's token.
fn by_name(ground: &Ground<'_, '_, '_>) -> Option<String> {
    let mut named = ground.variables.iter().map(|variable| &variable.name).filter(|name| {
        name.ends_with("TOKEN") && (name.contains("BOT") || name.contains("TELEGRAM") || name.contains("TG_"))
    });
    named.next().filter(|_| named.next().is_none()).cloned()
}

/// A variable whose values are the two ways.
fn by_choices(ground: &Ground<'_, '_, '_>) -> Option<Switch> {
    ground.variables.iter().find_map(|variable| {
        let value = |word: &str| variable.choices.iter().find(|choice| choice.to_ascii_lowercase().contains(word));
        let (polling, webhook) = (value("poll")?, value("hook")?);
        Some(Switch { variable: variable.name.clone(), polling: polling.clone(), webhook: webhook.clone() })
    })
}

/// The port of a server that the program starts for the webhook.
fn listens(ground: &Ground<'_, '_, '_>) -> Option<u16> {
    servers(ground.sources, ground.files).into_iter().find_map(|server| server.port).map(|port| port.value)
}

/// The name of the method that a call calls.
pub fn method<'t>(call: Spot<'_, 't>) -> &'t str {
    let property = callee(call.node).and_then(|callee| callee.child_by_field_name("property"));
    property.map_or("", |property| call.module.text(property))
}

#[cfg(test)]
mod tests;
