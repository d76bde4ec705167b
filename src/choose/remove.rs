//! Services out of a manifest, unless what stays needs them.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::catalog::component::{Component, Kind};
use crate::catalog::{Catalog, unknown};
use crate::exit::WrongUsage;
use crate::manifest::{Manifest, edit};

/// The manifest `text` without the services `ids`.
///
/// # Errors
/// One is not in it, or another that stays needs what it provides.
pub fn remove(catalog: &Catalog, text: &str, ids: &[String]) -> Result<String> {
    let manifest = Manifest::parse(text)?;
    for id in ids {
        if !manifest.services.contains_key(id) {
            let there = manifest.services.keys().map(String::as_str);
            return Err(WrongUsage(unknown("service in shipready.toml called", id, there)).into());
        }
    }
    let staying: Vec<&Component> = manifest
        .services
        .keys()
        .filter(|id| !ids.contains(id))
        .map(|id| catalog.get(Kind::Service, id))
        .collect::<Result<_>>()?;
    for id in ids {
        // A service whose folder is gone provides nothing any more.
        let Some(going) = catalog.components.get(id) else { continue };
        if let Some((other, capability)) = needed(going, &staying) {
            let all = format!("{} {}", ids.join(" "), other.id);
            let text = format!(
                "{} needs {capability}, which only {id} provides\nremove both: `shipready remove {all}`",
                other.id
            );
            return Err(WrongUsage(text).into());
        }
    }
    let each: BTreeSet<&String> = ids.iter().collect();
    each.into_iter().try_fold(text.to_owned(), |text, id| edit::remove_service(&text, id))
}

/// Who of those that stay needs what `going` alone provides.
fn needed<'a>(going: &'a Component, staying: &[&'a Component]) -> Option<(&'a Component, &'a str)> {
    let provided = |capability: &String| staying.iter().any(|other| other.provides.contains(capability));
    let lost = going.provides.iter().filter(|capability| !provided(capability));
    lost.into_iter().find_map(|capability| {
        let other = staying.iter().find(|other| other.requires.contains(capability))?;
        Some((*other, capability.as_str()))
    })
}
