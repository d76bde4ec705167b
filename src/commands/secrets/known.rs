//! Where the repository may already hold a secret, and under which names.

use std::collections::BTreeSet;

use crate::blueprint::{App, Binding, Blueprint};
use crate::tree::RelPath;

/// The folders whose `.env` a program of the repository reads.
pub fn env_folders(blueprint: &Blueprint) -> BTreeSet<RelPath> {
    let apps = blueprint.apps.iter().flat_map(|app| {
        let insisted = app.insists.iter().map(|file| file.path.parent());
        [app.root.clone(), app.build_root.clone()].into_iter().chain(insisted).chain(imported_from(app))
    });
    apps.chain([RelPath::root()]).collect()
}

/// The folder that the code is imported from, and mostly started in.
fn imported_from(app: &App) -> Option<RelPath> {
    app.build_root.join(app.import_folder.strip_prefix("/app/")?).ok()
}

/// The names under which code reads `secret`, its own first.
pub fn names_of<'b>(blueprint: &'b Blueprint, secret: &'b str) -> Vec<&'b str> {
    let entries = blueprint.apps.iter().flat_map(|app| &app.environment);
    let bound = entries.filter(|entry| matches!(&entry.binding, Binding::Secret { secret: name } if name == secret));
    let others: BTreeSet<&str> = bound.map(|entry| entry.name.as_str()).filter(|name| *name != secret).collect();
    [secret].into_iter().chain(others).collect()
}
