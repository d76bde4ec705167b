//! Facts and choices to the Blueprint, step by step.

mod apps;
mod bindings;
mod containers;
mod finish;
mod services;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::blueprint::bind::is_held;
use crate::blueprint::contribute::Scope;
use crate::blueprint::files::Place;
use crate::blueprint::keeper::Keeper;
use crate::blueprint::offer::Offer;
use crate::blueprint::processes::add;
use crate::blueprint::routes::{fronts, owner, route, tokens};
use crate::blueprint::selection::Selection;
use crate::blueprint::supplies::Provision;
use crate::blueprint::trials;
use crate::blueprint::{App, Blueprint, Options, Project, Route, Served, Service};
use crate::catalog::Catalog;
use crate::catalog::backup::{Backup, Kept};
use crate::catalog::check::Trial;
use crate::catalog::component::{Component, Kind};
use crate::catalog::container::Container;
use crate::catalog::contribution::{Commands, Contribution, Secret, StepSpec, Variable};
use crate::catalog::process::{ProcessSpec, RouteSpec, ServedSpec};
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

/// The volumes in which the apps keep files.
pub(crate) fn kept(apps: &[App]) -> Vec<Kept> {
    let of_app = |app: &App| {
        let name = app.name.clone();
        let volumes = app.told.volumes.clone().into_iter();
        volumes.map(move |volume| Kept { volume: volume.name, app: name.clone(), summary: volume.summary })
    };
    apps.iter().flat_map(of_app).collect()
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
    hostnames: Vec<String>,
    served: Vec<Served>,
    /// By app name: values that its stack decides.
    decided: BTreeMap<String, BTreeMap<String, String>>,
    containers: Vec<Container>,
    /// Those of development alone, and by service the facets that are others there.
    development: Vec<Container>,
    developed: BTreeMap<String, BTreeMap<String, String>>,
    variables: Vec<Variable>,
    secrets: Vec<Secret>,
    trials: Vec<Trial>,
    backups: Vec<Backup>,
    existing: Vec<RelPath>,
    names: Vec<RelPath>,
    files: BTreeMap<String, Place>,
    own_stack: Option<RelPath>,
    steps: Vec<StepSpec>,
    start: String,
    commands: Commands,
    next: BTreeMap<String, String>,
    keeper: Option<Keeper>,
    notices: Vec<Notice>,
}

impl<'a> Draft<'a> {
    fn new(catalog: &'a Catalog, manifest: &'a Manifest) -> Result<Self> {
        let (name, domain, api) = (manifest.project.clone(), manifest.domain.clone(), manifest.domain.clone());
        Ok(Draft {
            catalog,
            manifest,
            selection: Selection::new(catalog, manifest)?,
            project: Project { name, domain, api },
            apps: Vec::new(),
            seen: Vec::new(),
            selected: manifest.services.keys().cloned().collect(),
            services: Vec::new(),
            supplies: Vec::new(),
            target_options: Options::new(),
            offers: Vec::new(),
            specs: BTreeMap::new(),
            routes: Vec::new(),
            hostnames: Vec::new(),
            served: Vec::new(),
            decided: BTreeMap::new(),
            containers: Vec::new(),
            development: Vec::new(),
            developed: BTreeMap::new(),
            variables: Vec::new(),
            secrets: Vec::new(),
            trials: Vec::new(),
            backups: Vec::new(),
            existing: Vec::new(),
            names: Vec::new(),
            files: BTreeMap::new(),
            own_stack: None,
            steps: Vec::new(),
            start: String::new(),
            commands: Commands::default(),
            next: BTreeMap::new(),
            keeper: None,
            notices: Vec::new(),
        })
    }

    fn scope(&self) -> Scope<'_> {
        let Draft { project, apps, selected, routes, backups, existing, files, own_stack, .. } = self;
        let (fronts, tokens, target) = (fronts(routes, &self.served), tokens(routes), &self.manifest.target);
        let (kept, supplied) = (kept(apps), self.supplied());
        Scope {
            project,
            target,
            apps,
            selected,
            supplied,
            routes,
            fronts,
            tokens,
            backups,
            kept,
            existing,
            files,
            own_stack,
        }
    }

    /// Ids of the selected services that the target supplies itself.
    fn supplied(&self) -> Vec<String> {
        let Selection { services, target, .. } = &self.selection;
        let supplied = services.iter().filter(|service| target.supply_of(service).is_some());
        supplied.map(|service| service.id.clone()).collect()
    }

    fn take(&mut self, component: &Component, mut contribution: Contribution, app: Option<&App>) -> Result<()> {
        if let Some(known) = app.and_then(|app| self.apps.iter_mut().find(|known| known.name == app.name)) {
            known.take(&mut contribution);
            self.decided.entry(known.name.clone()).or_default().append(&mut contribution.decides);
        }
        self.hear(component, &mut contribution)?;
        let Contribution { processes, containers, routes, served, hostnames, checks, commands, .. } = contribution;
        let Contribution { start, next, steps, secrets, variables, decides_for, notices, keeper, .. } = contribution;
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
        self.keeper = keeper.and_then(|spec| Keeper::new(component, spec, &self.containers)).or(self.keeper.take());
        self.take_routes(routes, served, app);
        self.hostnames.extend(hostnames);
        for (app, values) in decides_for {
            self.decided.entry(app).or_default().extend(values);
        }
        self.variables.extend(variables);
        self.secrets.extend(secrets);
        self.notices.extend(notices.into_iter().map(|text| Notice { path: None, text }));
        Ok(())
    }

    fn take_routes(&mut self, routes: Vec<RouteSpec>, served: Vec<ServedSpec>, app: Option<&App>) {
        let led = |spec: RouteSpec| route(owner(&self.apps, &spec, app)?, &self.specs, spec);
        let routes: Vec<Route> = routes.into_iter().filter_map(led).map(|route| self.hold(route)).collect();
        self.routes.extend(routes);
        let of_app = |ServedSpec { path, volume }| Some(Served { app: app?.name.clone(), path, volume });
        self.served.extend(served.into_iter().filter_map(of_app));
    }

    /// A proxy asks for a secret only where the app itself gets that as one.
    fn hold(&self, mut route: Route) -> Route {
        let seen = self.apps.iter().zip(&self.seen).find(|(app, _)| app.name == route.app);
        let chosen = self.manifest.apps.get(&route.app).map(|app| &app.env);
        if let (Some(guard), Some((_, seen))) = (&mut route.guard, seen) {
            guard.shows.take_if(|shows| !is_held(self.catalog, seen, chosen, &shows.secret));
        }
        route
    }
}
