//! Applications on Node: which packages are one, and everything about each.

mod build;
mod code;
mod commands;
mod entry;
mod facts;
mod installs;
pub(crate) mod json;
mod kinds;
mod literal;
mod lock;
mod manager;
mod manifests;
mod next;
mod nx;
mod package;
pub mod places;
mod port;
mod reached;
mod shell;
mod site;
mod start;
mod tools;
mod tsconfig;
mod unbuilt;
mod versions;
mod webhook;
mod workspace;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::detect;
use crate::detect::js::JsSources;
use crate::detect::name;
use crate::detect::node::code::Code;
use crate::detect::node::entry::Program;
use crate::detect::node::lock::Lock;
use crate::detect::node::package::{Package, Packages};
use crate::detect::node::reached::Reached;
use crate::detect::node::start::{Resolver, Start};
use crate::detect::node::workspace::Workspaces;
use crate::detect::scripts;
use crate::facts::{AppFacts, Bot, Confidence, Evidence, Known, Mode, Next, Node, Notice, Seen, Site};
use crate::tree::{RelPath, Tree};

/// What is read once for all packages.
struct Ground<'a, 't> {
    tree: &'t Tree,
    known: &'a Known,
    packages: &'a Packages<'t>,
    workspaces: Workspaces,
    /// Lock files that were read, since the members of a workspace share one.
    locks: RefCell<BTreeMap<RelPath, Rc<Lock>>>,
    code: Code<'t>,
    sources: &'a JsSources<'t>,
    /// What files beside package.json start.
    starts: Vec<Start>,
}

/// What a package is deployed as.
enum Kind {
    /// A server or a bot: the stack, the package that shows it, and the program where one was found.
    Program(&'static str, &'static str, Option<Box<Program>>),
    /// An application with Next, and what its build makes.
    Next(Box<Program>, Next),
    Site(Seen<Site>),
}

/// The applications on Node of the repository, in order of their roots.
pub fn apps(code: &detect::Code<'_>, known: &Known, notices: &mut Vec<Notice>) -> Vec<AppFacts> {
    let (tree, sources) = (code.tree, &code.js);
    let packages = package::packages(tree, notices);
    if packages.is_empty() {
        return Vec::new();
    }
    let resolver = Resolver { tree, packages: &packages };
    let lines = scripts::lines(tree, commands::WORDS, notices);
    let starts = commands::starts(resolver, &lines);
    let locks = RefCell::default();
    let (workspaces, code) = (Workspaces::of(tree, &packages), code::code(tree, &packages));
    let ground = Ground { tree, known, packages: &packages, workspaces, locks, code, sources, starts };
    let mut apps = Vec::new();
    for package in packages.values() {
        let said = notices.len();
        if let Some(kind) = ground.kind(package, notices) {
            apps.push(ground.app(package, kind, notices));
        } else if said == notices.len() {
            notices.extend(unbuilt::unbuilt(tree, ground.packages, package));
        }
    }
    apps
}

