//! Processes with everything that a target needs: environment, secrets, what they wait for.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use crate::blueprint::bind::bind_to;
use crate::blueprint::facet::developed;
use crate::blueprint::offer::Offer;
use crate::blueprint::supplies::{Parts, parts};
use crate::blueprint::{App, Binding, Entry, PlatformView, Process, Route, SecretFile, Service, platform};
use crate::catalog::component::Component;
use crate::catalog::container::{Container, Until, Wait};
use crate::catalog::contribution::Secret;
use crate::catalog::process::{ProcessKind, ProcessSpec};
use crate::facts::AppFacts;

/// What the processes of all apps stand on.
pub(crate) struct Ground<'a> {
    pub offers: &'a [Offer<'a>],
    pub services: &'a [Service],
    pub containers: &'a [Container],
    pub routes: &'a [Route],
    /// The names of the project, its domain first.
    pub hostnames: Vec<String>,
    pub secrets: &'a [Secret],
    /// By service: facets with other values in development.
    pub developed: &'a BTreeMap<String, BTreeMap<String, String>>,
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
        spec.volumes.extend(app.told.volumes.iter().cloned());
    }
    let own = own(app, seen, &spec, ground);
    let all = environment(app, &spec);
    // What its component says of it holds against what the app has by that name.
    let told = |entry: &&Entry| own.iter().any(|own| own.name == entry.name);
    let environment: Vec<Entry> = own.iter().chain(all.iter().filter(|entry| !told(entry))).cloned().collect();
    spec.develop.extend(developed(&environment, ground.developed));
    let routed = ground.routes.iter().any(|route| route.process == name);
    spec.writable.extend(app.writable.iter().cloned());
    Process {
        routed,
        published: spec.port.is_some() && !ground.proxied && routed,
        secrets: secrets(&environment),
        waits: waits(app, spec.kind, releases, ground),
        checks: checks(app, ground.services),
        owned: app.owned.clone(),
        metrics: app.told.metrics.filter(|_| spec.kind != ProcessKind::Release),
        hostnames: if spec.kind == ProcessKind::Release { Vec::new() } else { hostnames(app, ground) },
        app: app.name.clone(),
        name,
        environment,
        platform: PlatformView { own, ..PlatformView::default() },
        spec,
    }
}

/// What every process of its kind is told.
fn environment<'a>(app: &'a App, spec: &ProcessSpec) -> &'a [Entry] {
    if spec.kind == ProcessKind::Release { &app.direct } else { &app.environment }
}

/// What the process is told beside the app's variables: its component's own values first, then what it passes on,
/// then the parts of what is put together inside it.
fn own(app: &App, seen: &AppFacts, spec: &ProcessSpec, ground: &Ground<'_>) -> Vec<Entry> {
    let entry = |name: &String, binding| Entry { name: name.clone(), facet: None, read: None, binding };
    let literal = |(name, value): (&String, &String)| entry(name, Binding::Literal { value: value.clone() });
    let direct: Vec<Offer<'_>> = ground.offers.iter().map(Offer::for_release).collect();
    let offers = if spec.kind == ProcessKind::Release { direct.as_slice() } else { ground.offers };
    let bound = spec.bind.iter().filter_map(|(name, facet)| bind_to(seen, offers, name, facet));
    let passed = spec.passes.iter().map(|name| entry(name, Binding::Optional));
    let all = environment(app, spec);
    let known = |entry: &Entry| all.iter().any(|known| known.name == entry.name);
    let own = bound.chain(passed).filter(|entry| !known(entry));
    let mut own: Vec<Entry> = spec.environment.iter().map(literal).chain(own).collect();
    let asked = ground.services.iter().filter(|service| spec.health.is_some() && app.uses.contains(&service.id));
    let asked: Vec<&Parts> = asked.map(|service| &service.parts).collect();
    own.extend(parts(own.clone().iter().chain(all), &asked));
    identified(own, app, spec.kind)
}

/// Adds what identifies the image that runs, where it has no value yet.
fn identified(mut own: Vec<Entry>, app: &App, kind: ProcessKind) -> Vec<Entry> {
    for name in app.told.release.iter().filter(|_| kind != ProcessKind::Release) {
        let has_value = |entry: &Entry| entry.name == *name && entry.binding != Binding::Optional;
        if !own.iter().chain(&app.environment).any(has_value) {
            own.retain(|entry| entry.name != *name);
            own.push(Entry { name: name.clone(), facet: None, read: None, binding: Binding::Release });
        }
    }
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

/// The names under which the app is reached, where it wants to be told.
fn hostnames(app: &App, ground: &Ground<'_>) -> Vec<String> {
    let Some(more) = &app.told.hostnames else { return Vec::new() };
    let hosts: Vec<&Option<String>> =
        ground.routes.iter().filter(|route| route.app == app.name).map(|route| &route.host).collect();
    let shares = hosts.is_empty() || hosts.iter().any(|host| host.is_none());
    let shared = ground.hostnames.iter().filter(|_| shares);
    let own = hosts.into_iter().flatten();
    let mut names: Vec<String> = shared.chain(own).chain(more).cloned().collect();
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    names
}

fn checks(app: &App, services: &[Service]) -> BTreeMap<String, String> {
    let used = services.iter().filter(|service| app.uses.contains(&service.id));
    used.filter_map(|service| Some((service.id.clone(), service.address.clone()?))).collect()
}
