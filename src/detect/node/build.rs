//! What the build makes of the sources: by the compiler or bundler that its script runs, and that one's settings.

mod bundlers;

use crate::detect::node::package::{Package, joined};
use crate::detect::node::start::{Step, unwrapped};
use crate::detect::node::{nx, shell, tsconfig};
use crate::tree::{RelPath, Tree};

/// Scripts that build, the likeliest first.
const SCRIPTS: &[&str] = &[
    "build",
    "build:prod",
    "build:production",
    "build:server",
    "server:build",
    "build:ts",
    "build-ts",
    "compile",
    "tsc",
    "transpile",
    "bundle",
    "prestart",
    "heroku-postbuild",
];
/// How many scripts may call one another.
pub const HOPS: u8 = 6;

/// A build that writes files which Node can start; paths count from the app's root.
#[derive(Clone, Debug)]
pub struct Build {
    /// The script of package.json that runs it.
    pub script: Option<String>,
    /// What runs it where no script does.
    pub command: Option<Vec<String>>,
    /// The folder that it writes; None where it writes beside the sources.
    pub output: Option<RelPath>,
    rule: Rule,
}

/// Which file becomes which.
#[derive(Clone, Debug)]
enum Rule {
    /// Every source below one folder keeps its path below another.
    Folder { from: String, to: String },
    /// Single files.
    Files(Vec<(String, String)>),
}

/// Where a build runs.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a, 't> {
    pub tree: &'t Tree,
    pub package: &'a Package<'t>,
}

impl Build {
    /// What `source` becomes.
    pub fn product(&self, source: &str) -> Option<String> {
        match &self.rule {
            Rule::Folder { from, to } => {
                let (stem, extension) = source.rsplit_once('.')?;
                let extension = match extension {
                    "ts" | "tsx" | "jsx" | "js" => "js",
                    "mts" | "mjs" => "mjs",
                    "cts" | "cjs" => "cjs",
                    _ => return None,
                };
                Some(format!("{}.{extension}", within(to, below(stem, from)?)))
            }
            Rule::Files(files) => files.iter().find(|(from, _)| from == source).map(|(_, to)| to.clone()),
        }
    }

    /// Whether it makes the file at `product`, and of which source of the app in `root`.
    pub fn source(&self, tree: &Tree, root: &RelPath, product: &str) -> Option<RelPath> {
        let found = match &self.rule {
            Rule::Folder { from, to } => {
                let (stem, _) = product.rsplit_once('.')?;
                let stem = within(from, below(stem, to)?);
                let endings = ["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"];
                let paths = endings.iter().filter_map(|ending| joined(root, &format!("{stem}.{ending}")));
                paths.into_iter().find(|path| tree.contains(path.as_str()))
            }
            Rule::Files(files) => {
                let same = |(_, to): &&(String, String)| to == product || stem(to) == stem(product);
                files.iter().find(same).and_then(|(from, _)| joined(root, from))
            }
        };
        found.filter(|path| tree.contains(path.as_str()))
    }
}

impl Build {
    /// What `script` builds by means that need not be known here, into `folder`.
    pub fn unseen(script: &str, folder: RelPath) -> Self {
        Build { script: Some(script.to_owned()), command: None, output: Some(folder), rule: Rule::Files(Vec::new()) }
    }
}

impl Site<'_, '_> {
    /// The build of the package's scripts.
    pub fn build(self) -> Option<Build> {
        SCRIPTS.iter().find_map(|name| self.of_script(name))
    }

    /// What the steps before a start build, the last that builds.
    pub fn of_steps(self, steps: &[Step]) -> Option<Build> {
        steps.iter().rev().find_map(|step| match step {
            Step::Script(name) => self.of_script(name),
            Step::Command(words) => {
                let rule = self.rule(words)?;
                Some(made(rule, None, Some(words.clone())))
            }
        })
    }

    /// What tsconfig.json alone says, where no script runs the compiler.
    pub fn unscripted(self) -> Option<Build> {
        let command = vec!["tsc".to_owned()];
        let rule = self.rule(&command).filter(|_| self.package.lists("typescript"))?;
        Some(made(rule, None, Some(command)))
    }

    /// A script that builds by means that are not known here, into `folder`.
    pub fn opaque(self, folder: &str) -> Option<Build> {
        let name = SCRIPTS.iter().find(|name| self.package.script(name).is_some())?;
        let (rule, output) = (Rule::Files(Vec::new()), RelPath::new(folder).ok());
        Some(Build { script: Some((*name).to_owned()), command: None, output, rule })
    }

