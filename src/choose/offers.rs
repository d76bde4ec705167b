//! Which command would bring what is missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::catalog::component::{Component, Kind};
use crate::choose::{add, check, complete, suggested};
use crate::facts::Facts;
use crate::tree::RelPath;

/// What the repository has already, as far as it decides what to offer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation<'a> {
    /// The text of the manifest.
    pub manifest: Option<&'a str>,
    /// The repository's own file that says what runs: as long as it does, nothing of ours is seen.
    pub own_stack: Option<&'a RelPath>,
}

/// The command by the point of the checklist that it would meet.
pub fn offers(catalog: &Catalog, facts: &Facts, situation: Situation<'_>) -> BTreeMap<String, String> {
    let mut offers = BTreeMap::new();
    let proposed: BTreeSet<String> = suggested(catalog, facts, &[]).into_keys().collect();
    let target = catalog.of(Kind::Target).find(|target| target.recommended).map(|target| target.id.as_str());
    for component in catalog.components.values() {
        let usual = match component.kind {
            // What only services share comes with them.
            Kind::Role => catalog.of(Kind::Stack).any(|stack| stack.roles.contains(&component.id)),
            Kind::Target => target == Some(component.id.as_str()),
            _ => true,
        };
        for (point, gift) in component.gives.iter().filter(|_| usual) {
            let first = || providers(catalog, point).next().is_some_and(|first| first.id == component.id);
            let command = match (component.kind, situation.manifest) {
                (Kind::Service, Some(text)) if first() => added(catalog, text, &component.id),
                (Kind::Service, None) if proposed.contains(&component.id) => Some(INIT.to_owned()),
                (Kind::Service, None) if first() => {
                    Some(format!("{INIT} --with {}", with(catalog, &proposed, &component.id)))
                }
                // What every project has was there already, or was taken out on purpose.
                (Kind::Service, _) | (_, Some(_)) => None,
                (_, None) => Some(INIT.to_owned()),
            };
            let taking = |path| {
                format!(
                    "{} --take {path}",
                    command.clone().filter(|_| situation.manifest.is_none()).unwrap_or_else(|| INIT.to_owned())
                )
            };
            let command = situation.own_stack.filter(|_| !gift.alone).map(taking).or(command);
            let Some(command) = command else { continue };
            // The shortest way is the one to offer.
            let known = offers.entry(point.clone()).or_insert_with(|| command.clone());
            if command.len() < known.len() {
                *known = command;
            }
        }
    }
    offers
}

/// What sets a repository up.
const INIT: &str = "shipready init";

/// The services that meet a point: those that say that they come first, then by their ids.
fn providers<'c>(catalog: &'c Catalog, point: &str) -> impl Iterator<Item = &'c Component> {
    let mut found: Vec<&Component> =
        catalog.of(Kind::Service).filter(|service| service.gives.contains_key(point)).collect();
    found.sort_by_key(|service| !service.gives.get(point).is_some_and(|gift| gift.first));
    found.into_iter()
}

/// `shipready add` with all that the service needs; None where it is there, or cannot be.
fn added(catalog: &Catalog, manifest: &str, id: &str) -> Option<String> {
    let mut text = manifest.to_owned();
    let mut ids = Vec::new();
    let wanted = complete(catalog, BTreeMap::from([(id.to_owned(), String::new())]));
    for wanted in wanted.keys() {
        let longer = add(catalog, &text, wanted).ok()?;
        if longer != text {
            ids.push(wanted.as_str());
            text = longer;
        }
    }
    check(catalog, &text).ok()?;
    (!ids.is_empty()).then(|| format!("shipready add {}", ids.join(" ")))
}

/// What `--with` must list, so that what is proposed anyway stays.
fn with(catalog: &Catalog, proposed: &BTreeSet<String>, id: &str) -> String {
    let chosen = proposed.iter().map(String::as_str).chain([id]);
    let whole = complete(catalog, chosen.map(|id| (id.to_owned(), String::new())).collect());
    whole.into_keys().collect::<Vec<_>>().join(",")
}
