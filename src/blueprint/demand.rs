//! How many connections to a database the processes may open at once, and whether it takes so many.

use serde::Serialize;

use crate::blueprint::bind::any;
use crate::blueprint::{App, Binding, Entry, Process, Service};
use crate::catalog::Catalog;
use crate::catalog::component::Component;
use crate::catalog::option::Value;
use crate::catalog::pools::Pools;
use crate::catalog::process::ProcessKind;
use crate::facts::Notice;

/// What stays free for migrations, backups, those who watch it, and people.
const RESERVED: u32 = 10;

/// What all processes together may ask of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Demand {
    pub processes: Vec<Need>,
    pub total: u32,
}

/// What one process may ask of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    pub process: String,
    pub replicas: u32,
    /// Programs in one container that have connections of their own.
    pub programs: u32,
    /// Connections of one program.
    pub each: u32,
    pub total: u32,
}

/// What counts connections: the numbers of libraries, and the services that were selected.
pub(crate) struct Demands<'a> {
    pub catalog: &'a Catalog,
    pub selected: Vec<&'a Component>,
}

impl Demands<'_> {
    /// Writes the demand for each service down, and tells where it takes fewer.
    pub(crate) fn count(&self, services: &mut [Service], apps: &[App], processes: &[Process]) -> Vec<Notice> {
        let mut notices = Vec::new();
        for service in services {
            let Some(component) = self.catalog.components.get(&service.id) else { continue };
            service.demand = demand(&self.catalog.pools, component, service, apps, processes);
            let demand = service.demand.as_ref().filter(|_| !self.is_pooled(component));
            notices.extend(demand.and_then(|demand| too_much(component, service, demand)));
        }
        notices
    }

    /// What stands before it shares few connections among many.
    fn is_pooled(&self, component: &Component) -> bool {
        let mut before = self.selected.iter().filter_map(|selected| selected.before.as_ref());
        before.any(|capability| component.provides.contains(capability))
    }
}

/// The demand for `service`, where `component` says that connections to it are few.
fn demand(
    pools: &Pools,
    component: &Component,
    service: &Service,
    apps: &[App],
    processes: &[Process],
) -> Option<Demand> {
    component.connections.as_ref()?;
    let of = |process: &Process| {
        let app = apps.iter().find(|app| app.name == process.app && app.uses.contains(&service.id))?;
        let lasting = !matches!(process.spec.kind, ProcessKind::Release | ProcessKind::Cron);
        lasting.then(|| need(pools, app, process))
    };
    let needs: Vec<Need> = processes.iter().filter_map(of).collect();
    let total = needs.iter().map(|need| need.total).sum();
    Some(Demand { processes: needs, total })
}

/// What a person should know where the service takes fewer.
fn too_much(component: &Component, service: &Service, demand: &Demand) -> Option<Notice> {
    let option = component.connections.as_ref()?;
    let Some(Value::Integer(most)) = service.options.get(option) else { return None };
    let wanted = demand.total.saturating_add(RESERVED);
    let (id, title, total) = (&service.id, &service.title, demand.total);
    let text = format!(
        "the processes may open {total} connections to {title} at once, which takes {most}, some of them kept free: --set {id}.{option}={wanted}, or smaller pools"
    );
    (i64::from(wanted) > *most).then_some(Notice { path: None, text })
}

fn need(pools: &Pools, app: &App, process: &Process) -> Need {
    let parallel = &process.spec.parallel;
    let said = |patterns: &[String]| app.environment.iter().find_map(|entry| number(entry, patterns));
    let library = pools.libraries.get(&app.runtime).into_iter().flatten();
    let library = library.into_iter().find(|pool| app.dependencies.contains_key(&pool.package));
    let each = match (said(&pools.size), library) {
        (Some(size), library) => size + said(&pools.overflow).or(library.map(|pool| pool.overflow)).unwrap_or(0),
        (None, Some(pool)) if pool.size > 0 => pool.size + said(&pools.overflow).unwrap_or(pool.overflow),
        _ => whole(parallel.threads),
    };
    let (replicas, programs) = (process.spec.replicas, whole(parallel.programs));
    let total = replicas.saturating_mul(programs).saturating_mul(each);
    Need { process: process.name.clone(), replicas, programs, each, total }
}

/// The number that a variable is set to, or that the code falls back to.
fn number(entry: &Entry, patterns: &[String]) -> Option<u32> {
    let text = match &entry.binding {
        Binding::Literal { value } | Binding::Setting { value } => Some(value),
        _ => entry.read.as_ref()?.default.as_ref(),
    };
    text.filter(|_| any(patterns, &entry.name))?.parse().ok()
}

/// Templates reckon with fractions of processors.
fn whole(number: f64) -> u32 {
    number.ceil().clamp(1.0, 10_000.0) as u32
}
