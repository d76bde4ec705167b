//! What was seen of an app, as the image and the checks need it.

use std::collections::BTreeMap;

use crate::blueprint::apps::odd;
use crate::blueprint::{Bot, Insisted, Kept, Linter, Migrations, Owned, Worker};
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
    let facts::Worker { tool, target, import_root, schedules, scheduler, config, queues } = worker.clone();
    Worker { tool, target, workdir: inside(app, &import_root), schedules, scheduler, config, queues }
}

pub(super) fn bot(app: &AppFacts, bot: &facts::Bot) -> Bot {
    let facts::Bot { library, target, inside: within, import_root, .. } = bot.clone();
    let facts::Bot { arguments, mode, token, path, port, switch, hook, .. } = bot.clone();
    let workdir = inside(app, &import_root);
    Bot { library, target, inside: within, arguments, workdir, mode, token, path, port, switch, hook }
}

/// Files of settings that are made, empty, wherever the code runs: the real ones stay where they are.
pub(super) fn insists(app: &AppFacts) -> Vec<Insisted> {
    let files = app.insists.iter().map(|file| &file.value).filter(|path| fits(app, path));
    files.map(|path| Insisted { path: path.clone(), inside: inside(app, path) }).collect()
}

/// Files of settings that are mounted: only their owner has them.
pub(super) fn owned(app: &AppFacts) -> Vec<Owned> {
    let files = app.owned.iter().map(|file| file.value.clone()).filter(|file| fits(app, &file.path));
    files.map(|facts::Owned { path, example }| Owned { inside: inside(app, &path), path, example }).collect()
}

/// Folders that are made where the build leaves none: the server would answer with an error, or not start.
pub(super) fn shown(app: &AppFacts) -> Vec<String> {
    let folders = app.shown.iter().map(|folder| &folder.value).filter(|path| fits(app, path));
    folders.map(|path| inside(app, path)).collect()
}

/// Whether the image has a place for the file, and every template can name it.
fn fits(app: &AppFacts, path: &RelPath) -> bool {
    path.below(&app.build_root).is_some() && !path.as_str().contains(odd)
}

/// Every folder that the code writes to, as a folder in memory of the image, but those of `kept`.
pub(super) fn writable(app: &AppFacts, kept: &[Kept]) -> Vec<Writable> {
    let root = inside(app, app.entry.as_ref().map_or(&app.root, |entry| &entry.value.import_root));
    let mut folders: Vec<String> = app
        .writes
        .iter()
        .map(|write| if write.value.folder { write.value.path.clone() } else { write.value.path.parent() })
        .filter(|folder| !folder.is_root() && !folder.as_str().contains([',', ':', ' ', '"', '$']))
        .map(|folder| format!("{root}/{folder}"))
        .filter(|folder| !kept.iter().any(|kept| kept.inside == *folder))
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
