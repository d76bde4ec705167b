//! Which locked packages a production install brings, and whether a Python version has wheels for all of them.

use std::collections::BTreeSet;

use crate::detect::lock::{Edge, Lock, Locked};
use crate::detect::marker;
use crate::detect::project::Project;
use crate::detect::wheels;

/// The first package, by name, that has binary wheels but none for 3.`minor`: `asyncpg 0.26.0 has wheels up to 3.10`.
pub fn obstacle(lock: &Lock<'_>, project: &Project<'_>, minor: u32) -> Option<String> {
    let names = installed(lock, project, minor);
    names.iter().find_map(|name| {
        let versions: Vec<&Locked<'_>> = lock.named(name).collect();
        if versions.iter().any(|package| wheels::usable(&package.wheels, minor)) {
            return None;
        }
        let package = versions.last()?;
        let newest = wheels::newest(&package.wheels).map_or_else(String::new, |newest| format!(" up to 3.{newest}"));
        Some(format!("{} {} has wheels{newest}", package.name, package.version))
    })
}

/// Names of the packages that are installed on 3.`minor`, following dependencies from the project's own.
pub fn installed(lock: &Lock<'_>, project: &Project<'_>, minor: u32) -> BTreeSet<String> {
    let mut seen: BTreeSet<(String, Vec<String>)> = BTreeSet::new();
    let mut open: Vec<(String, Vec<String>)> = project
        .dependencies
        .iter()
        .filter(|direct| direct.marker.as_deref().is_none_or(|written| marker::holds(written, minor, &[])))
        .map(|direct| (direct.name.clone(), direct.extras.clone()))
        .collect();
    while let Some((name, extras)) = open.pop() {
        if !seen.insert((name.clone(), extras.clone())) {
            continue;
        }
        for package in lock.named(&name) {
            let wanted = package.depends.iter().filter(|edge| wants(package, edge, &extras, minor));
            open.extend(wanted.map(|edge| (edge.name.clone(), edge.extras.clone())));
        }
    }
    seen.into_iter().map(|(name, _)| name).collect()
}

fn wants(package: &Locked<'_>, edge: &Edge, extras: &[String], minor: u32) -> bool {
    let asked = match &edge.only_with {
        Some(extra) => extras.contains(extra),
        None if edge.optional => {
            extras.iter().any(|extra| package.extras.get(extra).is_some_and(|l| l.contains(&edge.name)))
        }
        None => true,
    };
    asked && edge.marker.as_deref().is_none_or(|written| marker::holds(written, minor, extras))
}
