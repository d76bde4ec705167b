//! Services that a repository asks for, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::catalog::component::{Component, Kind};
use crate::catalog::option::Spec;
use crate::facts::{Facts, Mode};

/// The value of an option that leaves it to the code how a bot gets its updates, and the one that the code may mean.
const AS_THE_CODE: &str = "code";
const WEBHOOK: &str = "webhook";

/// Services that the repository seems to use, and recommended ones, each with its reason. `settled` are options that
/// a person sets, key and value.
pub fn suggested(catalog: &Catalog, facts: &Facts, settled: &[(String, String)]) -> BTreeMap<String, String> {
    let mut suggested = used(catalog, facts);
    let stacks = facts.apps.iter().filter_map(|app| catalog.get(Kind::Stack, &app.stack.value).ok());
    let mut parts: BTreeSet<&str> = stacks.flat_map(|stack| stack.roles.iter().map(String::as_str)).collect();
    parts.extend(played(catalog, facts, suggested.keys(), settled));
    let suits = |service: &Component| service.suits.is_empty() || facts.apps.is_empty() || suits(service, &parts);
    for service in catalog.of(Kind::Service).filter(|service| service.recommended && suits(service)) {
        suggested.entry(service.id.clone()).or_insert_with(|| "recommended".to_owned());
    }
    complete(catalog, suggested)
}

/// Recommended services that options of `chosen` ask for.
pub fn invited(
    catalog: &Catalog,
    facts: &Facts,
    chosen: &BTreeSet<String>,
    settled: &[(String, String)],
) -> BTreeSet<String> {
    let parts = played(catalog, facts, chosen.iter(), settled);
    let services = catalog.of(Kind::Service).filter(|service| service.recommended && suits(service, &parts));
    services.map(|service| service.id.clone()).collect()
}

fn suits(service: &Component, parts: &BTreeSet<&str>) -> bool {
    service.suits.iter().any(|part| parts.contains(part.as_str()))
}

/// What the options of services make the apps play.
fn played<'c, 'i>(
    catalog: &'c Catalog,
    facts: &Facts,
    services: impl Iterator<Item = &'i String>,
    settled: &[(String, String)],
) -> BTreeSet<&'c str> {
    let services = services.filter_map(|id| catalog.get(Kind::Service, id).ok());
    let options = services.flat_map(|service| service.options.iter().map(move |(name, spec)| (service, name, spec)));
    // What the code does holds unless a person says otherwise.
    let hooked = facts.apps.iter().flat_map(|app| &app.bots).any(|bot| bot.value.mode == Mode::Webhook);
    let part = |(service, name, spec): (&Component, &String, &'c Spec)| {
        let key = format!("{}.{name}", service.id);
        let set = settled.iter().rev().find(|(set, _)| set.trim_start_matches("services.") == key);
        let value = set.map_or_else(|| spec.default.to_string(), |(_, value)| value.clone());
        let value = if value == AS_THE_CODE && hooked { WEBHOOK } else { &value };
        spec.plays.get(value).map(String::as_str)
    };
    options.filter_map(part).collect()
}

/// Services that the repository seems to use, and what those need, each with its reason.
pub fn used(catalog: &Catalog, facts: &Facts) -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for app in &facts.apps {
        for service in catalog.of(Kind::Service).filter(|service| service.is_client(app)) {
            used.entry(service.id.clone()).or_insert_with(|| format!("{} uses it", app.name));
        }
        if let Some(migrations) = &app.migrations {
            let reason = format!("{} has {}", app.name, migrations.value.config);
            used.entry(migrations.value.tool.clone()).or_insert(reason);
        }
    }
    used.retain(|id, _| catalog.get(Kind::Service, id).is_ok());
    complete(catalog, used)
}

pub(super) fn complete(catalog: &Catalog, mut chosen: BTreeMap<String, String>) -> BTreeMap<String, String> {
    while let Some((id, reason)) = needed(catalog, &chosen) {
        chosen.insert(id, reason);
    }
    chosen
}

/// A service that one of `suggested` needs, where only that one can be meant, or is what is usual.
fn needed(catalog: &Catalog, suggested: &BTreeMap<String, String>) -> Option<(String, String)> {
    let provides = |id: &str, capability: &String| {
        catalog.get(Kind::Service, id).is_ok_and(|service| service.provides.contains(capability))
    };
    let services = suggested.keys().filter_map(|id| catalog.get(Kind::Service, id).ok());
    services.flat_map(|service| service.requires.iter().map(move |capability| (service, capability))).find_map(
        |(service, capability)| {
            let there = suggested.keys().any(|id| provides(id, capability));
            let providers: Vec<&str> = catalog.ids(Kind::Service).filter(|id| provides(id, capability)).collect();
            let usual =
                |id: &&str| catalog.get(Kind::Service, id).is_ok_and(|service| service.usual_for.contains(capability));
            let id = match (there, providers.as_slice()) {
                (true, _) => None,
                (false, [only]) => Some(*only),
                (false, several) => several.iter().copied().find(usual),
            };
            Some((id?.to_owned(), format!("{} needs it", service.title)))
        },
    )
}
