//! What a webhook of a bot is told and guarded by: the variables of its secret, its address, and its server.

use tree_sitter::Node;

use crate::detect::bots::programs::Program;
use crate::detect::bots::webhook::SERVERS;
use crate::detect::nodes::{argument, calls, keyword};
use crate::detect::origin::origin;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Bot, Hook, Seen, Switch, VariableFact};

/// Signs that the code tells Telegram where updates are brought.
const TELLS: &[&str] = &["set_webhook", "webhook_url", "run_webhooks"];
/// What stands where the secret is compared: the argument of libraries, or the header itself.
const GUARDS: &[&str] = &["secret_token", "secret-token"];
/// What the variable of the secret is usually called.
pub const SECRETS: &[&str] = &[
    "WEBHOOK_SECRET",
    "WEBHOOK_SECRET_TOKEN",
    "WEBHOOK_SECRET_KEY",
    "BOT_WEBHOOK_SECRET",
    "TELEGRAM_WEBHOOK_SECRET",
    "TELEGRAM_SECRET_TOKEN",
];

/// What the calls in `files` say of a webhook.
pub fn hook(sources: &Sources<'_>, files: &[&Source<'_>]) -> Hook {
    let modules: Vec<&Module<'_>> = files.iter().filter_map(|file| file.module()).collect();
    let each = || modules.iter().flat_map(|module| module.calls().map(|call| (*module, call)));
    let named = |(module, call): (&Module<'_>, Node<'_>), name| {
        origin(sources, module, keyword(module, call, name)?).map(|reading| reading.name)
    };
    let address = |(module, call): (&Module<'_>, Node<'_>)| {
        let callee = module.text(call.child_by_field_name("function")?);
        let sets = callee.rsplit('.').next() == Some("set_webhook");
        let given = keyword(module, call, "webhook_url");
        let given = given.or_else(|| keyword(module, call, "url").or_else(|| argument(call, 0)).filter(|_| sets))?;
        origin(sources, module, given).map(|reading| reading.name)
    };
    Hook {
        secret: each().find_map(|call| named(call, "secret_token")),
        address: each().find_map(address),
        announced: files.iter().any(|file| TELLS.iter().any(|word| file.text.contains(word))),
        ..Hook::default()
    }
}

/// The same with the variables of what the program's server binds.
pub fn of_program(sources: &Sources<'_>, program: &Program<'_, '_>, files: &[&Source<'_>]) -> Hook {
    let pieces =
        || program.reached.pieces.iter().flat_map(|(module, node)| calls(*node).into_iter().map(|c| (*module, c)));
    let own = program.sites.iter().filter_map(|site| Some((site.module, site.call()?)));
    let servers: Vec<(&Module<'_>, Node<'_>)> =
        own.chain(pieces().filter(|(module, call)| serves(module, *call))).collect();
    let bound = |names: &[&str]| {
        servers.iter().find_map(|(module, call)| {
            let given = names.iter().find_map(|name| keyword(module, *call, name))?;
            origin(sources, module, given).map(|reading| reading.name)
        })
    };
    Hook { host: bound(&["host", "listen"]), port: bound(&["port"]), ..hook(sources, files) }
}

fn serves(module: &Module<'_>, call: Node<'_>) -> bool {
    module
        .callee(call)
        .is_some_and(|callee| SERVERS.iter().any(|(known, _)| *known == callee) || callee.ends_with(".run"))
}

/// Takes the secret's variable by its name, where the code compares one and no call says which.
pub fn name_secrets(bots: &mut [Seen<Bot>], files: &[&Source<'_>], variables: &[VariableFact]) {
    let guarded = |file: &&Source<'_>| {
        let text = file.text.to_ascii_lowercase();
        GUARDS.iter().any(|word| text.contains(word))
    };
    if !files.iter().any(guarded) {
        return;
    }
    for bot in bots {
        bot.value.hook.secret = bot.value.hook.secret.take().or_else(|| named(variables));
    }
}

/// Takes the variable that chooses the way for a bot inside of a web application: its values are the two.
pub fn name_switch(bots: &mut [Seen<Bot>], variables: &[VariableFact]) {
    let switch = || {
        variables.iter().find_map(|variable| {
            let value = |word: &str| variable.choices.iter().find(|choice| choice.to_ascii_lowercase().contains(word));
            let (polling, webhook) = (value("poll")?.clone(), value("hook")?.clone());
            Some(Switch { variable: variable.name.clone(), polling, webhook })
        })
    };
    for bot in bots.iter_mut().filter(|bot| bot.value.inside) {
        bot.value.switch = bot.value.switch.take().or_else(switch);
    }
}

/// The only variable that is called like one.
fn named(variables: &[VariableFact]) -> Option<String> {
    let mut alike = variables.iter().filter(|variable| SECRETS.contains(&variable.name.as_str()));
    alike.next().filter(|_| alike.next().is_none()).map(|variable| variable.name.clone())
}
