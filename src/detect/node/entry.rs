//! What Node starts: as the production commands say, else `main`, else the code, a command for development, a habit.

mod located;

use crate::detect::node::build::{self, Build};
use crate::detect::node::entry::located::Located;
use crate::detect::node::package::{Package, joined};
use crate::detect::node::start::{Resolver, Start};
use crate::facts::{Confidence, Entry, Evidence, Seen};
use crate::tree::{RelPath, Tree};

/// Scripts that start the program, those for production first.
const SCRIPTS: &[&str] = &[
    "start:prod",
    "start:production",
    "start-prod",
    "serve:prod",
    "production",
    "prod",
    "start:server",
    "server:start",
    "start",
    "start:app",
    "start:api",
    "start:bot",
    "bot",
    "serve",
    "server",
    "start:force",
    "run",
];
/// Those that only developers run; they still name the source.
const DEVELOPMENT: &[&str] =
    &["start:dev", "dev", "dev:server", "server:dev", "start:watch", "develop", "watch", "serve:dev"];
/// Usual places of a program's first file.
const USUAL: &[&str] = &[
    "src/index",
    "src/server",
    "src/main",
    "src/app",
    "src/bot",
    "index",
    "server",
    "main",
    "app",
    "bot",
    "server/index",
    "api/index",
    "bin/www",
];
/// The program of a package.
#[derive(Clone, Debug)]
pub struct Program {
    pub entry: Seen<Entry>,
    /// The source that it begins with.
    pub source: Option<RelPath>,
    pub loader: Option<String>,
    /// Options of Node that it needs.
    pub options: Vec<String>,
    /// What makes it, where it is made.
    pub build: Option<Build>,
    pub port: Option<Seen<u16>>,
    pub bun: bool,
}

/// Where the program of a package is looked for.
#[derive(Clone, Copy)]
pub struct Ground<'a, 't> {
    pub tree: &'t Tree,
    pub resolver: Resolver<'a, 't>,
    pub package: &'a Package<'t>,
}

/// What the scripts of the package start, in order.
pub fn script_starts(resolver: Resolver<'_, '_>, package: &Package<'_>) -> Vec<Start> {
    let named = SCRIPTS.iter().chain(DEVELOPMENT).flat_map(|name| resolver.script_starts(package, name));
    let mut found: Vec<Start> = named.collect();
    found.sort_by_key(|start| start.development);
    found
}

impl Ground<'_, '_> {
    /// The program: `starts` are the commands that may start it, `servers` the files whose code serves.
    pub fn program(self, starts: &[Start], servers: &[(RelPath, Evidence)]) -> Option<Program> {
        let site = build::Site { tree: self.tree, package: self.package };
        let build = site.build();
        let (development, production): (Vec<&Start>, Vec<&Start>) = starts.iter().partition(|start| start.development);
        let told = production.iter().find_map(|start| self.started(start, build.as_ref()));
        told.or_else(|| self.main(build.as_ref(), servers))
            .or_else(|| {
                servers.iter().find_map(|(path, evidence)| self.source(path, evidence, build.as_ref(), servers.len()))
            })
            .or_else(|| development.iter().find_map(|start| self.started(start, build.as_ref())))
            .or_else(|| self.usual(build.as_ref()))
    }

