//! Facts and choices to the Blueprint, step by step.

mod apps;
mod bindings;
mod services;

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::blueprint::bind::Offer;
use crate::blueprint::contribute::Scope;
use crate::blueprint::files::Place;
use crate::blueprint::processes::{Ground, add, assemble};
use crate::blueprint::routes::{one_answer_each, route};
use crate::blueprint::selection::Selection;
use crate::blueprint::steps::steps;
use crate::blueprint::supplies::Provision;
use crate::blueprint::trials;
use crate::blueprint::variables::list_variables;
use crate::blueprint::wanted::Wanted;
use crate::blueprint::{App, Blueprint, Options, Project, Route, Service};
use crate::catalog::Catalog;
use crate::catalog::check::Trial;
use crate::catalog::component::{Component, Kind};
use crate::catalog::container::Container;
use crate::catalog::contribution::{Commands, Contribution, ProcessSpec, Secret, StepSpec, Variable};
use crate::facts::{AppFacts, Facts, Notice};
use crate::manifest::Manifest;
use crate::tree::RelPath;

/// The capability of a service that stands in front of every route.
const PROXY: &str = "proxy.http";

/// Resolves the choices of `manifest` for the repository that `facts` describe.
///
/// # Errors
/// An unknown id or option, a requirement that nothing provides, an app that is not there,
/// or a component whose `blueprint.yaml` is wrong.
pub fn resolve(catalog: &Catalog, facts: &Facts, manifest: &Manifest) -> Result<Blueprint> {
    let mut draft = Draft::new(catalog, manifest)?;
    draft.add_apps(facts)?;
    draft.add_stacks()?;
    draft.add_services()?;
    draft.add_target()?;
    draft.bind()?;
    draft.finish()
}

/// A Blueprint in the making.
struct Draft<'a> {
    catalog: &'a Catalog,
    manifest: &'a Manifest,
    selection: Selection<'a>,
    project: Project,
    apps: Vec<App>,
    /// The facts of each app, in the order of `apps`.
    seen: Vec<&'a AppFacts>,
    /// Ids of the selected services.
    selected: Vec<String>,
    services: Vec<Service>,
    supplies: Vec<Provision>,
    target_options: Options,
    offers: Vec<Offer<'a>>,
    /// By app name.
    specs: BTreeMap<String, Vec<ProcessSpec>>,
    routes: Vec<Route>,
    /// By app name: values that its stack decides.
    decided: BTreeMap<String, BTreeMap<String, String>>,
    containers: Vec<Container>,
    variables: Vec<Variable>,
    secrets: Vec<Secret>,
    trials: Vec<Trial>,
    existing: Vec<RelPath>,
    names: Vec<RelPath>,
    files: BTreeMap<String, Place>,
    own_stack: Option<RelPath>,
    steps: Vec<StepSpec>,
    start: String,
    commands: Commands,
    next: BTreeMap<String, String>,
    notices: Vec<Notice>,
}

impl<'a> Draft<'a> {
    fn new(catalog: &'a Catalog, manifest: &'a Manifest) -> Result<Self> {
        Ok(Draft {
            catalog,
            manifest,
            selection: Selection::new(catalog, manifest)?,
            project: Project { name: manifest.project.clone(), domain: manifest.domain.clone() },
            apps: Vec::new(),
            seen: Vec::new(),
            selected: manifest.services.keys().cloned().collect(),
            services: Vec::new(),
            supplies: Vec::new(),
            target_options: Options::new(),
            offers: Vec::new(),
            specs: BTreeMap::new(),
            routes: Vec::new(),
            decided: BTreeMap::new(),
            containers: Vec::new(),
            variables: Vec::new(),
            secrets: Vec::new(),
            trials: Vec::new(),
            existing: Vec::new(),
            names: Vec::new(),
            files: BTreeMap::new(),
            own_stack: None,
            steps: Vec::new(),
            start: String::new(),
            commands: Commands::default(),
            next: BTreeMap::new(),
            notices: Vec::new(),
        })
    }

