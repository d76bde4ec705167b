//! What was seen of an app, as the image and the checks need it.

use std::collections::BTreeMap;

use crate::blueprint::apps::odd;
use crate::blueprint::{Insisted, Linter, Migrations, Worker};
use crate::catalog::container::Writable;
use crate::facts::{self, AppFacts, Seen};
use crate::tree::RelPath;

/// Where a folder of the repository stands inside the image, which holds the build root at `/app`.
pub(super) fn inside(app: &AppFacts, folder: &RelPath) -> String {
    match folder.below(&app.build_root).filter(|below| *below != "." && *folder != app.build_root) {
        Some(below) => format!("/app/{below}"),
        None => "/app".to_owned(),
    }
}

pub(super) fn migrations(app: &AppFacts, migrations: &facts::Migrations) -> Migrations {
    let facts::Migrations { tool, config: file, scripts, folder } = migrations.clone();
    let config = file.below(&folder).map_or_else(|| inside(app, &file), str::to_owned);
    Migrations { tool, config, scripts, file, workdir: inside(app, &folder), folder }
}

pub(super) fn worker(app: &AppFacts, worker: &facts::Worker) -> Worker {
    let facts::Worker { tool, target, import_root, schedules, queues } = worker.clone();
    Worker { tool, target, workdir: inside(app, &import_root), schedules, queues }
}

/// Files of settings that are made, empty, wherever the code runs: the real ones stay where they are.
pub(super) fn insists(app: &AppFacts) -> Vec<Insisted> {
    let fits = |path: &&RelPath| path.below(&app.build_root).is_some() && !path.as_str().contains(odd);
    let files = app.insists.iter().map(|file| &file.value).filter(fits);
    files.map(|path| Insisted { path: path.clone(), inside: inside(app, path) }).collect()
}

/// Every folder that the code writes to, as a folder in memory of the image.
pub(super) fn writable(app: &AppFacts) -> Vec<Writable> {
    let root = inside(app, app.entry.as_ref().map_or(&app.root, |entry| &entry.value.import_root));
    let mut folders: Vec<String> = app
        .writes
        .iter()
        .map(|write| if write.value.folder { write.value.path.clone() } else { write.value.path.parent() })
        .filter(|folder| !folder.is_root() && !folder.as_str().contains([',', ':', ' ', '"', '$']))
        .map(|folder| format!("{root}/{folder}"))
        .collect();
    folders.sort();
    folders.dedup();
    let why = Some("The application writes there; it is in memory and lost on restart.".to_owned());
    folders.into_iter().map(|path| Writable { path, size_mb: 64, user: None, why: why.clone() }).collect()
}

/// Whether it is known that no revision of the schema exists; the set-up that a service brings begins without one.
pub(super) fn unmigrated(app: &AppFacts) -> bool {
    let none = |seen: &Seen<usize>| seen.value == 0;
    app.revisions.as_ref().map_or(app.migrations.is_none(), none)
}

/// Linters that its packages do not bring.
pub(super) fn linters(app: &AppFacts) -> BTreeMap<String, Linter> {
    let brought = |name: &String| app.development.contains_key(name) || app.dependencies.contains_key(name);
    let apart = app.linters.iter().map(|linter| linter.value.clone()).filter(|linter| !brought(&linter.name));
    apart
        .map(|linter| {
            let facts::Linter { name, version, arguments, beside, hooks } = linter;
            (name, Linter { version, arguments, beside, hooks })
        })
        .collect()
}
