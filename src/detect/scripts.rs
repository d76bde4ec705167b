//! Where a repository writes commands down: image files, Procfile, compose, scripts, task files, README.

use crate::detect::compose::Contexts;
use crate::detect::dockerfile::site;
use crate::detect::places::{decides, is_compose, is_dockerfile, is_workflow};
use crate::facts::Notice;
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

/// One line with its continuations.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    pub place: Place,
    pub path: &'t RelPath,
    /// From 1.
    pub number: u32,
    /// The folder that it speaks for.
    pub folder: RelPath,
    pub text: String,
}

/// Files of platforms and process managers that say what runs.
const PLATFORMS: &[&str] = &[
    "procfile",
    "fly.toml",
    "render.yaml",
    "railway.toml",
    "railway.json",
    "nixpacks.toml",
    "heroku.yml",
    "supervisord.conf",
    "supervisor.conf",
];
const TASKS: &[&str] = &["makefile", "gnumakefile", "justfile", ".justfile", "taskfile.yml", "taskfile.yaml"];

/// Whether a file may hold commands; `name` in lower case.
pub fn is_script(path: &RelPath, name: &str) -> bool {
    let supervisor = name.ends_with(".conf") && path.as_str().to_ascii_lowercase().contains("supervisor");
    PLATFORMS.contains(&name) || TASKS.contains(&name) || supervisor || name.ends_with(".service")
}

/// Every line of every file in which one of `words` stands; loudest place first, then path order.
pub fn lines<'t>(tree: &'t Tree, words: &[&str], notices: &mut Vec<Notice>) -> Vec<Line<'t>> {
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
        if !words.iter().any(|word| text.contains(word)) {
            continue;
        }
        for (number, text) in logical_lines(text, place, path.name() == "pyproject.toml") {
            let folder = contexts.at(number).cloned().unwrap_or_else(|| site(path));
            found.push(Line { place, path, number, folder, text });
        }
    }
    found.sort_by_key(|line| (line.place, variant(line.path.name())));
    found
}

/// What the names of files and folders say that are for developers and for tests.
const REHEARSALS: &[&str] = &[
    "dev",
    "development",
    "devcontainer",
    "test",
    "tests",
    "testing",
    "e2e",
    "playwright",
    "local",
    "debug",
    "ci",
    "override",
    "example",
];

/// Whether `name`, of a file or of a folder, says that it is for developers or for tests.
pub fn is_rehearsal(name: &str) -> bool {
    variant(name) == 3
}

/// Files for production speak before their variants, those for development last.
fn variant(name: &str) -> u8 {
    const PLAIN: &[&str] = &["docker", "compose", "yml", "yaml", "dockerfile", "sh", "makefile", "procfile"];
    let lower = name.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(['.', '-', '_']).filter(|part| !PLAIN.contains(part)).collect();
    match () {
        () if parts.is_empty() => 0,
        () if parts.iter().any(|part| REHEARSALS.contains(part)) => 3,
        () if parts.iter().any(|part| part.starts_with("prod")) => 1,
        () => 2,
    }
}

fn place(path: &RelPath) -> Option<Place> {
    if is_workflow(path) {
        return Some(Place::Workflow);
    }
    let name = path.name().to_ascii_lowercase();
    let place = match name.as_str() {
        "pyproject.toml" => Place::Script,
        _ if TASKS.contains(&name.as_str()) || name.ends_with(".sh") => Place::Script,
        _ if is_script(path, &name) => Place::Procfile,
        _ if is_dockerfile(&name) => Place::Image,
        _ if is_compose(&name) => Place::Compose,
        _ if name.starts_with("readme") => Place::Readme,
        _ => return None,
    };
    decides(path).then_some(place)
}

/// Lines with their continuations joined; a compose file's `command:` takes the lines indented below it,
/// and of a pyproject.toml only the tables of tasks count.
fn logical_lines(text: &str, place: Place, manifest: bool) -> Vec<(u32, String)> {
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut open = false;
    let mut block: Option<usize> = None;
    let mut counts = !manifest;
    let mut number = 0_u32;
    for line in text.lines() {
        number = number.saturating_add(1);
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        if manifest && trimmed.starts_with('[') && trimmed.ends_with(']') {
            counts = trimmed.contains("script") || trimmed.contains("tasks");
        }
        if !counts || trimmed.starts_with('#') && place != Place::Readme {
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

/// The words of a line as a shell or an exec form has them, without quotes, brackets and `=`.
pub fn words(text: &str) -> Vec<String> {
    let plain = text.replace('\\', "");
    plain
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']' | '`' | '='))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words after a program's name, up to the command's end or a comment.
pub fn arguments(after: &[String]) -> &[String] {
    let ends = |word: &String| matches!(word.as_str(), "&&" | "||" | ";" | "|" | "&") || word.starts_with('#');
    after.get(..after.iter().position(ends).unwrap_or(after.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_for_production_speak_first() {
        let mut names = ["compose.dev.yml", "compose-ha.yml", "docker-compose.yml", "Dockerfile.prod", "Dockerfile"];
        names.sort_by_key(|name| variant(name));
        assert_eq!(names, ["docker-compose.yml", "Dockerfile", "Dockerfile.prod", "compose-ha.yml", "compose.dev.yml"]);
    }

    #[test]
    fn a_command_ends_where_another_or_a_comment_begins() {
        let words = words("python -m bot.main --webhook  # answers in Telegram");
        assert_eq!(arguments(&words), ["python", "-m", "bot.main", "--webhook"]);
    }

    #[test]
    fn only_tables_of_tasks_count_in_a_manifest() {
        let text = "[project]\nname = \"uvicorn x:y\"\n[tool.poe.tasks]\nserve = \"uvicorn a:b\"\n";
        let found = logical_lines(text, Place::Script, true);
        assert_eq!(found.last().map(|(line, _)| *line), Some(4));
        assert!(found.iter().all(|(line, _)| *line > 2));
    }
}