    fn scope(&self) -> Scope<'_> {
        let Draft { project, apps, selected, routes, existing, files, own_stack, .. } = self;
        Scope { project, target: &self.manifest.target, apps, selected, routes, existing, files, own_stack }
    }

    fn take(&mut self, component: &Component, contribution: Contribution, app: Option<&App>) -> Result<()> {
        let Contribution {
            processes,
            containers,
            secrets,
            variables,
            routes,
            decides,
            tells,
            packages,
            checks,
            notices,
            steps,
            relock,
            start,
            entrypoint,
            command,
            commands,
            next,
            ..
        } = contribution;
        self.start.extend(start);
        self.next.extend(next.map(|next| (component.id.clone(), next)));
        self.steps.extend(steps);
        trials::add(component, checks, app, &mut self.apps)?;
        if component.kind == Kind::Target {
            self.commands = commands;
        }
        for spec in processes {
            let owner = spec.app.clone().or_else(|| app.map(|app| app.name.clone())).unwrap_or_default();
            let app = self.apps.iter().find(|app| app.name == owner);
            add(component, spec, app, self.specs.get_mut(&owner))?;
        }
        containers.into_iter().try_for_each(|container| self.take_container(component, container))?;
        self.routes.extend(routes.into_iter().filter_map(|spec| route(app?, &self.specs, spec)));
        if let Some(app) = app.and_then(|app| self.apps.iter_mut().find(|known| known.name == app.name)) {
            app.entrypoint.extend(entrypoint);
            app.command.extend(command);
            app.relock = relock.or(app.relock.take());
            app.need(packages);
            app.told.environment.extend(tells.environment);
            app.told.passes.extend(tells.passes);
        }
        if let Some(app) = app {
            self.decided.entry(app.name.clone()).or_default().extend(decides);
        }
        self.variables.extend(variables);
        self.secrets.extend(secrets);
        self.notices.extend(notices.into_iter().map(|text| Notice { path: None, text }));
        Ok(())
    }

    fn take_container(&mut self, component: &Component, mut container: Container) -> Result<()> {
        if let Some(other) = self.containers.iter().find(|other| other.id == container.id) {
            bail!("{} and {} both bring a container `{}`", other.service, component.id, container.id);
        }
        container.service.clone_from(&component.id);
        for folder in &mut container.writable {
            folder.user.get_or_insert_with(|| container.user.clone());
        }
        self.containers.push(container);
        Ok(())
    }

    fn finish(self) -> Result<Blueprint> {
        let target = self.selection.target;
        let variables = list_variables(&self.apps, &self.seen, self.variables, &self.secrets, target);
        let proxy = |service: &Service| service.provides.iter().any(|provided| provided == PROXY);
        let proxied = self.services.iter().any(|service| proxy(service) && !service.supplied);
        one_answer_each(&self.routes, proxied)?;
        let Draft { project, apps, seen, selected, services, offers, mut specs, routes, containers, secrets, .. } =
            self;
        let Draft { trials, existing, names, files, own_stack, start, commands, mut notices, .. } = self;
        let Draft { next, supplies, target_options, .. } = self;
        let steps = steps(self.steps, &apps, &specs, &commands, &mut notices)?;
        let ground = Ground {
            offers: &offers,
            services: &services,
            containers: &containers,
            routes: &routes,
            secrets: &secrets,
            proxied,
        };
        let wanted = Wanted::of(&apps, &secrets);
        let mut processes = Vec::new();
        for (app, seen) in apps.iter().zip(seen) {
            let specs = specs.remove(&app.name).unwrap_or_default();
            processes.extend(assemble(app, seen, specs, &ground));
        }
        let volumes = containers.iter().flat_map(|container| &container.volumes);
        let volumes = volumes.map(|volume| (volume.name.clone(), volume.summary.clone())).collect();
        Ok(Blueprint {
            project,
            target: target.id.clone(),
            target_title: target.title.clone(),
            target_options,
            secret_store: target.secrets,
            supplies,
            selected,
            services,
            apps,
            processes,
            containers,
            volumes,
            variables,
            secrets,
            routes,
            trials,
            existing,
            names,
            files,
            own_stack,
            steps,
            start,
            commands,
            next,
            wanted,
            notices,
        })
    }
}
