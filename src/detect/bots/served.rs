//! Bots and web applications: which of the two runs the other.

use tree_sitter::Node;

use crate::detect::bots::libraries::How;
use crate::detect::bots::programs::Program;
use crate::detect::bots::sites::Site;
use crate::detect::bots::webhook;
use crate::detect::commands::Command;
use crate::detect::entry::{self, Start};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{assignment, calls, walk};
use crate::detect::objects::Candidate;
use crate::detect::scripts::Place;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::Notice;
use crate::tree::RelPath;

/// The last part of what serves an application.
const SERVERS: &[&str] = &["run", "serve", "run_app", "Config", "WSGIServer", "make_server", "run_simple", "run_task"];

/// Takes the applications that a bot's program serves itself out of `candidates`, unless a command hands them to a
/// server, and with them the commands in the code that start them.
pub fn set_apart(
    sources: &Sources<'_>,
    programs: &[Program<'_, '_>],
    commands: &mut Vec<Command>,
    candidates: &mut Vec<Candidate>,
) {
    if programs.is_empty() {
        return;
    }
    let starts = entry::starts(sources, commands);
    let loud = |start: &&Start<'_, '_>| !matches!(start.command.place, Place::Code | Place::Readme);
    let given: Vec<&RelPath> = starts.iter().filter(loud).map(|start| start.file.path).collect();
    let own = |candidate: &Candidate| {
        !given.contains(&&candidate.path) && programs.iter().any(|program| runs(sources, program, candidate))
    };
    let (apart, rest): (Vec<Candidate>, Vec<Candidate>) = candidates.drain(..).partition(own);
    *candidates = rest;
    let starts_one = |command: &Command| {
        let target = command.target.as_ref().filter(|_| command.place == Place::Code);
        target.is_some_and(|(module, attribute)| apart.iter().any(|candidate| is_named(candidate, module, attribute)))
    };
    commands.retain(|command| !starts_one(command));
}

/// Whether the program serves the application itself: `app.run()`, `uvicorn.run(app)`, `uvicorn.run("bot:app")`.
fn runs(sources: &Sources<'_>, program: &Program<'_, '_>, candidate: &Candidate) -> bool {
    program
        .reached
        .pieces
        .iter()
        .any(|(module, piece)| calls(*piece).into_iter().any(|call| serves(sources, module, call, candidate)))
}

fn serves(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>, candidate: &Candidate) -> bool {
    let Some(function) = call.child_by_field_name("function") else { return false };
    let last = module.text(function).rsplit('.').next().unwrap_or("");
    if !SERVERS.contains(&last) {
        return false;
    }
    let mut found = false;
    walk(call, &mut |node| {
        found |= match node.kind() {
            "identifier" | "attribute" => is(sources, module, node, candidate),
            "string" => names(module, node, candidate),
            _ => false,
        };
        !found
    });
    found
}

fn is(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, candidate: &Candidate) -> bool {
    let Some(definition) = module.dotted(node).and_then(|dotted| sources.definition(module, &dotted)) else {
        return false;
    };
    let name = assignment(definition.node).map(|(left, _)| definition.module.text(left));
    *definition.source.path == candidate.path && name == Some(candidate.attribute.as_str())
}

/// `"bot:app"`, wherever it is imported from.
fn names(module: &Module<'_>, node: Node<'_>, candidate: &Candidate) -> bool {
    let Some(Literal::Text(text)) = literal(module, node) else { return false };
    text.split_once(':').is_some_and(|(dotted, attribute)| is_named(candidate, dotted, attribute))
}

fn is_named(candidate: &Candidate, dotted: &str, attribute: &str) -> bool {
    let stem = candidate.path.as_str().trim_end_matches(".py").replace('/', ".");
    attribute == candidate.attribute && (stem == dotted || stem.ends_with(&format!(".{dotted}")))
}

/// What a person should know of a place where a web application gets a bot's updates.
pub fn notice(sources: &Sources<'_>, site: &Site<'_, '_>, server: &[&Source<'_>]) -> Notice {
    let evidence = site.module.evidence(site.node);
    let line = evidence.line.unwrap_or(1);
    let text = match site.how {
        How::Polls => format!(
            "line {line} asks Telegram for updates inside of the web application: Telegram answers only one at a time, \
             so it must have one worker and one replica, and two of it run during a deploy"
        ),
        How::Listens | How::IsFed => {
            let path = webhook::known(sources, site).map_or_else(String::new, |path| format!(" at {path}"));
            let sets = server.iter().any(|file| file.text.contains("set_webhook"));
            let set = if sets { "its code tells Telegram so" } else { "tell Telegram so once, by setWebhook" };
            format!("line {line}: the web application itself is sent the bot's updates{path}; {set}")
        }
    };
    Notice { path: Some(evidence.path), text }
}
