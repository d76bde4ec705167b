//! Tables that the environment script of the migrations does not import, and takes for superfluous therefore.

use std::collections::BTreeSet;

use crate::detect::models::tables;
use crate::detect::reach::{is_dynamic, reached};
use crate::detect::sources::{Source, Sources};
use crate::detect::version::ancestors;
use crate::facts::{Migrations, Notice, Seen};
use crate::tree::RelPath;

/// A notice where `files`, what runs in production, hold tables that the script of `migrations` knows nothing of.
/// Where imports are made at run time, what cannot be followed is taken for known.
pub fn unseen(sources: &Sources<'_>, files: &[&Source<'_>], migrations: Option<&Seen<Migrations>>) -> Option<Notice> {
    let path = migrations?.value.scripts.join("env.py").ok()?;
    let script = sources.get(path.as_str())?;
    let known = imported(sources, script);
    let dynamic = |path: &&str| *path != script.path.as_str() && sources.get(path).is_some_and(is_dynamic);
    if known.iter().any(dynamic) {
        return None;
    }
    let packages = if is_dynamic(script) { packages(sources, script) } else { Vec::new() };
    if is_dynamic(script) && packages.is_empty() {
        return None;
    }
    let within = |file: &Source<'_>| packages.iter().any(|package| file.path.below(package).is_some());
    let missing = files.iter().filter(|file| !known.contains(file.path.as_str()) && !within(file));
    let missing: Vec<String> = missing
        .filter_map(|file| {
            let tables = tables(file);
            (!tables.is_empty()).then(|| format!("{} ({})", file.path, tables.join(", ")))
        })
        .collect();
    let text = format!(
        "does not import {}: migrations that {} writes by itself leave these tables out, or drop them",
        missing.join(", "),
        migrations?.value.tool
    );
    (!missing.is_empty()).then_some(Notice { path: Some(path), text })
}

/// The files that the script imports, with the packages that they stand in: those are imported first.
fn imported<'t>(sources: &Sources<'t>, script: &Source<'t>) -> BTreeSet<&'t str> {
    let mut starts = vec![script];
    loop {
        let found = reached(sources, &starts);
        let folders: BTreeSet<RelPath> =
            found.iter().filter_map(|path| sources.get(path)).flat_map(|file| ancestors(&file.path.parent())).collect();
        let packages = folders.iter().filter_map(|folder| sources.get(folder.join("__init__.py").ok()?.as_str()));
        let more: Vec<&Source<'_>> = packages.filter(|package| !found.contains(package.path.as_str())).collect();
        if more.is_empty() {
            return found;
        }
        starts.extend(more);
    }
}

/// The packages that a script walks through: those that it imports as a whole, and those that it names in a text.
fn packages(sources: &Sources<'_>, script: &Source<'_>) -> Vec<RelPath> {
    let texts = script.text.split(['"', '\'']);
    let named = texts.filter(|text| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "._".contains(c)));
    let imported = script.imports.iter().flat_map(|import| {
        let names = import.names().map(|name| format!("{}.{name}", import.module));
        std::iter::once(import.module.to_owned()).chain(names).collect::<Vec<_>>()
    });
    let found = named.map(str::to_owned).chain(imported).filter_map(|name| {
        let found = sources.find(script.path, &name)?;
        let whole = found.rest.is_empty() && found.source.path.name() == "__init__.py";
        whole.then(|| found.source.path.parent())
    });
    found.collect()
}
