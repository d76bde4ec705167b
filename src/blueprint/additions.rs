//! Packages that services need in an app and that it does not list yet.

use serde::Serialize;

use crate::blueprint::App;
use crate::catalog::component::{Component, Need};
use crate::facts::{AppFacts, Form, Listing, Notice};
use crate::requirement::Specifier;
use crate::tree::RelPath;

/// Where an app lists its dependencies, as templates name it; all None where no file does.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Listed {
    pub path: Option<RelPath>,
    pub form: Option<Form>,
    /// The command that makes the file from it that is installed.
    pub compiled: Option<String>,
}

impl From<&AppFacts> for Listed {
    fn from(seen: &AppFacts) -> Self {
        match seen.listing.clone() {
            Some(Listing { path, form, compiled, own: _ }) => Listed { path: Some(path), form: Some(form), compiled },
            None => Listed::default(),
        }
    }
}

/// A package that an app must list from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addition {
    /// Normalised.
    pub name: String,
    pub extras: Vec<String>,
    /// `>=1.13`, or `*` for any.
    pub versions: String,
    /// As a specifier: `alembic>=1.13`.
    pub requirement: String,
    /// The service that needs it.
    #[serde(skip)]
    pub service: String,
}

/// Lets apps use the services that bring their own packages and that no app uses so far: those apps that use what
/// such a service stands on.
pub(crate) fn bring(services: &[&Component], apps: &mut [App]) {
    for service in services.iter().filter(|service| service.brings_packages()) {
        if apps.iter().any(|app| app.uses.contains(&service.id)) {
            continue;
        }
        for app in apps.iter_mut().filter(|app| service.dependencies.contains_key(&app.runtime)) {
            let used = || services.iter().filter(|other| app.uses.contains(&other.id));
            let stands = |capability| used().any(|other| other.provides.contains(capability));
            if service.requires.iter().all(stands) {
                app.uses.push(service.id.clone());
                app.uses.sort();
            }
        }
    }
}

/// Puts down what the services of `app` need and its files do not list; of what cannot be added there is a notice.
pub(crate) fn add(services: &[&Component], app: &mut App, seen: &AppFacts) -> Option<Notice> {
    // What was compiled from the list names ours as well, and detection takes that for the app's.
    let source = seen.listing.as_ref().filter(|listing| listing.compiled.is_some());
    let lists = |name: &String| match source {
        Some(listing) => listing.own.contains(name),
        None => seen.dependencies.contains_key(name),
    };
    let mut additions: Vec<Addition> = Vec::new();
    for service in services.iter().filter(|service| app.uses.contains(&service.id)) {
        let needs = service.dependencies.get(&app.runtime).into_iter().flatten();
        let beside = |need: &&Need| {
            need.beside.is_empty() || need.beside.iter().any(|name| seen.dependencies.contains_key(name))
        };
        let needs = needs.filter(|need| !need.unless.iter().any(lists)).filter(beside);
        let new = needs.filter_map(|need| addition(need, &service.id));
        for new in new.filter(|new| !lists(&new.name)) {
            if !additions.iter().any(|known| known.name == new.name) {
                additions.push(new);
            }
        }
    }
    let names: Vec<&str> = additions.iter().map(|new| new.requirement.as_str()).collect();
    if additions.is_empty() || seen.listing.is_some() {
        app.dependencies.extend(additions.iter().map(|new| (new.name.clone(), None)));
        app.additions = additions;
        return None;
    }
    let text = format!("{} needs {} from now on: add it to its dependencies by hand", app.name, names.join(" and "));
    Some(Notice { path: None, text })
}

fn addition(need: &Need, service: &str) -> Option<Addition> {
    let Specifier { name, extras, versions, .. } = Specifier::read(&need.package)?;
    let versions = if versions.is_empty() { "*" } else { versions }.to_owned();
    Some(Addition { name, extras, versions, requirement: need.package.clone(), service: service.to_owned() })
}
