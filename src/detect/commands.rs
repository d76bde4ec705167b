//! The commands by which the repository starts its servers: image files, Procfile, compose, scripts, README.

use crate::detect::compose::Contexts;
use crate::detect::dockerfile::site;
use crate::detect::nodes::shortened;
use crate::detect::places::{decides, is_compose, is_dockerfile, is_workflow};
use crate::facts::{Evidence, Notice};
use crate::tree::{RelPath, Tree};

/// Where a command stands; the first kinds speak louder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Settings,
    Image,
    Procfile,
    Compose,
    Code,
    Script,
    Workflow,
    Readme,
}

/// One server started by hand or by a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub place: Place,
    /// `app.main` and `app` of `app.main:app`.
    pub target: Option<(String, String)>,
    /// The file of `fastapi run app/main.py`.
    pub file: Option<String>,
    pub factory: bool,
    pub port: Option<u16>,
    pub app_dir: Option<String>,
    /// The folder that it speaks for.
    pub folder: RelPath,
    pub evidence: Evidence,
}

const SERVERS: &[&str] = &["uvicorn", "gunicorn", "hypercorn", "granian", "daphne", "fastapi"];

/// Every command of the repository, the loudest first, then in path order.
pub fn commands(tree: &Tree, notices: &mut Vec<Notice>) -> Vec<Command> {
    let mut found = Vec::new();
    for (path, text) in tree.texts() {
        let Some(place) = place(path) else { continue };
        let contexts = match place {
            Place::Compose => Contexts::read(path, text).unwrap_or_else(|notice| {
                notices.push(notice);
                Contexts::default()
            }),
            _ => Contexts::default(),
        };
        if SERVERS.iter().any(|server| text.contains(server)) {
            for (line, command) in logical_lines(text, place) {
                let folder = contexts.at(line).cloned().unwrap_or_else(|| site(path));
                found.extend(
                    read(place, path, line, &command)
                        .into_iter()
                        .map(|command| Command { folder: folder.clone(), ..command }),
                );
            }
        }
    }
    found.sort_by_key(|command| command.place);
    found
}

fn place(path: &RelPath) -> Option<Place> {
    if is_workflow(path) {
        return Some(Place::Workflow);
    }
    let name = path.name().to_ascii_lowercase();
    let place = match name.as_str() {
        "procfile" => Place::Procfile,
        "makefile" | "justfile" => Place::Script,
        _ if name.ends_with(".sh") => Place::Script,
        _ if is_dockerfile(&name) => Place::Image,
        _ if is_compose(&name) => Place::Compose,
        _ if name.starts_with("readme") => Place::Readme,
        _ => return None,
    };
    decides(path).then_some(place)
}

/// Lines with their continuations joined; a compose file's `command:` takes the lines indented below it.
fn logical_lines(text: &str, place: Place) -> Vec<(u32, String)> {
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut open = false;
    let mut block: Option<usize> = None;
    let mut number = 0_u32;
    for line in text.lines() {
        number = number.saturating_add(1);
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        if trimmed.starts_with('#') && place != Place::Readme {
            continue;
        }
        let below = block.is_some_and(|key| indent > key || trimmed.starts_with("- ") && indent == key);
        match found.last_mut() {
            Some((_, last)) if open || below => {
                last.push(' ');
                last.push_str(trimmed.trim_start_matches("- ").trim_end_matches('\\'));
            }
            _ => {
                block = None;
                found.push((number, trimmed.trim_end_matches('\\').to_owned()));
            }
        }
        open = trimmed.ends_with('\\');
        if place == Place::Compose && (trimmed.starts_with("command:") || trimmed.starts_with("entrypoint:")) {
            block = Some(indent);
        }
    }
    found
}