    fn of_script(self, name: &str) -> Option<Build> {
        let commands = self.commands(name, HOPS);
        let rule = commands.iter().rev().find_map(|words| self.rule(words))?;
        Some(made(rule, Some(name.to_owned()), None))
    }

    /// The commands that a script leads to, in order.
    pub fn commands(self, name: &str, hops: u8) -> Vec<Vec<String>> {
        let Some(hops) = hops.checked_sub(1) else { return Vec::new() };
        let mut found = Vec::new();
        for words in shell::commands(self.package.script(name).unwrap_or("")) {
            let words = unwrapped(&words, &mut None);
            let called: Vec<&str> =
                called(words).into_iter().filter(|name| self.package.script(name).is_some()).collect();
            if called.is_empty() {
                found.push(words.to_vec());
            }
            found.extend(called.into_iter().flat_map(|name| self.commands(name, hops)));
        }
        found
    }

    fn rule(self, words: &[String]) -> Option<Rule> {
        let (program, arguments) = words.split_first()?;
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match program.rsplit('/').next()? {
            "tsc" | "ttsc" | "tspc" => self.typescript(&arguments),
            "nx" => {
                let project = arguments.iter().skip(1).find(|word| !word.starts_with('-')).copied();
                let built = nx::built(self.tree, &self.package.root, project)
                    .filter(|_| arguments.first() == Some(&"build"))?;
                let source = built.source?;
                Some(Rule::Files(vec![(source, built.main)]))
            }
            program => self.bundled(program, &arguments),
        }
    }

    fn typescript(self, arguments: &[&str]) -> Option<Rule> {
        let after = |names: &[&str]| valued(arguments, names);
        let root = &self.package.root;
        let config = after(&["-p", "--project", "-b", "--build"]).filter(|path| !path.starts_with('-')).unwrap_or(".");
        let compiler = tsconfig::read(self.tree, &joined(root, config)?).unwrap_or_default();
        let told = after(&["--noEmit"]);
        let silent = arguments.contains(&"--noEmit") && told != Some("false");
        if silent || compiler.no_emit && told != Some("false") || arguments.contains(&"--emitDeclarationOnly") {
            return None;
        }
        let from = after(&["--rootDir"]).and_then(|path| joined(root, path)).or_else(|| compiler.root(self.tree))?;
        let to = after(&["--outDir"]).and_then(|path| joined(root, path)).or(compiler.out_dir);
        let to = to.unwrap_or_else(|| from.clone());
        Some(Rule::Folder { from: seen_from(root, &from)?, to: seen_from(root, &to)? })
    }
}

fn made(rule: Rule, script: Option<String>, command: Option<Vec<String>>) -> Build {
    let first = |path: &str| path.split_once('/').map_or(".", |(first, _)| first).to_owned();
    let folder = match &rule {
        Rule::Folder { from, to } => (from != to).then(|| to.clone()),
        Rule::Files(files) => files.first().map(|(_, to)| first(to)),
    };
    let output = folder.and_then(|folder| RelPath::new(&folder).ok()).filter(|folder| !folder.is_root());
    Build { script, command, output, rule }
}

/// The scripts that a command calls: `npm run build`, `run-s clean compile`, `yarn build`.
fn called(words: &[String]) -> Vec<&str> {
    let Some((program, rest)) = words.split_first() else { return Vec::new() };
    let names =
        rest.iter().map(String::as_str).filter(|word| !word.starts_with('-') && !matches!(*word, "run" | "run-script"));
    match program.as_str() {
        "npm" if !rest.iter().any(|word| word == "run" || word == "run-script") => Vec::new(),
        "npm" | "yarn" | "pnpm" | "bun" => names.take(1).collect(),
        "run-s" | "run-p" | "npm-run-all" => names.collect(),
        "concurrently" => names.map(|name| name.trim_start_matches("npm:").trim_start_matches("npm run ")).collect(),
        _ => Vec::new(),
    }
}

/// The word behind a flag, or behind its `=`.
fn valued<'w>(arguments: &[&'w str], names: &[&str]) -> Option<&'w str> {
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        if names.contains(word) {
            return rest.next().copied();
        }
        match word.split_once('=') {
            Some((name, value)) if names.contains(&name) => return Some(value),
            _ => {}
        }
    }
    None
}

/// `path` from the app's root; empty for the root itself.
fn seen_from(root: &RelPath, path: &RelPath) -> Option<String> {
    if path == root { Some(String::new()) } else { path.below(root).map(str::to_owned) }
}

fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

fn within(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}
