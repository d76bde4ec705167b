//! The services around an app: those that it uses, and those that answer in the place of others.

use crate::blueprint::bind::facet_of;
use crate::catalog::Catalog;
use crate::catalog::component::Component;
use crate::facts::{AppFacts, Host};
use crate::manifest::AppChoice;

/// The selected services, as an app sees them.
pub(super) struct Around<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) services: &'a [&'a Component],
}

impl Around<'_> {
    /// Ids of the services that the app `seen` uses, with those that stand before them.
    pub(super) fn used(&self, seen: &AppFacts, choice: &AppChoice) -> Vec<String> {
        let takes_over = |service: &Component| {
            let mut clients = seen.clients.iter();
            clients.any(|client| self.stands_in(service, &client.value.service))
        };
        let services = self.services.iter().copied();
        let used: Vec<&Component> =
            services.filter(|service| uses(seen, service, self.services, choice) || takes_over(service)).collect();
        let provided = |capability: &String| used.iter().any(|service| service.provides.contains(capability));
        let before = self.services.iter().filter(|service| service.before.as_ref().is_some_and(provided));
        let mut ids: Vec<String> = used.iter().chain(before).map(|service| service.id.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// A host name of the code, with the service that answers to it here.
    pub(super) fn answers(&self, host: &Host) -> Host {
        let other = self.services.iter().find(|service| self.stands_in(service, &host.service));
        Host { service: other.map_or_else(|| host.service.clone(), |other| other.id.clone()), ..host.clone() }
    }

    /// Whether `service` takes the place of `id`, which was not selected.
    fn stands_in(&self, service: &Component, id: &str) -> bool {
        let there = self.services.iter().any(|service| service.id == id);
        !there && self.catalog.components.get(id).is_some_and(|other| service.stands_in_for(other))
    }
}

/// An app uses a service when a client library, a variable, its migrations or the manifest says so,
/// or when the service is for every app.
fn uses(app: &AppFacts, service: &Component, services: &[&Component], choice: &AppChoice) -> bool {
    let for_all = service.detect.is_empty() && service.binds.is_empty();
    let client = service.is_client(app);
    let migrations = app.migrations.as_ref().is_some_and(|migrations| migrations.value.tool == service.id);
    let claimed = |name: &str| services.iter().any(|other| other.id != service.id && facet_of(other, name).is_some());
    let shared = |name: &str| service.binds.values().any(|bind| bind.may_be(name)) && !claimed(name);
    let leads = |name: &str| facet_of(service, name).is_some() || shared(name);
    let variable = app.variables.iter().any(|variable| leads(&variable.name));
    let chosen = choice.env.values().any(|chosen| chosen.value.to_string().split('.').next() == Some(&service.id));
    for_all || client || migrations || variable || chosen
}
