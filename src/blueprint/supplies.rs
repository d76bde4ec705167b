//! What the target supplies itself in the place of a service's containers, and what it can run.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::blueprint::offer::Offer;
use crate::blueprint::{Binding, Entry, Options};
use crate::catalog::component::Component;
use crate::catalog::container::Container;
use crate::catalog::contribution::{Contribution, Facet};
use crate::catalog::option::Value;
use crate::catalog::supply::{Property, Supply};

/// A service that the target supplies itself.
#[derive(Clone, Debug, Serialize)]
pub struct Provision {
    pub service: String,
    pub title: String,
    /// What the target's templates call it: `database`.
    pub kind: String,
    /// Options that hold here, under the names that the target's templates use.
    pub settings: BTreeMap<String, Value>,
}

/// A value that only the target knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supplied {
    /// The service or container that has it.
    pub service: String,
    /// What the target's templates call that: `database`.
    pub source: String,
    pub property: String,
    pub secret: bool,
}

/// Values that a text is put together from, by the names of the variables that hold them.
pub type Parts = BTreeMap<String, Supplied>;

/// How a service comes about on a target.
pub(crate) enum Means<'a> {
    Supplied(&'a Supply),
    /// Its containers run, if it has any.
    Runs,
    /// Containers of this sort cannot run there: "read files of the repository".
    Impossible(&'static str),
}

impl<'a> Means<'a> {
    pub fn of(target: &'a Component, service: &Component, containers: &[Container]) -> Self {
        if let Some(supply) = target.supply_of(service) {
            return Means::Supplied(supply);
        }
        let refused = containers.iter().find_map(|container| match &target.containers {
            Some(able) => able.refuses(container),
            None => Some("come with a service"),
        });
        refused.map_or(Means::Runs, Means::Impossible)
    }
}

/// What is left of a service's contribution when the target supplies it: no containers, and none of what they need.
pub(crate) fn supplied(contribution: &mut Contribution, supply: &Supply) {
    contribution.containers.clear();
    contribution.variables.clear();
    contribution.backup = None;
    // They speak of what would have run.
    contribution.notices.clear();
    let Contribution { secrets, facets, address, .. } = contribution;
    let own = facets.iter().filter(|(name, _)| !supply.facets.contains_key(*name));
    let named: Vec<&String> = own
        .filter_map(|(_, facet)| match facet {
            Facet::Secret { secret } => Some(secret),
            Facet::Text(_) | Facet::Setting { .. } => None,
        })
        .collect();
    secrets.retain(|secret| named.contains(&&secret.name));
    address.clone_from(&supply.address);
}

/// Options that hold where the target supplies the service.
pub(crate) fn provision(service: &Component, supply: &Supply, options: &Options) -> Provision {
    let held = supply.settings.iter().filter_map(|(name, option)| Some((name.clone(), options.get(option)?.clone())));
    Provision {
        service: service.id.clone(),
        title: service.title.clone(),
        kind: supply.kind.clone(),
        settings: held.collect(),
    }
}

/// Where the target alone knows the hosts of its containers: their ids in `contribution` become properties.
pub(crate) fn hosts(target: &Component, service: &Component, contribution: &mut Contribution) -> Option<Supply> {
    let property = target.containers.as_ref()?.host.as_ref()?;
    let mut supply = Supply { kind: "container".to_owned(), ..Supply::default() };
    for container in contribution.containers.iter().filter(|container| container.serves) {
        let host =
            || Property { property: property.clone(), scheme: None, secret: false, of: Some(container.id.clone()) };
        let name = if container.id == service.id { "host".to_owned() } else { format!("{}-host", container.id) };
        let facets = contribution.facets.iter_mut().filter_map(|(name, facet)| match facet {
            Facet::Text(text) => Some((name, text)),
            Facet::Secret { .. } | Facet::Setting { .. } => None,
        });
        for (facet, text) in facets {
            if *text == container.id {
                supply.facets.insert(facet.clone(), host());
            }
            *text = with_host(text, container, &name);
        }
        contribution.address = contribution.address.take().map(|address| with_host(&address, container, &name));
        supply.facets.insert(name, host());
    }
    (!supply.facets.is_empty()).then_some(supply)
}

/// `text` with `{name}` in the place of the container's id where its port follows.
fn with_host(text: &str, container: &Container, name: &str) -> String {
    container.ports.iter().fold(text.to_owned(), |text, port| {
        let at = format!("{}:{port}", container.id);
        let host = format!("{{{name}}}:{port}");
        ["//", "@", ","]
            .iter()
            .fold(text, |text, before| text.replace(&format!("{before}{at}"), &format!("{before}{host}")))
    })
}

impl Offer<'_> {
    /// The value of `facet` when only the target knows it; `scheme` is the one that a URL shall have.
    pub(crate) fn handed(&self, facet: &str, scheme: &str) -> Option<Supplied> {
        let supply = self.supply.as_ref()?;
        let Property { property, scheme: own, secret, of } = supply.facets.get(facet)?;
        own.as_ref().is_none_or(|own| own == scheme).then(|| Supplied {
            service: of.clone().unwrap_or_else(|| self.component.id.clone()),
            source: supply.kind.clone(),
            property: property.clone(),
            secret: *secret,
        })
    }

    /// The variable that holds `facet` where a text is put together from it. Its name is the kit's, so that it cannot
    /// be one that the code reads.
    pub(crate) fn variable_of(&self, facet: &str) -> String {
        format!("KIT_{}_{facet}", self.component.id).to_uppercase().replace('-', "_")
    }
}

/// The variables that hold the parts of what `entries` put together, and those of `others`.
pub(crate) fn parts<'a>(entries: impl Iterator<Item = &'a Entry>, others: &[&Parts]) -> Vec<Entry> {
    let composed = entries.filter_map(|entry| match &entry.binding {
        Binding::Composed { parts, .. } => Some(parts),
        _ => None,
    });
    let all: Parts =
        composed.chain(others.iter().copied()).flatten().map(|(name, part)| (name.clone(), part.clone())).collect();
    all.into_iter()
        .map(|(name, part)| Entry { name, facet: None, read: None, binding: Binding::Supplied(part) })
        .collect()
}
