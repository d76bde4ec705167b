//! What an install runs: scripts of packages that production needs, the project's own hooks, and generated code.

use std::collections::BTreeSet;

use crate::detect::node::lock::Lock;
use crate::detect::node::package::Package;
use crate::detect::node::shell;
use crate::detect::node::start::unwrapped;
use crate::facts::Natives;
use crate::tree::{RelPath, Tree};

const LIFECYCLE: &[&str] = &["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare"];
/// Commands that change nothing.
const IDLE: &[&str] = &["echo", "true", "exit", ":", "node-gyp-build"];
/// How many scripts may call one another.
const HOPS: u8 = 5;

/// The lifecycle scripts of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hooks {
    /// There are some that an install for production must not run.
    pub unwanted: bool,
    /// Of those, what the program needs nevertheless, from its own folder.
    pub needed: Vec<Vec<String>>,
    /// patch-package changes packages once they are installed.
    pub patches: bool,
}

/// The hooks of `package`, and those of the workspace around it.
pub fn hooks(package: &Package<'_>, workspace: Option<&Package<'_>>) -> Hooks {
    let root = &package.root;
    let mut hooks = Hooks::default();
    for package in [Some(package), workspace].into_iter().flatten() {
        for words in LIFECYCLE.iter().flat_map(|name| commands(package, name, HOPS)) {
            let Some((program, rest)) = words.split_first() else { continue };
            match program.rsplit('/').next().unwrap_or(program) {
                program if IDLE.contains(&program) => {}
                "patch-package" => {
                    hooks.unwanted |= !package.depends_on("patch-package");
                    hooks.patches = true;
                }
                "prisma" if rest.first().is_some_and(|word| word == "generate") => {
                    hooks.unwanted |= !package.depends_on("prisma");
                }
                "node" if !rest.iter().any(|word| word == "-e" || word.contains("husky")) => {
                    hooks.unwanted = true;
                    hooks.needed.extend(Some(words).filter(|_| package.root == *root));
                }
                _ => hooks.unwanted = true,
            }
        }
    }
    hooks.needed.dedup();
    hooks
}

/// The commands that a script leads to.
fn commands(package: &Package<'_>, name: &str, hops: u8) -> Vec<Vec<String>> {
    let Some(hops) = hops.checked_sub(1) else { return Vec::new() };
    let mut found = Vec::new();
    for words in shell::commands(package.script(name).unwrap_or("")) {
        let words = unwrapped(&words, &mut None).to_vec();
        let runner = words.first().is_some_and(|word| matches!(word.as_str(), "npm" | "yarn" | "pnpm" | "bun"));
        let script = words.iter().skip(1).find(|word| package.script(word).is_some()).filter(|_| runner);
        match script {
            Some(script) => found.extend(commands(package, script, hops)),
            None if !words.is_empty() => found.push(words),
            None => {}
        }
    }
    found
}

/// The packages that `dependencies` bring along and whose own scripts must run.
pub fn rebuild<'l>(
    lock: Option<&'l Lock>,
    dependencies: impl Iterator<Item = &'l str>,
    natives: &Natives,
) -> Vec<String> {
    let direct: BTreeSet<&str> = dependencies.collect();
    let reached = match lock {
        Some(lock) => lock.reached(direct.into_iter()),
        None => direct,
    };
    let scripted = |name: &str| lock.is_some_and(|lock| lock.scripts.contains(name)) && !natives.idle.contains(name);
    reached.into_iter().filter(|name| natives.needed.contains(*name) || scripted(name)).map(str::to_owned).collect()
}

/// `prisma generate`, where the client is used; with the schema's path where it is an unusual one.
pub fn generate(tree: &Tree, package: &Package<'_>) -> Option<(Vec<String>, Option<RelPath>)> {
    if !package.depends_on("@prisma/client") && !package.depends_on("prisma") {
        return None;
    }
    let command = |more: &[&str]| ["prisma", "generate"].iter().chain(more).map(|word| (*word).to_owned()).collect();
    let there = |path: &RelPath| {
        tree.contains(path.as_str()) || tree.below(path).any(|(file, _)| file.extension() == Some("prisma"))
    };
    let told = package.json.string(&["prisma", "schema"]).and_then(|written| package.path(written)).filter(there);
    let configured = ["ts", "js", "mjs", "mts"].iter().filter_map(|e| package.path(&format!("prisma.config.{e}")));
    let configured = configured.into_iter().any(|path| tree.contains(path.as_str()));
    let usual = ["prisma/schema.prisma", "schema.prisma", "prisma/schema"];
    if let Some(schema) = told.or_else(|| usual.iter().filter_map(|path| package.path(path)).find(there)) {
        return Some((command(&[]), Some(schema)));
    }
    if configured {
        return Some((command(&[]), None));
    }
    let schema = tree.below(&package.root).map(|(path, _)| path).chain(tree.paths().filter(|_| package.root.is_root()));
    let schema =
        schema.filter(|path| path.name() == "schema.prisma").find(|path| crate::detect::places::decides(path))?;
    Some((command(&["--schema", schema.below(&package.root)?]), Some(schema.clone())))
}