impl<'t> Ground<'_, 't> {
    fn files(&self, package: &Package<'_>) -> &[(&'t RelPath, &'t str)] {
        self.code.get(&package.root).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the package is; None for libraries, tools, and what no stack is for.
    fn kind(&self, package: &Package<'t>, notices: &mut Vec<Notice>) -> Option<Kind> {
        let files = self.files(package);
        let whole = kinds::whole(package);
        let depends = |name: &str| {
            let above = || self.packages.get(&self.workspaces.root(&package.root));
            (package.depends_on(name) || above().is_some_and(|above| above.depends_on(name)))
                && code::imports(files, name)
        };
        let bot = kinds::BOTS.iter().copied().find(|library| depends(library));
        let updates = || bot.is_some() && webhook::only_updates(self.sources, files);
        let express = (depends(kinds::FRAMEWORK) && !updates()).then_some(kinds::FRAMEWORK);
        let stack = express.map(|found| (kinds::FRAMEWORK, found)).or(bot.map(|found| (kinds::BOT, found)));
        let program = stack.filter(|_| whole.is_none()).and_then(|(stack, shown)| self.program(package, stack, shown));
        let site = || site::site(self.tree, package).map(Kind::Site);
        let next = || {
            let (program, made) =
                next::program(self.tree, package).filter(|_| whole.is_some_and(|(name, _)| name == next::NEXT))?;
            Some(Kind::Next(Box::new(program), made))
        };
        // The only package of a repository is one even where nothing starts it: a person will know what does.
        let found = program.or_else(site).or_else(next);
        let alone = || stack.filter(|_| whole.is_none() && self.packages.len() == 1);
        if let Some(kind) = found.or_else(|| alone().map(|(stack, shown)| Kind::Program(stack, shown, None))) {
            return Some(kind);
        }
        let (found, name) = whole.or_else(|| kinds::other(package))?;
        if !entry::script_starts(self.entry_ground(package).resolver, package).is_empty()
            || package.script("start").is_some()
        {
            let evidence = package.dependency_evidence(found);
            let text = match found == next::NEXT {
                true => {
                    format!("{name} is left out: its pages, its `start` script or its settings are none that are known")
                }
                false => format!("{name} is no stack of shipready's yet, so what is in this folder is left out"),
            };
            notices.push(Notice { path: Some(evidence.path), text });
        }
        None
    }

    /// The program of a package that serves; a library does not.
    fn program(&self, package: &Package<'t>, stack: &'static str, shown_by: &'static str) -> Option<Kind> {
        let servers = self.serving(package);
        let starts = self.package_starts(package);
        let serves = !servers.is_empty() || !starts.is_empty();
        let program = self.entry_ground(package).program(&starts, &servers).filter(|_| serves)?;
        Some(Kind::Program(stack, shown_by, Some(Box::new(program))))
    }

    fn entry_ground<'s>(&'s self, package: &'s Package<'t>) -> entry::Ground<'s, 't> {
        let resolver = Resolver { tree: self.tree, packages: self.packages };
        entry::Ground { tree: self.tree, resolver, package }
    }

    /// What starts the package: other files for production first, then its scripts.
    fn package_starts(&self, package: &Package<'t>) -> Vec<Start> {
        let near = |start: &&Start| {
            let (folder, root) = (&start.folder, &package.root);
            folder == root || folder.below(root).is_some() || root.below(folder).is_some()
        };
        let mut starts: Vec<Start> = self.starts.iter().filter(near).cloned().collect();
        starts.extend(entry::script_starts(self.entry_ground(package).resolver, package));
        starts
    }

    fn app(&self, package: &Package<'t>, kind: Kind, notices: &mut Vec<Notice>) -> AppFacts {
        let root = &package.root;
        let install = self.install(package, notices);
        let made = if let Kind::Next(_, made) = &kind { Some(made.clone()) } else { None };
        let (stack, program, site) = self.parts(package, kind, notices);
        let generate = installs::generate(self.tree, package);
        let above = self.packages.get(&install.workspace.root).filter(|above| above.root != *root);
        let hooks = installs::hooks(package, above);
        let schema = generate.as_ref().and_then(|(_, schema)| schema.clone()).filter(|_| !hooks.unwanted);
        let dependencies = self.dependencies(package, &install);
        let below = |folder: &&RelPath| *folder != root && folder.below(root).is_some();
        let inner: Vec<RelPath> = self.packages.keys().filter(below).cloned().collect();
        let reached = self.reached(package, program.as_ref(), &inner, notices);
        let Reached {
            port,
            prefix,
            clients,
            migrations,
            revisions,
            workers,
            variables,
            listeners,
            mut writes,
            mut bots,
        } = reached;
        writes.extend(made.iter().flat_map(next::writes));
        // A web application that makes a bot does its work as well.
        bots.iter_mut().for_each(|bot| bot.value.inside = stack.value != kinds::BOT);
        let asks = |bot: &Seen<Bot>| bot.value.mode == Mode::Polling && !bot.value.inside;
        let answers = bots.is_empty() || !bots.iter().all(asks);
        let node = Node {
            next: made,
            ..self.node(package, &install, program.as_ref(), site.as_ref(), hooks, generate.map(|(words, _)| words))
        };
        AppFacts {
            name: name::of_app(root, package.name().map(|name| name.rsplit('/').next().unwrap_or(name))),
            root: root.clone(),
            stack,
            runtime: versions::node(self.tree, self.known, self.packages, package, &install.workspace, notices),
            requirements: manifests::manifests(self.tree, root, &install.workspace, schema.as_ref()),
            package_manager: install.managed.manager.clone(),
            lock: install.managed.lock.as_ref().map(lock_fact),
            clients,
            development: self.development(package, &install),
            dependencies,
            linters: tools::linters(self.tree, package, above),
            tests: tools::tests(self.tree, root, &inner),
            prefix,
            port: match &site {
                Some(_) => Some(port::of_site()),
                // A bot that asks for its updates listens to nobody.
                None => answers.then(|| port::port(self.tree, root, program.as_ref(), port)),
            },
            entry: program.map(|program| program.entry),
            build_root: install.build_root,
            node: Some(node),
            site,
            listing: None,
            extras: Vec::new(),
            groups: Vec::new(),
            migrations,
            revisions,
            workers,
            metadata: None,
            variables,
            listeners,
            insists: Vec::new(),
            owned: Vec::new(),
            shown: Vec::new(),
            writes,
            bots,
            programs: Vec::new(),
            hosts: Vec::new(),
            django: None,
        }
    }
}

fn lock_fact(path: &RelPath) -> Seen<RelPath> {
    let evidence = Evidence { path: path.clone(), line: None, text: path.name().to_owned() };
    Seen { value: path.clone(), confidence: Confidence::Certain, evidence: vec![evidence] }
}
