//! What the code of a program says: the files that it reaches, and the facts in them.

use std::collections::BTreeMap;

use crate::detect::js::{self, BotGround, Host, JsSource, Server, Started};
use crate::detect::node::build::Site;
use crate::detect::node::code::rank;
use crate::detect::node::entry::Program;
use crate::detect::node::package::Package;
use crate::detect::node::{Ground, kinds};
use crate::detect::places::is_helper;
use crate::facts::{Bot, Client, Evidence, Migrations, Notice, Seen, VariableFact, Worker, Write};
use crate::tree::RelPath;

/// The frameworks of servers that a stack is for.
const SERVERS: &[&str] = &["express", "http"];

/// Facts that stand in the code.
#[derive(Default)]
pub struct Reached {
    /// The port of the server among what the program starts.
    pub port: Option<Seen<u16>>,
    pub prefix: Option<Seen<String>>,
    pub clients: Vec<Seen<Client>>,
    pub migrations: Option<Seen<Migrations>>,
    pub revisions: Option<Seen<usize>>,
    pub workers: Vec<Seen<Worker>>,
    pub variables: Vec<VariableFact>,
    pub listeners: Vec<Seen<String>>,
    pub writes: Vec<Seen<Write>>,
    pub bots: Vec<Seen<Bot>>,
}

/// What runs in production.
struct Running<'s, 't> {
    server: Vec<&'s JsSource<'t>>,
    /// The same, with what the workers load.
    files: Vec<&'s JsSource<'t>>,
    workers: Vec<Seen<Worker>>,
}

impl<'t> Ground<'_, 't> {
    /// What the code of a package says; of files that are only served, what is built into them.
    pub(super) fn reached(
        &self,
        package: &Package<'t>,
        program: Option<&Program>,
        inner: &[RelPath],
        notices: &mut Vec<Notice>,
    ) -> Reached {
        let (root, sources) = (&package.root, self.sources);
        let Some(program) = program else {
            let mut variables = js::variables(self.tree, sources, &sources.below(root, inner), root, notices);
            variables.retain(|variable| js::is_built_in(&variable.name));
            return Reached { variables, ..Reached::default() };
        };
        let Running { server, files, workers } = self.running(package, program, inner);
        let variables = js::variables(self.tree, sources, &files, root, notices);
        let servers = js::servers(sources, &server);
        notices.extend(main(&servers).and_then(unreachable));
        let port = port(&servers);
        let migrations = js::migrations(sources, root, inner, &self.evident(package, true));
        let migrations = migrations.map(|migrations| loadable(migrations, root, program));
        let none = BTreeMap::new();
        let known = self.known.clients.get("node").unwrap_or(&none);
        let target = program.entry.value.module.as_str();
        let bots = BotGround { sources, files: &server, root, target, variables: &variables };
        Reached {
            clients: js::clients(sources, root, &self.evident(package, false), &files, known),
            revisions: migrations.as_ref().map(|migrations| js::revisions(self.tree, migrations)),
            migrations,
            listeners: port.as_ref().map_or_else(Vec::new, |port| js::listeners(&servers, port.value)),
            prefix: js::prefix(sources, &server),
            bots: js::bots(&bots),
            writes: js::writes(sources, &files, root, notices),
            port,
            workers,
            variables,
        }
    }

    /// The files that the server loads, and with them those of the workers beside it.
    fn running<'s>(&'s self, package: &Package<'t>, program: &Program, inner: &[RelPath]) -> Running<'s, 't> {
        let (root, sources) = (&package.root, self.sources);
        let start = program.source.as_ref().and_then(|path| sources.get(path.as_str()));
        let server = start.map_or_else(|| sources.below(root, inner), |start| sources.reach(&[start]));
        let started = self.started(package);
        let programs: Vec<Started> = started.iter().map(|(one, _)| one.clone()).collect();
        let workers = js::workers(sources, root, &server, &programs);
        let sourced =
            |one: &&Started| workers.iter().any(|worker| one.path.below(root) == Some(worker.value.target.as_str()));
        let beside = programs.iter().filter(sourced).filter_map(|one| sources.get(one.path.as_str()));
        let starts: Vec<&JsSource<'t>> = start.into_iter().chain(beside).collect();
        let files = if start.is_none() { server.clone() } else { sources.reach(&starts) };
        let workers = workers.into_iter().map(|worker| compiled(worker, &started)).collect();
        Running { server, files, workers }
    }

    /// The files of a package that begin to serve, or to talk to people, the likeliest first.
    pub(super) fn serving(&self, package: &Package<'t>) -> Vec<(RelPath, Evidence)> {
        let sources = self.sources;
        let own: Vec<&JsSource<'t>> =
            self.files(package).iter().filter_map(|(path, _)| sources.get(path.as_str())).collect();
        let servers = js::servers(sources, &own).into_iter().filter(|server| SERVERS.contains(&server.framework));
        let bots = own.iter().filter(|file| kinds::BOTS.iter().any(|library| file.text.contains(library)));
        let bots = bots.filter_map(|file| Some((file.path.clone(), js::begins(sources, file)?)));
        let mut found: Vec<(RelPath, Evidence)> = Vec::new();
        for (path, evidence) in servers.map(|server| (server.path, server.evidence)).chain(bots) {
            let Some(file) = sources.get(path.as_str()) else { continue };
            let top = js::top(sources, &own, file).path.clone();
            let aside = is_helper(&top) || top.name().contains(".config.");
            if !aside && found.iter().all(|(known, _)| *known != top) {
                found.push((top, evidence));
            }
        }
        found.sort_by_key(|(path, _)| rank(path, &package.root));
        found
    }

    /// Every program that a script of the package, or another file, starts: its source, and what is started of it.
    fn started(&self, package: &Package<'t>) -> Vec<(Started, String)> {
        let ground = self.entry_ground(package);
        let build = Site { tree: self.tree, package }.build();
        let mut starts: Vec<_> = self.package_starts(package);
        for (name, _) in package.json.entries(&["scripts"]) {
            starts.extend(ground.resolver.script_starts(package, name));
        }
        starts.sort_by_key(|start| start.development);
        let mut found: Vec<(Started, String)> = Vec::new();
        for start in &starts {
            let Some(program) = ground.started(start, build.as_ref()) else { continue };
            let (Some(path), Some(evidence)) = (program.source, start.evidence.first()) else { continue };
            if found.iter().all(|(known, _)| known.path != path) {
                found.push((Started { path, evidence: evidence.clone() }, program.entry.value.module));
            }
        }
        found
    }

    /// What the package and the repository's own ones that it uses list, and where.
    fn evident(&self, package: &Package<'t>, development: bool) -> BTreeMap<String, Evidence> {
        let mut found = BTreeMap::new();
        for one in self.locals(package).into_iter().chain([package]) {
            let beside = if development { one.development() } else { BTreeMap::new() };
            for name in one.dependencies().into_keys().chain(beside.into_keys()) {
                found.insert(name.to_owned(), one.dependency_evidence(name));
            }
        }
        found
    }
}

