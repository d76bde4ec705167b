//! Services that a repository asks for, each with its reason.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::catalog::component::Kind;
use crate::facts::Facts;

/// Services that the repository seems to use, and recommended ones, each with its reason.
pub fn suggested(catalog: &Catalog, facts: &Facts) -> BTreeMap<String, String> {
    let mut suggested = used(catalog, facts);
    for service in catalog.of(Kind::Service).filter(|service| service.recommended) {
        suggested.entry(service.id.clone()).or_insert_with(|| "recommended".to_owned());
    }
    complete(catalog, suggested)
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

fn complete(catalog: &Catalog, mut chosen: BTreeMap<String, String>) -> BTreeMap<String, String> {
    while let Some((id, reason)) = needed(catalog, &chosen) {
        chosen.insert(id, reason);
    }
    chosen
}

/// A service that one of `suggested` needs, where only that one can be meant.
fn needed(catalog: &Catalog, suggested: &BTreeMap<String, String>) -> Option<(String, String)> {
    let provides = |id: &str, capability: &String| {
        catalog.get(Kind::Service, id).is_ok_and(|service| service.provides.contains(capability))
    };
    let services = suggested.keys().filter_map(|id| catalog.get(Kind::Service, id).ok());
    services.flat_map(|service| service.requires.iter().map(move |capability| (service, capability))).find_map(
        |(service, capability)| {
            let there = suggested.keys().any(|id| provides(id, capability));
            let mut providers = catalog.ids(Kind::Service).filter(|id| provides(id, capability));
            let (Some(id), None, false) = (providers.next(), providers.next(), there) else { return None };
            Some((id.to_owned(), format!("{} needs it", service.title)))
        },
    )
}