    /// The program that a command starts.
    pub fn started(self, start: &Start, build: Option<&Build>) -> Option<Program> {
        let site = build::Site { tree: self.tree, package: self.package };
        let before = site.of_steps(&start.before);
        let scripted = before.as_ref().filter(|build| build.script.is_some());
        // A script that builds is told from a command that only the start runs.
        let builds = [scripted, build, before.as_ref()];
        let mut known = builds.into_iter().flatten().map(|build| (build, self.located(start, Some(build))));
        let made = known.find_map(|(build, located)| Some((build, located.filter(|one| one.build.is_some())?)));
        let (build, located) = match made {
            Some((build, located)) => (Some(build), located),
            None => (build, self.located(start, build)?),
        };
        let told = |value| Seen { value, confidence: Confidence::Certain, evidence: start.evidence.clone() };
        let loaded = start.loader.as_deref().map(package_of);
        let brought = loaded.is_none_or(|loader| self.package.depends_on(loader));
        let product = located.source.as_ref().filter(|_| located.build.is_none() && is_typescript(&located.module));
        let product = product.and_then(|_| Some((build?.product(&located.module)?, build?)));
        let (module, build, loader) = match product {
            // What only developers have cannot start it in production, and what is built starts faster.
            Some((product, build)) if start.development || !brought || start.bun => {
                (product, Some(build.clone()), None)
            }
            _ => (located.module, located.build, start.loader.clone()),
        };
        let sure = located.sure && !start.development && loader == start.loader;
        let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
        let entry = Seen { value: self.entry(module), confidence, evidence: start.evidence.clone() };
        Some(Program {
            entry,
            source: located.source,
            loader,
            options: start.options.clone(),
            build,
            port: start.port.map(told),
            bun: start.bun,
        })
    }

    /// `main` of package.json, where it is there or made, and is not only what others import.
    fn main(self, build: Option<&Build>, servers: &[(RelPath, Evidence)]) -> Option<Program> {
        let main = self.package.json.string(&["main"])?;
        let located = self.made_or_there(&joined(&self.package.root, main)?, build)?;
        let serves = servers.is_empty() || servers.iter().any(|(path, _)| Some(path) == located.source.as_ref());
        if !serves || is_typescript(&located.module) {
            return None;
        }
        let evidence = vec![self.package.json.evidence(&["main"])];
        Some(self.plain(located, Confidence::Likely, evidence))
    }

    /// The program that begins with the file at `path`.
    fn source(self, path: &RelPath, evidence: &Evidence, build: Option<&Build>, of: usize) -> Option<Program> {
        let module = path.below(&self.package.root)?.to_owned();
        let confidence = if of == 1 { Confidence::Certain } else { Confidence::Likely };
        let site = build::Site { tree: self.tree, package: self.package };
        let unscripted = || site.unscripted().filter(|_| is_typescript(&module));
        let build = build.cloned().or_else(unscripted);
        let made = build.and_then(|build| Some((build.product(&module)?, build))).filter(|(made, _)| *made != module);
        let evidence = vec![evidence.clone()];
        let located = match made {
            Some((product, build)) => {
                Located { module: product, source: Some(path.clone()), build: Some(build), sure: true }
            }
            None => Located { module, source: Some(path.clone()), build: None, sure: true },
        };
        Some(self.plain(located, confidence, evidence))
    }

    fn usual(self, build: Option<&Build>) -> Option<Program> {
        let paths = USUAL.iter().flat_map(|stem| {
            ["ts", "js", "mjs", "cjs", "mts"]
                .iter()
                .filter_map(move |ending| self.package.path(&format!("{stem}.{ending}")))
        });
        let path = paths.into_iter().find(|path| self.tree.contains(path.as_str()))?;
        let evidence = Evidence { path: path.clone(), line: None, text: path.name().to_owned() };
        let mut program = self.source(&path, &evidence, build, 0)?;
        program.entry.confidence = Confidence::Guess;
        Some(program)
    }

    fn plain(self, located: Located, confidence: Confidence, evidence: Vec<Evidence>) -> Program {
        let Located { module, source, build, sure: _ } = located;
        let loader = (is_typescript(&module) && self.package.depends_on("tsx")).then(|| "tsx".to_owned());
        let entry = Seen { value: self.entry(module), confidence, evidence };
        Program { entry, source, loader, options: Vec::new(), build, port: None, bun: false }
    }

    fn entry(self, module: String) -> Entry {
        Entry { module, attribute: String::new(), factory: false, import_root: self.package.root.clone() }
    }
}

fn is_typescript(path: &str) -> bool {
    matches!(path.rsplit('.').next(), Some("ts" | "mts" | "cts" | "tsx"))
}

/// The package that a loader's module belongs to.
pub fn package_of(module: &str) -> &str {
    let parts = if module.starts_with('@') { 2 } else { 1 };
    let end = module.match_indices('/').nth(parts - 1).map_or(module.len(), |(at, _)| at);
    module.get(..end).unwrap_or(module)
}
