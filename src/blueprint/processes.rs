//! Processes with everything that a target needs: environment, secrets, what they wait for.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::blueprint::bind::{Offer, bind_to};
use crate::blueprint::supplies::{Parts, parts};
use crate::blueprint::{App, Binding, Entry, PlatformView, Process, Route, SecretFile, Service, platform};
use crate::catalog::component::Component;
use crate::catalog::container::{Container, Until, Wait};
use crate::catalog::contribution::{ProcessKind, ProcessSpec, Secret};
use crate::facts::AppFacts;

/// What the processes of all apps stand on.
pub(crate) struct Ground<'a> {
    pub offers: &'a [Offer<'a>],
    pub services: &'a [Service],
    pub containers: &'a [Container],
    pub routes: &'a [Route],
    pub secrets: &'a [Secret],
    /// A proxy stands in front of the routes.
    pub proxied: bool,
}

/// Adds the process that `component` brings for `app` to those that the app has.
///
/// # Errors
/// No such app, or two processes of one name.
pub(crate) fn add(
    component: &Component,
    spec: ProcessSpec,
    app: Option<&App>,
    specs: Option<&mut Vec<ProcessSpec>>,
) -> Result<()> {
    let (place, id) = (format!("templates/{}/blueprint.yaml", component.folder), &spec.id);
    let (Some(app), Some(specs)) = (app, specs) else {
        bail!("{place}: process `{id}` must name an app that exists");
    };
    if specs.iter().any(|other| other.id == spec.id) {
        // A job's name is the one that a person can change.
        match app.jobs.get(id) {
            Some(job) => bail!("{}: {} has a process `{id}` already; call the job something else", job.place, app.name),
            None => bail!("{place}: {} has a process `{id}` already", app.name),
        }
    }
    specs.push(spec);
    Ok(())
}

/// The processes of one app from what its components said of them.
pub(crate) fn assemble(app: &App, seen: &AppFacts, specs: Vec<ProcessSpec>, ground: &Ground<'_>) -> Vec<Process> {
    let releases: Vec<String> =
        specs.iter().filter(|spec| spec.kind == ProcessKind::Release).map(|spec| full_name(app, &spec.id)).collect();
    let mut processes: Vec<Process> =
        specs.into_iter().map(|spec| process(app, seen, spec, &releases, ground)).collect();
    platform::look(app, &mut processes, ground.secrets);
    processes
}

/// `<app>-<process>`.
pub(crate) fn full_name(app: &App, process: &str) -> String {
    format!("{}-{process}", app.name)
}

fn process(app: &App, seen: &AppFacts, mut spec: ProcessSpec, releases: &[String], ground: &Ground<'_>) -> Process {
    let name = full_name(app, &spec.id);
    if spec.kind != ProcessKind::Release {
        spec.environment.extend(app.told.environment.clone());
        spec.passes.extend(app.told.passes.iter().cloned());
    }
    let own = own(app, seen, &spec, ground);
    let environment: Vec<Entry> = own.iter().chain(&app.environment).cloned().collect();
    let routed = ground.routes.iter().any(|route| route.process == name);
    spec.writable.extend(app.writable.iter().cloned());
    Process {
        published: spec.port.is_some() && !ground.proxied && routed,
        secrets: secrets(&environment),
        waits: waits(app, spec.kind, releases, ground),
        checks: checks(app, ground.services),
        app: app.name.clone(),
        name,
        environment,
        platform: PlatformView { own, ..PlatformView::default() },
        spec,
    }
}

/// What the process is told beside the app's variables: its component's own values first, then what it passes on,
/// then the parts of what is put together inside it.
fn own(app: &App, seen: &AppFacts, spec: &ProcessSpec, ground: &Ground<'_>) -> Vec<Entry> {
    let entry = |name: &String, binding| Entry { name: name.clone(), facet: None, read: None, binding };
    let literal = |(name, value): (&String, &String)| entry(name, Binding::Literal { value: value.clone() });
    let bound = spec.bind.iter().filter_map(|(name, facet)| bind_to(seen, ground.offers, name, facet));
    let passed = spec.passes.iter().map(|name| entry(name, Binding::Optional));
    let known = |entry: &Entry| app.environment.iter().any(|known| known.name == entry.name);
    let own = bound.chain(passed).filter(|entry| !known(entry));
    let mut own: Vec<Entry> = spec.environment.iter().map(literal).chain(own).collect();
    let asked = ground.services.iter().filter(|service| spec.health.is_some() && app.uses.contains(&service.id));
    let asked: Vec<&Parts> = asked.map(|service| &service.parts).collect();
    own.extend(parts(own.clone().iter().chain(&app.environment), &asked));
    own
}

fn secrets(environment: &[Entry]) -> Vec<SecretFile> {
    let files = environment.iter().flat_map(|entry| match &entry.binding {
        Binding::Secret { secret } => vec![SecretFile { name: secret.clone(), variable: entry.name.clone() }],
        Binding::Composed { secrets, .. } => {
            secrets.iter().map(|name| SecretFile { name: name.clone(), variable: name.clone() }).collect()
        }
        _ => Vec::new(),
    });
    let mut files: Vec<SecretFile> = files.collect();
    files.sort();
    files.dedup();
    files
}

fn waits(app: &App, kind: ProcessKind, releases: &[String], ground: &Ground<'_>) -> Vec<Wait> {
    let used = ground.containers.iter().filter(|container| app.uses.contains(&container.service));
    let backing = used.filter(|container| container.serves && container.health.is_some());
    let mut waits: Vec<Wait> =
        backing.map(|container| Wait { on: container.id.clone(), until: Until::Healthy }).collect();
    if kind != ProcessKind::Release {
        waits.extend(releases.iter().map(|release| Wait { on: release.clone(), until: Until::Completed }));
    }
    waits
}

fn checks(app: &App, services: &[Service]) -> BTreeMap<String, String> {
    let used = services.iter().filter(|service| app.uses.contains(&service.id));
    used.filter_map(|service| Some((service.id.clone(), service.address.clone()?))).collect()
}
