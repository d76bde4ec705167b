//! The catalog: components, presets and pins, from the embedded templates and the user's own.

pub mod backup;
pub mod bind;
pub mod changelog;
pub mod check;
pub mod component;
pub mod container;
pub mod contribution;
pub mod file;
pub mod gift;
pub mod option;
pub mod pins;
pub mod pools;
pub mod preset;
pub mod process;
pub mod roles;
pub mod source;
pub mod supply;
pub mod validator;
pub mod variables;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::catalog::changelog::Changelog;
use crate::catalog::component::{Component, Kind};
use crate::catalog::option::Spec;
use crate::catalog::pins::Pins;
use crate::catalog::pools::Pools;
use crate::catalog::preset::Preset;
use crate::catalog::source::Source;
use crate::catalog::variables::KnownVariables;
use crate::facts::Known;
use crate::tree::Tree;

/// Everything that can be rendered.
#[derive(Debug)]
pub struct Catalog {
    pub source: Source,
    pub pins: Pins,
    /// By id; ids are unique over all kinds.
    pub components: BTreeMap<String, Component>,
    pub presets: BTreeMap<String, Preset>,
    /// What well-known variable names stand for.
    pub variables: KnownVariables,
    /// By server that no component sets up, then by runtime: its client packages.
    pub foreign: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// How many connections to a database programs open.
    pub pools: Pools,
    /// What each version of the templates changed.
    pub changelog: Changelog,
}

impl Catalog {
    /// Loads the embedded catalog with `user` (paths below `.shipready/templates/`) laid over it.
    ///
    /// # Errors
    /// A component, preset or pins file that does not parse, two components of one id, or a role that is not there.
    pub fn load(user: &Tree) -> Result<Self> {
        let source = Source::embedded().overlaid(user);
        let pins = source::parse(&source, "pins.yaml")?;
        let variables = source::parse(&source, "variables.yaml")?;
        let foreign = source::parse(&source, "clients.yaml")?;
        let pools = source::parse(&source, "pools.yaml")?;
        let mut components = BTreeMap::new();
        for path in source.component_files() {
            let component = Component::load(&source, &path)?;
            let id = component.id.clone();
            if let Some(other) = components.insert(id.clone(), component) {
                bail!("`{path}` and `{}` are both called `{id}`; rename one folder", other.folder);
            }
        }
        roles::share(&source, &mut components)?;
        let presets = source.presets()?;
        let log = source.get("CHANGELOG.md").context("templates/CHANGELOG.md is missing")?;
        let changelog = Changelog::parse(&source.name("CHANGELOG.md"), log, |id| components.contains_key(id))?;
        Ok(Catalog { source, pins, components, presets, variables, foreign, pools, changelog })
    }

    /// The component `id` of `kind`.
    ///
    /// # Errors
    /// None of that id or kind; the nearest id is suggested.
    pub fn get(&self, kind: Kind, id: &str) -> Result<&Component> {
        match self.components.get(id) {
            Some(component) if component.kind == kind => Ok(component),
            Some(component) => bail!("`{id}` is a {}, not a {kind}", component.kind),
            None => bail!(unknown(&kind.to_string(), id, self.ids(kind))),
        }
    }

    /// The ids of one kind, in order.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.of(kind).map(|component| component.id.as_str())
    }

    /// The components of one kind, in order of their ids.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Component> {
        self.components.values().filter(move |component| component.kind == kind)
    }

    /// The preset `id`.
    ///
    /// # Errors
    /// None of that id; the nearest is suggested.
    pub fn preset(&self, id: &str) -> Result<&Preset> {
        let ids = || self.presets.keys().map(String::as_str);
        self.presets.get(id).with_context(|| unknown("preset", id, ids()))
    }

    /// What detection needs to know of services and versions.
    pub fn known(&self) -> Known {
        let mut known = Known {
            versions: self.pins.versions(),
            wheels: self.pins.wheels.clone(),
            natives: self.pins.natives.clone(),
            ..Known::default()
        };
        // What an application does not connect to is a tool, no service with clients.
        let services = self.of(Kind::Service).filter(|service| !service.binds.is_empty());
        let services = services.map(|service| (&service.id, &service.detect));
        for (server, detect) in self.foreign.iter().chain(services) {
            for (runtime, packages) in detect {
                let clients = known.clients.entry(runtime.clone()).or_default();
                clients.extend(packages.iter().map(|package| (package.clone(), server.clone())));
            }
        }
        known
    }

    /// What makes up an app: the runtime of its stack, the roles that this plays, and the stack itself.
    ///
    /// # Errors
    /// One of them is not in the catalog.
    pub fn of_app(&self, stack: &str) -> Result<Vec<&Component>> {
        let stack = self.get(Kind::Stack, stack)?;
        let mut parts = vec![self.get(Kind::Runtime, stack.runtime()?)?];
        for role in &stack.roles {
            let role = self.get(Kind::Role, role);
            parts.push(role.with_context(|| format!("templates/{}/component.yaml: `roles`", stack.folder))?);
        }
        parts.push(stack);
        Ok(parts)
    }

    /// The options that `[apps.<name>]` takes: those of its stack, of the stack's roles and of its runtime.
    ///
    /// # Errors
    /// One of them is not in the catalog.
    pub fn app_options(&self, stack: &str) -> Result<BTreeMap<&str, &Spec>> {
        let options = self.of_app(stack)?.into_iter().flat_map(|component| &component.options);
        Ok(options.map(|(name, spec)| (name.as_str(), spec)).collect())
    }
}

/// How many ids a message lists.
const LISTED: usize = 24;

/// "`postgress` is not a service; did you mean `postgres`?", with all ids when none is near.
pub fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let near = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(id, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= 2.max(candidate.len() / 3));
    match near {
        Some((_, candidate)) => format!("there is no {what} `{id}`; did you mean `{candidate}`?"),
        None if known.is_empty() => format!("there is no {what} `{id}`, nor any other"),
        None if known.len() > LISTED => {
            format!("there is no {what} `{id}` among {}; see `shipready list`", known.len())
        }
        None => format!("there is no {what} `{id}`; there are: {}", known.join(", ")),
    }
}
