//! What a command starts: through scripts, watchers, process managers and loaders, down to the file.

mod node_program;
mod processes;
mod runners;
mod wrappers;

pub use wrappers::unwrapped;

use crate::detect::node::package::{Package, Packages};
use crate::detect::node::shell;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// How many scripts may call one another.
const HOPS: u8 = 8;

/// Something that runs before a program is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A script of package.json: `build`.
    Script(String),
    /// A command of its own: `tsc -p .`.
    Command(Vec<String>),
}

/// A file that a command starts on Node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// As written, from `folder`: `dist/index.js`, `src`, `.`.
    pub file: String,
    pub folder: RelPath,
    /// What lets Node run it as it is: `tsx`.
    pub loader: Option<String>,
    /// Options of Node that it needs: `--require`, `module-alias/register`.
    pub options: Vec<String>,
    /// It starts anew when files change, or is a script for development by its name.
    pub development: bool,
    /// Bun runs it, not Node.
    pub bun: bool,
    pub port: Option<u16>,
    pub before: Vec<Step>,
    pub evidence: Vec<Evidence>,
}

/// What commands lead to in this repository.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a, 't> {
    pub tree: &'t Tree,
    pub packages: &'a Packages<'t>,
}

/// The command that is followed.
#[derive(Clone, Debug)]
struct At {
    folder: RelPath,
    loader: Option<String>,
    options: Vec<String>,
    development: bool,
    port: Option<u16>,
    evidence: Vec<Evidence>,
    hops: u8,
}

/// What was found on the way.
#[derive(Debug, Default)]
struct Found {
    starts: Vec<Start>,
    before: Vec<Step>,
}

impl Resolver<'_, '_> {
    /// What the commands of `words` start in `folder`.
    pub fn starts(&self, folder: &RelPath, commands: &[Vec<String>], evidence: Evidence) -> Vec<Start> {
        let at = At {
            folder: folder.clone(),
            loader: None,
            options: Vec::new(),
            development: false,
            port: None,
            evidence: vec![evidence],
            hops: HOPS,
        };
        let mut found = Found::default();
        self.follow_all(&at, commands, &mut found);
        found.starts
    }

    /// What a script of `package` starts.
    pub fn script_starts(&self, package: &Package<'_>, name: &str) -> Vec<Start> {
        let words = vec!["npm".to_owned(), "run".to_owned(), name.to_owned()];
        let mut starts = self.starts(&package.root, &[words], package.json.evidence(&["scripts", name]));
        for start in &mut starts {
            start.evidence.dedup();
        }
        starts
    }

    fn follow_all(&self, at: &At, commands: &[Vec<String>], found: &mut Found) {
        let mut at = at.clone();
        for words in commands {
            if let [cd, folder] = words.as_slice()
                && cd == "cd"
                && let Ok(folder) = at.folder.join(folder)
            {
                at.folder = folder;
                continue;
            }
            let before = found.starts.len();
            self.follow(&at, words, found);
            if found.starts.len() == before && !words.is_empty() && !self.is_script_step(found, words) {
                found.before.push(Step::Command(words.clone()));
            }
        }
    }

    /// Whether the last step already says what `words` ran.
    fn is_script_step(&self, found: &Found, words: &[String]) -> bool {
        matches!(found.before.last(), Some(Step::Script(name)) if words.iter().any(|word| word == name))
    }

    fn follow(&self, at: &At, words: &[String], found: &mut Found) {
        let mut at = at.clone();
        let Some(hops) = at.hops.checked_sub(1) else { return };
        at.hops = hops;
        let words = wrappers::unwrapped(words, &mut at.port);
        let Some((program, arguments)) = words.split_first() else { return };
        let program = program.rsplit('/').next().unwrap_or(program);
        match program {
            "node" | "nodejs" => self.node(at, arguments, found),
            "nodemon" | "supervisor" | "node-dev" | "tsc-watch" => self.watcher(at, program, arguments, found),
            "pm2" | "pm2-runtime" | "pm2-docker" | "forever" => self.process_manager(at, program, arguments, found),
            "npm" | "yarn" | "pnpm" | "bun" | "bunx" => self.manager(at, program, arguments, found),
            "npm-run-all" | "run-s" | "run-p" | "concurrently" | "turbo" | "wireit" => {
                self.several(&at, program, arguments, found);
            }
            "nx" => self.nx(&at, arguments, found),
            "sh" | "bash" | "ash" => self.shell_file(&at, arguments.first().map_or("", String::as_str), found),
            _ if program.ends_with(".sh") => self.shell_file(&at, words.first().map_or("", String::as_str), found),
            _ => self.loaded(at, program, arguments, found),
        }
    }

    /// The commands of a shell script of the repository.
    fn shell_file(&self, at: &At, file: &str, found: &mut Found) {
        let Some(text) = self.sh(at, file) else { return };
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let commands: Vec<Vec<String>> = lines.flat_map(shell::commands).collect();
        let before = found.before.clone();
        self.follow_all(at, &commands, found);
        found.before = before;
    }

    /// The text of a script by its path or, as images copy it elsewhere, by its name.
    fn sh(&self, at: &At, file: &str) -> Option<&str> {
        let near = crate::detect::node::package::joined(&at.folder, file.trim_start_matches('/'));
        let text = near.and_then(|path| self.tree.text(path.as_str()));
        let name = file.rsplit('/').next().filter(|name| name.ends_with(".sh"));
        text.or_else(|| {
            let mut texts = self.tree.texts().filter(|(path, _)| path.below(&at.folder).is_some());
            texts.find(|(path, _)| name == Some(path.name())).map(|(_, text)| text)
        })
    }

    fn package(&self, folder: &RelPath) -> Option<&Package<'_>> {
        crate::detect::version::ancestors(folder).iter().find_map(|folder| self.packages.get(folder))
    }
}

impl At {
    fn start(self, file: &str, found: &Found) -> Start {
        let At { folder, loader, options, development, port, evidence, hops: _ } = self;
        Start {
            file: file.trim_start_matches("./").to_owned(),
            folder,
            loader,
            options,
            development,
            bun: false,
            port,
            before: found.before.clone(),
            evidence,
        }
    }
}