/// Settings that are code of the program are loaded as it is: compiled, where there is a build. Other tools read theirs.
fn loadable(mut migrations: Seen<Migrations>, root: &RelPath, program: &Program) -> Seen<Migrations> {
    let found = &mut migrations.value;
    let module = found.config.below(root).filter(|_| found.tool == "typeorm");
    let product = module.and_then(|module| program.build.as_ref()?.product(module));
    if let Some(path) = product.and_then(|product| root.join(&product).ok()) {
        found.config = path;
    }
    migrations
}

/// A worker is started as the server is: compiled, where there is a build.
fn compiled(mut worker: Seen<Worker>, started: &[(Started, String)]) -> Seen<Worker> {
    let root = &worker.value.import_root;
    let is = |started: &Started| started.path.below(root) == Some(worker.value.target.as_str());
    if let Some((_, module)) = started.iter().find(|(started, _)| is(started)) {
        worker.value.target.clone_from(module);
    }
    worker
}

/// The server of the application, before a plain one for something else.
fn main(servers: &[Server]) -> Option<&Server> {
    servers.iter().find(|server| server.framework == "express").or_else(|| servers.first())
}

fn port(servers: &[Server]) -> Option<Seen<u16>> {
    let server = main(servers)?;
    let mut port = server.port.clone()?;
    port.evidence.insert(0, server.evidence.clone());
    port.evidence.dedup();
    Some(port)
}

/// Inside of a container, nobody else is on `localhost`.
fn unreachable(server: &Server) -> Option<Notice> {
    let Host { address, variable } = server.host.as_ref()?;
    let address = address.as_ref().filter(|address| matches!(address.as_str(), "localhost" | "127.0.0.1" | "::1"))?;
    let place = server.evidence.place();
    let text = match variable {
        Some(name) => format!(
            "{place} listens on {address}, which nothing outside of its container reaches, unless {name} says otherwise: set it to 0.0.0.0"
        ),
        None => format!("{place} listens on {address}, which nothing outside of its container reaches: use 0.0.0.0"),
    };
    Some(Notice { path: Some(server.path.clone()), text })
}
