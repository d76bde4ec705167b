//! Facts of one package on Node, put together from what its files say.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::detect::node::entry::{Program, package_of};
use crate::detect::node::installs::{self, Hooks};
use crate::detect::node::lock::{Lock, Member};
use crate::detect::node::manager::{self, Managed};
use crate::detect::node::next::NEXT;
use crate::detect::node::package::Package;
use crate::detect::node::workspace::Workspace;
use crate::detect::node::{Ground, Kind, tools};
use crate::facts::{Confidence, Evidence, Natives, Node, Notice, Seen, Site};
use crate::tree::RelPath;

/// How a package is installed.
pub struct Install {
    pub workspace: Workspace,
    pub managed: Managed,
    pub build_root: RelPath,
    pub lock: Option<Rc<Lock>>,
}

impl<'t> Ground<'_, 't> {
    pub(super) fn install(&self, package: &Package<'t>, notices: &mut Vec<Notice>) -> Install {
        let workspace = self.workspaces.workspace(self.packages, &package.root);
        let managed = manager::manager(self.tree, self.packages, package, &workspace, notices);
        let build_root = managed.lock.as_ref().map_or_else(|| workspace.root.clone(), RelPath::parent);
        let lock = managed.lock.as_ref().and_then(|path| self.lock(path));
        Install { workspace, managed, build_root, lock }
    }

    fn lock(&self, path: &RelPath) -> Option<Rc<Lock>> {
        if let Some(read) = self.locks.borrow().get(path) {
            return Some(Rc::clone(read));
        }
        let lock = Rc::new(Lock::read(path, self.tree.text(path.as_str())?));
        self.locks.borrow_mut().insert(path.clone(), Rc::clone(&lock));
        Some(lock)
    }

    /// The stack with its program or its files, and what is to be said of them.
    pub(super) fn parts(
        &self,
        package: &Package<'t>,
        kind: Kind,
        notices: &mut Vec<Notice>,
    ) -> (Seen<String>, Option<Program>, Option<Seen<Site>>) {
        match kind {
            Kind::Site(site) => {
                let stack =
                    Seen { value: "static".to_owned(), confidence: site.confidence, evidence: site.evidence.clone() };
                (stack, None, Some(site))
            }
            Kind::Next(program, _) => {
                let mut evidence = vec![package.dependency_evidence(NEXT)];
                evidence.extend(program.entry.evidence.iter().cloned());
                (Seen { value: NEXT.to_owned(), confidence: Confidence::Certain, evidence }, Some(*program), None)
            }
            Kind::Program(stack, shown_by, program) => {
                notices.extend(remark(package, shown_by, program.as_deref()));
                let mut evidence = vec![package.dependency_evidence(shown_by)];
                evidence.extend(program.iter().filter_map(|program| program.entry.evidence.first().cloned()));
                let confidence = if program.is_some() { Confidence::Certain } else { Confidence::Likely };
                (Seen { value: stack.to_owned(), confidence, evidence }, program.map(|program| *program), None)
            }
        }
    }

    /// How it is built and started.
    pub(super) fn node(
        &self,
        package: &Package<'t>,
        install: &Install,
        program: Option<&Program>,
        site: Option<&Seen<Site>>,
        hooks: Hooks,
        generate: Option<Vec<String>>,
    ) -> Node {
        let none = Natives::default();
        let natives = self.known.natives.get("node").unwrap_or(&none);
        let build = program.and_then(|program| program.build.as_ref());
        let local = self.locals(package);
        let direct = [package].into_iter().chain(local).flat_map(|one| one.dependencies().into_keys());
        let own_build = build.and_then(|build| build.command.clone());
        Node {
            esm: package.is_esm(),
            build: build.and_then(|build| build.script.clone()).or_else(|| site.map(|site| site.value.build.clone())),
            output: build.and_then(|build| build.output.clone()).or_else(|| site.map(|site| site.value.output.clone())),
            loader: program.and_then(|program| program.loader.clone()),
            options: program.map(|program| program.options.clone()).unwrap_or_default(),
            manager_version: install.managed.version.clone(),
            rebuild: installs::rebuild(install.lock.as_deref(), direct, natives),
            generate: hooks.needed.into_iter().chain(generate).chain(own_build).collect(),
            member: package.name().filter(|_| package.root != install.workspace.root).map(str::to_owned),
            hooks: hooks.unwanted,
            patches: hooks.patches,
            next: None,
            test: tools::test(package),
            lint: tools::lint(package),
        }
    }

    /// What it is installed with, with the locked versions; also what the repository's own packages that it uses need.
    pub(super) fn dependencies(&self, package: &Package<'t>, install: &Install) -> BTreeMap<String, Option<String>> {
        let locals = self.locals(package);
        let mut found = BTreeMap::new();
        for one in locals.iter().copied().chain([package]) {
            found.extend(self.locked(one, install, one.dependencies()));
        }
        found.retain(|name, _| !locals.iter().any(|local| local.name() == Some(name)));
        found
    }

    /// What developers have besides; without a lock, in the range that package.json gives.
    pub(super) fn development(&self, package: &Package<'t>, install: &Install) -> BTreeMap<String, Option<String>> {
        let listed = package.development();
        let mut found = self.locked(package, install, listed.clone());
        if install.lock.is_none() {
            for (name, version) in &mut found {
                let range = listed.get(name.as_str()).filter(|range| range.starts_with(['^', '~', '>', '<', '=']));
                *version = version.take().or_else(|| range.map(|range| (*range).to_owned()));
            }
        }
        found
    }

    fn locked(
        &self,
        package: &Package<'t>,
        install: &Install,
        listed: BTreeMap<&str, &str>,
    ) -> BTreeMap<String, Option<String>> {
        let folder = package.root.below(&install.build_root).filter(|_| package.root != install.build_root);
        let member = Member { folder: folder.unwrap_or(""), name: package.name() };
        let version = |name: &str, range: &str| {
            let locked = install.lock.as_ref().and_then(|lock| lock.version(member, name, range));
            locked.map(str::to_owned).or_else(|| manager::exact(range))
        };
        listed.into_iter().map(|(name, range)| (name.to_owned(), version(name, range))).collect()
    }

    /// The repository's own packages that it uses, directly or through one another.
    pub(super) fn locals<'s>(&'s self, package: &'s Package<'t>) -> Vec<&'s Package<'t>> {
        let mut found: Vec<&Package<'t>> = Vec::new();
        let mut open = vec![package];
        while let Some(one) = open.pop() {
            for name in one.dependencies().into_keys() {
                let local =
                    self.packages.values().find(|local| local.name() == Some(name) && local.root != package.root);
                if let Some(local) = local.filter(|local| !found.iter().any(|known| known.root == local.root)) {
                    found.push(local);
                    open.push(local);
                }
            }
        }
        found
    }
}

/// What a person should know of how a program starts.
fn remark(package: &Package<'_>, shown_by: &str, program: Option<&Program>) -> Option<Notice> {
    let path = Some(package.json.path.clone());
    let Some(program) = program else {
        let text = format!("{shown_by} is a dependency, but nothing that starts it was found");
        return Some(Notice { path, text });
    };
    let loader = program.loader.as_deref().map(package_of).filter(|loader| !package.depends_on(loader));
    let place = program.entry.evidence.first().map(Evidence::place).unwrap_or_default();
    match loader {
        Some(loader) => {
            let text = format!(
                "{place} starts it with {loader}, which is no run-time dependency: list it under `dependencies`"
            );
            Some(Notice { path, text })
        }
        None if program.bun => {
            let text = format!("{place} starts it with Bun; the image starts it with Node");
            Some(Notice { path, text })
        }
        None => None,
    }
}
