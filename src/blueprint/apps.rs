//! The apps of the Blueprint: what was seen of them, and what the manifest chose.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail};

use crate::blueprint::around::Around;
use crate::blueprint::inside::{bot, inside, insists, linters, migrations, owned, shown, unmigrated, worker, writable};
use crate::blueprint::{App, Kept, Listed, Options, options};
use crate::catalog::Catalog;
use crate::catalog::component::{Component, Kind};
use crate::catalog::contribution::{Contribution, Package, Told};
use crate::catalog::option::{Spec, Value};
use crate::facts::{AppFacts, Facts, Notice};
use crate::manifest::AppChoice;
use crate::state::MANIFEST_PATH;
use crate::tree::RelPath;

/// The app `name` of the manifest, with the facts that were seen at its root.
///
/// # Errors
/// No application at its root, no entry point, or options that are wrong.
pub(crate) fn app<'f>(
    catalog: &Catalog,
    facts: &'f Facts,
    services: &[&Component],
    name: &str,
    choice: &AppChoice,
) -> Result<(App, &'f AppFacts)> {
    let at_root = facts.apps.iter().find(|app| app.root == choice.root);
    let seen = at_root.with_context(|| nothing_there(facts, name, choice))?;
    let specs = catalog.app_options(&choice.stack).map_err(|error| anyhow!("{}: {error}", choice.stack_place))?;
    options::check(&specs, seen, &choice.options)?;
    let detected = options::detected(seen);
    let options = options::complete(&format!("apps.{name}"), specs.clone(), &detected, &choice.options)?;
    let stack = catalog.get(Kind::Stack, &choice.stack)?;
    let around = Around { catalog, services };
    nameable(seen)?;
    let folder = inside(seen, seen.entry.as_ref().map_or(&seen.root, |entry| &entry.value.import_root));
    let kept = kept(&options, seen, &folder)?;
    let app = App {
        name: name.to_owned(),
        root: seen.root.clone(),
        dockerfile: dockerfile(facts, seen, name)?,
        stack: choice.stack.clone(),
        roles: stack.roles.clone(),
        runtime: stack.runtime()?.to_owned(),
        package_manager: seen.package_manager.value.clone(),
        lock: seen.lock.as_ref().map(|lock| lock.value.clone()),
        build_root: seen.build_root.clone(),
        requirements: seen.requirements.clone(),
        installs: seen.requirements.first().cloned().into_iter().collect(),
        listing: Listed::from(seen),
        additions: Vec::new(),
        relock: None,
        dependencies: seen.dependencies.clone(),
        extras: plain(&seen.extras),
        groups: plain(&seen.groups),
        development: seen.development.clone(),
        tests: seen.tests.as_ref().map(|tests| tests.value.clone()),
        workers: seen.workers.iter().map(|each| worker(seen, &each.value)).collect(),
        jobs: choice.jobs.clone(),
        entry: entry(&specs, &options, seen, name)?,
        import_folder: folder.clone(),
        workdir: folder,
        home: inside(seen, &seen.root),
        migrations: seen.migrations.as_ref().map(|set_up| migrations(seen, &set_up.value)),
        unmigrated: unmigrated(seen),
        linters: linters(seen),
        uses: around.used(seen, choice),
        packages: Vec::new(),
        build_packages: Vec::new(),
        insists: insists(seen),
        shown: shown(seen),
        owned: owned(seen),
        writable: writable(seen, &kept),
        kept,
        told: Told::default(),
        environment: Vec::new(),
        direct: Vec::new(),
        built: Vec::new(),
        checks: Vec::new(),
        trial: BTreeMap::new(),
        options,
        entrypoint: Vec::new(),
        command: Vec::new(),
        probe: Vec::new(),
        program: Vec::new(),
        run: Vec::new(),
        bots: seen.bots.iter().map(|each| bot(seen, &each.value)).collect(),
        programs: seen.programs.iter().map(|program| program.value.clone()).collect(),
        hosts: seen.hosts.iter().map(|host| around.answers(&host.value)).collect(),
        node: seen.node.clone(),
        site: seen.site.as_ref().map(|site| site.value.clone()),
        django: seen.django.as_ref().map(|django| django.value.clone()),
        made: Vec::new(),
    };
    Ok((app, seen))
}

impl App {
    /// Takes what its runtime, its stack or one of their roles says of it.
    pub(crate) fn take(&mut self, said: &mut Contribution) {
        self.entrypoint.append(&mut said.entrypoint);
        self.command.append(&mut said.command);
        self.probe.append(&mut said.probe);
        self.program.append(&mut said.program);
        self.run.append(&mut said.run);
        self.relock = said.relock.take().or(self.relock.take());
        self.need(std::mem::take(&mut said.packages));
        self.hear(std::mem::take(&mut said.tells));
    }

