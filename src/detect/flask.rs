//! How Flask is told its application: `FLASK_APP`, `flask --app x run`, a `.flaskenv`, and `app.run()` in the code.

use crate::detect::commands::{Command, target};
use crate::detect::nodes::{keyword, shortened};
use crate::detect::objects::Candidate;
use crate::detect::places::{decides, is_env_example};
use crate::detect::scripts::{self, Line, Place};
use crate::detect::sources::Sources;
use crate::detect::value::number;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// What stands in every such line.
pub const WORDS: &[&str] = &["flask", "FLASK_APP"];

/// What the repository's files say.
pub fn commands(tree: &Tree, lines: &[Line<'_>]) -> Vec<Command> {
    let mut found: Vec<Command> = lines.iter().filter(|line| mentions(&line.text)).flat_map(in_line).collect();
    for (path, text) in tree.texts().filter(|(path, _)| holds_settings(path) && decides(path)) {
        for (line, number) in text.lines().zip(1_u32..) {
            let value = line.trim().trim_start_matches("export ").strip_prefix("FLASK_APP=");
            let evidence = Evidence { path: path.clone(), line: Some(number), text: shortened(line) };
            found.extend(value.and_then(|value| {
                application(value.trim_matches(['"', '\'', ' ']), Place::Script, path.parent(), evidence)
            }));
        }
    }
    found
}

fn mentions(text: &str) -> bool {
    WORDS.iter().any(|word| text.contains(word))
}

fn holds_settings(path: &RelPath) -> bool {
    path.name() == ".flaskenv" || is_env_example(&path.name().to_ascii_lowercase())
}

fn in_line(line: &Line<'_>) -> Vec<Command> {
    let words = scripts::words(&line.text);
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        let name = word.rsplit('/').next().unwrap_or(word);
        if word.trim_end_matches(':') == "FLASK_APP"
            && let Some(value) = after.first()
        {
            let text = shortened(&format!("FLASK_APP={value}"));
            let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text };
            // It also serves the commands of developers, so a server's own command says more.
            found.extend(application(value, line.place.max(Place::Script), line.folder.clone(), evidence));
        } else if name == "flask" {
            let arguments: Vec<&str> = scripts::arguments(after).iter().map(String::as_str).collect();
            found.extend(served(line, &arguments));
        }
    }
    found
}

/// `flask --app hello run --port 5000`.
fn served(line: &Line<'_>, arguments: &[&str]) -> Option<Command> {
    if !arguments.contains(&"run") {
        return None;
    }
    let after = |names: &[&str]| {
        let at = arguments.iter().position(|argument| names.contains(argument))?;
        arguments.get(at + 1).copied()
    };
    let text = shortened(&format!("flask {}", arguments.join(" ")));
    let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text };
    let port = after(&["--port", "-p"]).and_then(|port| port.parse().ok());
    let named =
        after(&["--app", "-A"]).and_then(|value| application(value, line.place, line.folder.clone(), evidence.clone()));
    let nameless = || port.map(|_| blank(line.place, line.folder.clone(), evidence));
    Some(Command { port, ..named.or_else(nameless)? })
}

/// What Flask makes of a name: `hello`, `hello.py`, `hello.app:create_app()`.
fn application(value: &str, place: Place, folder: RelPath, evidence: Evidence) -> Option<Command> {
    let plain = value.split('(').next().unwrap_or(value).trim_start_matches("./");
    let command = blank(place, folder, evidence);
    if let Some(target) = target(plain) {
        return Some(Command { target: Some(target), factory: value.contains('('), ..command });
    }
    let stem = plain.strip_suffix(".py").map_or_else(|| plain.replace('.', "/"), str::to_owned);
    let valid = !stem.is_empty() && stem.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '-'));
    valid.then(|| Command { file: Some(format!("{stem}.py")), ..command })
}

fn blank(place: Place, folder: RelPath, evidence: Evidence) -> Command {
    Command { place, target: None, file: None, factory: false, port: None, app_dir: None, folder, evidence }
}

/// `app.run(port=5000)` of the applications among `candidates`; a `wsgi.py` is made for servers, and speaks before it.
pub fn run_calls(sources: &Sources<'_>, candidates: &[Candidate]) -> Vec<Command> {
    let mut found = Vec::new();
    if candidates.iter().any(|candidate| candidate.path.name() == "wsgi.py") {
        return found;
    }
    for candidate in candidates.iter().filter(|candidate| candidate.stack == "flask" && !candidate.factory) {
        let Some(module) = sources.get(candidate.path.as_str()).and_then(|file| file.module()) else { continue };
        let wanted = format!("{}.run", candidate.attribute);
        for call in module.calls() {
            if call.child_by_field_name("function").map(|function| module.text(function)) != Some(wanted.as_str()) {
                continue;
            }
            let here = candidate.path.as_str().trim_end_matches(".py").replace('/', ".");
            let port = keyword(module, call, "port").and_then(|port| number(sources, module, port));
            let target = Some((here, candidate.attribute.clone()));
            let folder = candidate.path.parent();
            found.push(Command { target, port, ..blank(Place::Code, folder, module.evidence(call)) });
        }
    }
    found
}
