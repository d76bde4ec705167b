//! Revisions of the database schema: whether there is anything that a migration tool could apply.

use crate::detect::places::is_vendored;
use crate::detect::sources::Sources;
use crate::facts::{Confidence, Evidence, Migrations, Seen};
use crate::tree::{RelPath, Tree};

/// What every revision names: the one before it.
const MARK: &str = "down_revision";

/// The revisions of the app in `root`, wherever they stand, and none where `migrations` is set up for sure without one.
/// `others` are the folders of all apps.
pub fn revisions(
    tree: &Tree,
    sources: &Sources<'_>,
    root: &RelPath,
    others: &[RelPath],
    migrations: Option<&Seen<Migrations>>,
) -> Option<Seen<usize>> {
    let foreign = |path: &RelPath| {
        others.iter().any(|other| other != root && other.below(root).is_some() && path.below(other).is_some())
    };
    let folder = migrations.and_then(|migrations| migrations.value.scripts.join("versions").ok());
    let listed = tree.paths().filter(|path| {
        let versions = folder.as_ref().is_some_and(|folder| path.below(folder).is_some());
        versions && path.extension() == Some("py") && !path.name().starts_with("__init__") && !is_vendored(path)
    });
    let marked = sources.iter().filter(|file| file.path.below(root).is_some() && file.text.contains(MARK));
    let mut found: Vec<&RelPath> =
        listed.chain(marked.filter(|file| is_revision(file.text)).map(|file| file.path)).collect();
    found.retain(|path| !foreign(path));
    found.sort();
    found.dedup();
    let seen = |value, path: RelPath, text: &str| {
        let evidence = Evidence { path, line: None, text: text.to_owned() };
        Seen { value, confidence: Confidence::Certain, evidence: vec![evidence] }
    };
    match (found.first(), folder, migrations) {
        (Some(first), ..) => Some(seen(found.len(), (*first).clone(), first.name())),
        (None, Some(folder), Some(migrations)) if migrations.confidence == Confidence::Certain => {
            Some(seen(0, folder, "no revision"))
        }
        _ => None,
    }
}

/// Whether the script assigns the name at its top level, as the tool's template does.
fn is_revision(text: &str) -> bool {
    let assigned = |rest: &str| rest.trim_start().starts_with(['=', ':']);
    text.lines().any(|line| line.strip_prefix(MARK).is_some_and(assigned))
}