fn read(place: Place, path: &RelPath, line: u32, text: &str) -> Vec<Command> {
    let plain = text.replace('\\', "");
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']' | '`' | '='))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        let program = word.rsplit('/').next().unwrap_or(word);
        if SERVERS.contains(&program) {
            let end =
                after.iter().position(|word| matches!(*word, "&&" | "||" | ";" | "|" | "&")).unwrap_or(after.len());
            let arguments = after.get(..end).unwrap_or_default();
            let text = shortened(&format!("{word} {}", arguments.join(" ")));
            let evidence = Evidence { path: path.clone(), line: Some(line), text };
            found.extend(command(place, program, arguments, evidence));
        }
    }
    found
}

fn command(place: Place, program: &str, arguments: &[&str], evidence: Evidence) -> Option<Command> {
    let verb = arguments.first().copied().unwrap_or("");
    if program == "fastapi" && !matches!(verb, "run" | "dev") {
        return None;
    }
    let after = |names: &[&str]| {
        let at = arguments.iter().position(|argument| names.contains(argument))?;
        arguments.get(at + 1).copied()
    };
    let target = arguments.iter().find_map(|argument| target(argument));
    let prose =
        place == Place::Readme && target.is_none() && !arguments.iter().any(|argument| argument.ends_with(".py"));
    if prose {
        return None;
    }
    let port = after(&["--port", "-p"]).and_then(port).or_else(|| {
        after(&["--bind", "-b"]).and_then(|address| port(address.split_once(':').map_or("", |(_, port)| port)))
    });
    let file = arguments.iter().find(|argument| argument.ends_with(".py") && program == "fastapi");
    if target.is_none() && port.is_none() && program != "fastapi" {
        return None;
    }
    let called = arguments.iter().any(|argument| argument.ends_with("()"));
    Some(Command {
        place,
        target,
        file: file.map(|file| file.trim_start_matches("./").to_owned()),
        factory: called || arguments.contains(&"--factory"),
        port,
        app_dir: after(&["--app-dir", "--chdir"]).map(|folder| folder.trim_start_matches("./").to_owned()),
        folder: evidence.path.parent(),
        evidence,
    })
}

/// `app.main` and `app` of `app.main:app`; addresses are not targets.
pub fn target(word: &str) -> Option<(String, String)> {
    let (module, attribute) = word.trim_end_matches("()").split_once(':')?;
    let identifier = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let valid = module.split('.').all(identifier) && attribute.split('.').all(identifier);
    (valid && module != "localhost").then(|| (module.to_owned(), attribute.to_owned()))
}

/// `8000`, and the default of `${PORT:-8000}`.
fn port(word: &str) -> Option<u16> {
    let word = word.rsplit_once(":-").map_or(word, |(_, default)| default.trim_end_matches('}'));
    word.parse().ok().filter(|port| *port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{File, Text};

    fn all(path: &str, text: &str) -> Vec<Command> {
        let mut tree = Tree::default();
        tree.insert(RelPath::new(path).unwrap(), File::Text(Text::new(text)));
        commands(&tree, &mut Vec::new())
    }

    #[test]
    fn commands_are_found_wherever_they_stand() {
        let found =
            all("Dockerfile", "CMD [\"uvicorn\", \"app.main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"80\"]\n");
        assert_eq!(found[0].target, Some(("app.main".into(), "app".into())));
        assert_eq!(found[0].port, Some(80));
        let found = all(
            "Dockerfile",
            "CMD alembic upgrade head && \\\n  gunicorn -b 0.0.0.0:${PORT:-9000} -k x.Y svc:create_app\\(\\)\n",
        );
        assert_eq!(found[0].port, Some(9000));
        let found = all(
            "compose.yaml",
            "services:\n  web:\n    command:\n      - uvicorn\n      - api:app\n      - --app-dir=src\n    ports: []\n",
        );
        assert_eq!(found[0].app_dir.as_deref(), Some("src"));
        let found = all("README.md", "Run `uvicorn main:create_app --factory`.\n");
        assert!(found[0].factory);
        let found = all("Procfile", "web: fastapi run svc/main.py --port 5000");
        assert_eq!(found[0].file.as_deref(), Some("svc/main.py"));
        assert!(all("README.md", "We use uvicorn on localhost:8000.\n").is_empty());
    }
}
