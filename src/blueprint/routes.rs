//! Which requests go to which process.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::blueprint::App;
use crate::blueprint::processes::full_name;
use crate::catalog::contribution::{ProcessSpec, RouteSpec};

/// Requests that go to a process.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    pub path: String,
    /// A process by its full name.
    pub process: String,
    pub app: String,
    pub port: u16,
}

/// The route of one app; None where its process has no port.
pub(crate) fn route(app: &App, specs: &BTreeMap<String, Vec<ProcessSpec>>, route: RouteSpec) -> Option<Route> {
    let port = specs.get(&app.name)?.iter().find(|spec| spec.id == route.process)?.port?;
    Some(Route { path: route.path, process: full_name(app, &route.process), app: app.name.clone(), port })
}

/// Behind one proxy, a path leads to one process.
///
/// # Errors
/// Two processes that answer at the same path.
pub(crate) fn one_answer_each(routes: &[Route], proxied: bool) -> Result<()> {
    for (place, route) in routes.iter().enumerate().filter(|_| proxied) {
        if let Some(other) = routes.iter().take(place).find(|other| other.path == route.path) {
            let (path, app) = (&route.path, &route.app);
            bail!(
                "{} and {app} both answer at {path}\ngive one of them a path of its own: --set {app}.path=/{app}",
                other.app
            );
        }
    }
    Ok(())
}
