//! Which requests go to which process.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::blueprint::App;
use crate::blueprint::processes::full_name;
use crate::catalog::process::{Guard, ProcessSpec, RouteSpec};

/// Requests that go to a process.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    pub path: String,
    /// The host name that it is for; the project's domain where it is None.
    pub host: Option<String>,
    /// A process by its full name.
    pub process: String,
    pub app: String,
    pub port: u16,
    pub guard: Option<Guard>,
}

/// A host name of the project, and what it leads to.
#[derive(Clone, Debug, Serialize)]
pub struct Front {
    /// None for the project's domain.
    pub host: Option<String>,
    pub routes: Vec<Route>,
    pub served: Vec<Served>,
}

/// Files of an app that a proxy may serve itself.
#[derive(Clone, Debug, Serialize)]
pub struct Served {
    pub app: String,
    pub path: String,
    pub volume: String,
}

/// The project's domain first, then the other hosts in order of their names; an app's files are served where it is.
pub(crate) fn fronts(routes: &[Route], served: &[Served]) -> Vec<Front> {
    let mut hosts: Vec<&Option<String>> = routes.iter().map(|route| &route.host).chain([&None]).collect();
    hosts.sort();
    hosts.dedup();
    let front = |host: &Option<String>| {
        let own: Vec<Route> = routes.iter().filter(|route| route.host == *host).cloned().collect();
        let is_here = |files: &&Served| own.iter().any(|route| route.app == files.app);
        let served = served.iter().filter(is_here).cloned().collect();
        Front { host: host.clone(), routes: own, served }
    };
    hosts.into_iter().map(front).collect()
}

/// The secrets that requests of some routes must show, by name, each once.
pub(crate) fn tokens(routes: &[Route]) -> Vec<String> {
    let shown = routes.iter().filter_map(|route| route.guard.as_ref()?.shows.as_ref());
    let mut names: Vec<String> = shown.map(|shows| shows.secret.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// The app that a route is for: the one that it names, else the one that it is said of.
pub(crate) fn owner<'a>(apps: &'a [App], route: &RouteSpec, said_of: Option<&'a App>) -> Option<&'a App> {
    match &route.app {
        Some(name) => apps.iter().find(|app| app.name == *name),
        None => said_of,
    }
}

/// The route of one app; None where its process has no port.
pub(crate) fn route(app: &App, specs: &BTreeMap<String, Vec<ProcessSpec>>, route: RouteSpec) -> Option<Route> {
    let port = specs.get(&app.name)?.iter().find(|spec| spec.id == route.process)?.port?;
    let host = route.host.filter(|host| !host.is_empty());
    let (process, app) = (full_name(app, &route.process), app.name.clone());
    Some(Route { path: route.path, host, process, app, port, guard: route.guard })
}

/// Behind one proxy, a path of a host leads to one process.
///
/// # Errors
/// Two processes that answer at the same path.
pub(crate) fn one_answer_each(routes: &[Route], proxied: bool) -> Result<()> {
    for (place, route) in routes.iter().enumerate().filter(|_| proxied) {
        if let Some(other) =
            routes.iter().take(place).find(|other| (&other.host, &other.path) == (&route.host, &route.path))
        {
            let (path, app) = (&route.path, &route.app);
            bail!(
                "{} and {app} both answer at {path}\ngive one of them a path of its own: --set {app}.path=/{app}\nor a host name: --set {app}.host={app}.example.com",
                other.app
            );
        }
    }
    Ok(())
}
