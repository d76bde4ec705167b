//! Commands of images and pipelines that install packages without looking at the lock file.

use crate::audit::pipeline::pipelines;
use crate::audit::{Ground, Raised, Verdict};
use crate::detect::nodes::shortened;
use crate::detect::places::{is_dockerfile, is_vendored};
use crate::facts::{AppFacts, Evidence};
use crate::finding::Severity;
use crate::tree::RelPath;

/// A package manager of Node: its lock file, a command that may change it, and the one that does not.
struct Manager {
    lock: &'static str,
    loose: &'static [&'static str],
    /// Options that make it hold on to the lock file.
    strict: &'static [&'static str],
    instead: &'static str,
    /// In a pipeline it holds on to the lock file by itself.
    cautious: bool,
}

/// A command, where it stands, and whether a pipeline runs it.
struct Command {
    text: String,
    place: Evidence,
    piped: bool,
}

/// Images that nobody deploys.
const REHEARSALS: &[&str] = &["dev", "test", "local", "playwright", "e2e"];

const MANAGERS: &[Manager] = &[
    Manager {
        lock: "package-lock.json",
        loose: &["npm install", "npm i"],
        strict: &[],
        instead: "npm ci",
        cautious: false,
    },
    Manager {
        lock: "yarn.lock",
        loose: &["yarn", "yarn install"],
        strict: &["--frozen-lockfile", "--immutable", "--pure-lockfile"],
        instead: "yarn install --frozen-lockfile",
        cautious: true,
    },
    Manager {
        lock: "pnpm-lock.yaml",
        loose: &["pnpm install", "pnpm i"],
        strict: &["--frozen-lockfile", "--no-frozen-lockfile", "--lockfile-only"],
        instead: "pnpm install --frozen-lockfile",
        cautious: true,
    },
    Manager {
        lock: "bun.lock",
        loose: &["bun install", "bun i"],
        strict: &["--frozen-lockfile"],
        instead: "bun install --frozen-lockfile",
        cautious: false,
    },
];

/// Raises every command that installs an app's packages without its lock file.
pub fn unlocked(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let locks: Vec<&str> = ground.facts.apps.iter().filter_map(lock).collect();
    for Command { text, place, piped } in commands(ground) {
        for part in text.split("&&").flat_map(|part| part.split(';')).map(str::trim) {
            let part = part.strip_prefix("RUN ").map_or(part, str::trim);
            let known = MANAGERS.iter().filter(|manager| locks.contains(&manager.lock));
            if let Some(manager) = known.filter(|manager| !(piped && manager.cautious)).find(|manager| manager.is(part))
            {
                let message = format!("`{part}` may install other versions than `{}` holds", manager.lock);
                let raised = Raised::fault(message, place.clone()).severity(Severity::Low);
                verdict.raise(raised.fix(format!("write `{}`", manager.instead)));
            }
        }
    }
}

fn lock(app: &AppFacts) -> Option<&str> {
    Some(app.lock.as_ref()?.value.name())
}

impl Manager {
    /// Whether a command installs all packages, and no named ones.
    fn is(&self, command: &str) -> bool {
        let words: Vec<&str> = command.split_whitespace().collect();
        let options = words.iter().filter(|word| word.starts_with('-'));
        let plain: Vec<&str> = words.iter().copied().filter(|word| !word.starts_with('-')).collect();
        let strict =
            options.into_iter().any(|option| self.strict.contains(option) || *option == "-g" || *option == "--global");
        self.loose.contains(&plain.join(" ").as_str()) && !strict
    }
}

/// What images and pipelines run, line by line.
fn commands(ground: &Ground<'_, '_>) -> Vec<Command> {
    let is = |path: &RelPath| {
        let name = path.name().to_ascii_lowercase();
        is_dockerfile(&name) && !is_vendored(path) && !REHEARSALS.iter().any(|word| name.contains(word))
    };
    let mut found = Vec::new();
    for (path, text) in ground.tree.texts().filter(|(path, _)| is(path)) {
        found.extend(text.lines().zip(1_u32..).map(|(line, number)| {
            let bare = line.trim().trim_end_matches('\\').trim().trim_start_matches("&& ");
            let place = Evidence { path: path.clone(), line: Some(number), text: shortened(line.trim()) };
            Command { text: bare.to_owned(), place, piped: false }
        }));
    }
    for pipeline in pipelines(ground.tree) {
        found.extend(pipeline.told().into_iter().map(|told| {
            let bare = told.text.trim_start_matches(['-', ' ']).trim_start_matches("run:").trim();
            Command { text: bare.to_owned(), place: pipeline.evidence(&told), piped: true }
        }));
    }
    found
}