    /// Takes libraries of the system into its image.
    pub(crate) fn need(&mut self, packages: Vec<Package>) {
        self.build_packages.extend(packages.iter().flat_map(|package| package.build.iter().cloned()));
        self.build_packages.sort();
        self.build_packages.dedup();
        for package in packages {
            if self.packages.iter().all(|known| known.name != package.name) {
                self.packages.push(package);
            }
        }
    }
}

/// Folders whose content outlives a restart; `folder` is where the app is imported from, inside the image.
fn kept(options: &Options, seen: &AppFacts, folder: &str) -> Result<Vec<Kept>> {
    let Some(Value::List(kept)) = options.get("kept") else { return Ok(Vec::new()) };
    let root = seen.entry.as_ref().map_or(&seen.root, |entry| &entry.value.import_root);
    kept.iter().map(|below| Ok(Kept { path: root.join(below)?, inside: format!("{folder}/{below}") })).collect()
}

/// Names that a shell reads as they are.
fn plain(names: &[String]) -> Vec<String> {
    let plain = |name: &&String| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    names.iter().filter(plain).filter(|name| !name.starts_with('-')).cloned().collect()
}

/// Characters that a Dockerfile or a mount cannot name.
pub(super) fn odd(c: char) -> bool {
    c.is_whitespace() || matches!(c, '$' | ',' | ':' | '"' | '\'' | '#' | '\\' | '*' | '?' | '[')
}

/// Servers that the app talks to and that no component sets up.
pub(crate) fn foreign(catalog: &Catalog, name: &str, seen: &AppFacts) -> Option<Notice> {
    let clients = seen.clients.iter().map(|client| &client.value);
    let mut servers: Vec<&str> = clients
        .filter(|client| !catalog.components.contains_key(&client.service))
        .map(|client| client.service.as_str())
        .collect();
    servers.sort_unstable();
    servers.dedup();
    let text = format!("{name} talks to {}, which is yours to set up", servers.join(" and "));
    (!servers.is_empty()).then_some(Notice { path: None, text })
}

/// Dockerfiles and mounts have no way to write some characters of a path.
fn nameable(app: &AppFacts) -> Result<()> {
    let mut paths = [&app.root, &app.build_root].into_iter().chain(&app.requirements);
    match paths.find(|path| path.as_str().contains(odd)) {
        Some(path) => {
            bail!("`{path}` has a character that a Dockerfile cannot name\nrename it, without blanks and signs")
        }
        None => Ok(()),
    }
}

impl App {
    /// Where its Dockerfile stands when the repository has none of its own there.
    ///
    /// # Errors
    /// Never for a root that is a path.
    pub fn usual_dockerfile(&self) -> Result<RelPath> {
        usual_dockerfile(&self.root)
    }
}

fn usual_dockerfile(root: &RelPath) -> Result<RelPath> {
    root.join("Dockerfile")
}

/// The app's Dockerfile; beside the kit when the repository has one of its own at the usual place.
fn dockerfile(facts: &Facts, seen: &AppFacts, name: &str) -> Result<RelPath> {
    let usual = usual_dockerfile(&seen.root)?;
    match facts.existing.iter().any(|file| file.path == usual) {
        true => RelPath::new(&format!("deploy/{name}/Dockerfile")),
        false => Ok(usual),
    }
}

/// What the server imports or what is started; empty where nothing is (files that are only served).
fn entry(specs: &BTreeMap<&str, &Spec>, options: &Options, seen: &AppFacts, name: &str) -> Result<String> {
    let entry = options.get("entry").map(Value::to_string).unwrap_or_default();
    if entry.is_empty() && specs.contains_key("entry") {
        bail!(
            "nothing to start was found in `{}`\nname it in {MANIFEST_PATH}: [apps.{name}] entry = \"package.module:app\"",
            seen.root
        );
    }
    Ok(entry)
}

fn nothing_there(facts: &Facts, name: &str, choice: &AppChoice) -> String {
    let stack = &choice.stack;
    let roots: Vec<String> = facts.apps.iter().map(|app| format!("`{}`", app.root)).collect();
    let hint = match roots.is_empty() {
        true => format!("no {stack} application was found in this repository"),
        false => format!("no application was found at `{}`; there is one at {}", choice.root, roots.join(", ")),
    };
    let next = format!("`shipready detect` shows what was seen; `root` in {MANIFEST_PATH} names the folder");
    format!("{}: [apps.{name}]: {hint}\n{next}", choice.root_place)
}
