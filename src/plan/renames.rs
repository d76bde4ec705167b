//! Files that the user renamed or moved: found by their content, and followed from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use similar::TextDiff;

use super::Rendered;
use crate::state::{Lock, Policy};
use crate::tree::{File, RelPath, Text, Tree};

/// How much of the last render a file must still hold to be taken for it, from 0 to 1.
const ALIKE: f32 = 0.75;
/// How long two files are compared at most; beyond it they count as less alike than they are.
const PATIENCE: Duration = Duration::from_millis(50);
/// How many files are looked at for one that is missing.
const LOOKED_AT: usize = 64;

/// The files that are missing where they were rendered to, if they can have been renamed.
fn missing<'a>(lock: &'a Lock, yours: &'a Tree) -> impl Iterator<Item = &'a RelPath> {
    let owned = lock.files.iter().filter(|(_, file)| file.policy == Policy::Owned);
    owned.map(|(path, _)| path).filter(|path| !yours.contains(path.as_str()))
}

/// The paths of `yours` that a missing file may have been renamed to: nobody else's, of the same name or kind. Their
/// contents are what [`renamed`] compares.
pub fn candidates(lock: &Lock, yours: &Tree) -> BTreeSet<RelPath> {
    let alike = |one: &RelPath, other: &RelPath| {
        one.name() == other.name() || (one.extension().is_some() && one.extension() == other.extension())
    };
    let free = |path: &&RelPath| !lock.files.contains_key(*path);
    let near = |gone: &RelPath, path: &RelPath| {
        // A renamed file stays in its folder, a moved one keeps its name, mostly.
        (path.name() != gone.name(), path.parent() != gone.parent())
    };
    let mut found = BTreeSet::new();
    for gone in missing(lock, yours) {
        let mut paths: Vec<&RelPath> = yours.paths().filter(free).filter(|path| alike(gone, path)).collect();
        paths.sort_by_key(|path| near(gone, path));
        found.extend(paths.into_iter().take(LOOKED_AT).cloned());
    }
    found
}

/// Where missing files stand now, by where they were: the pairs that are most alike first, each file once.
pub fn renamed(lock: &Lock, base: &Tree, yours: &Tree, candidates: &BTreeSet<RelPath>) -> BTreeMap<RelPath, RelPath> {
    let mut pairs: Vec<(f32, &RelPath, &RelPath)> = Vec::new();
    for gone in missing(lock, yours) {
        let Some(File::Text(base)) = base.get(gone.as_str()) else { continue };
        let alike = candidates.iter().filter_map(|path| Some((likeness(base, yours.get(path.as_str())?), gone, path)));
        pairs.extend(alike.filter(|(likeness, _, _)| *likeness >= ALIKE));
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut found, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (likeness, gone, now) in &pairs {
        // Two files that are equally alike: a copy is not a new name.
        let rivals = pairs.iter().filter(|(other, of, _)| other == likeness && of == gone).count();
        if rivals == 1 && !found.contains_key(*gone) && taken.insert(*now) {
            found.insert((*gone).clone(), (*now).clone());
        }
    }
    found
}

/// Whether `file` is mostly what `base` is.
pub(super) fn is_alike(base: &Text, file: &Text) -> bool {
    likeness(base, &File::Text(file.clone())) >= ALIKE
}

fn likeness(base: &Text, file: &File) -> f32 {
    let File::Text(text) = file else { return 0.0 };
    if base.content.trim().is_empty() || text.content.len() > 4 * base.content.len() {
        return 0.0;
    }
    let yours = text.content.replace("\r\n", "\n");
    TextDiff::configure().timeout(PATIENCE).diff_lines(&*base.content, yours.as_str()).ratio()
}

/// Puts every render where the user wants it: at the name that the file was given, now or earlier.
pub fn follow(mut new: Rendered, lock: &Lock, renamed: &BTreeMap<RelPath, RelPath>) -> Rendered {
    let earlier = lock.files.iter().filter_map(|(path, file)| Some((file.of.clone()?, path.clone())));
    let mut names: BTreeMap<RelPath, RelPath> = earlier.collect();
    for (was, now) in renamed {
        let of = lock.files.get(was).and_then(|file| file.of.clone()).unwrap_or_else(|| was.clone());
        names.insert(of, now.clone());
    }
    for (of, now) in names.into_iter().filter(|(of, now)| of != now) {
        let moved = new.iter().find(|(path, file)| **path == of || file.earlier.as_ref() == Some(&of));
        let Some(path) = moved.map(|(path, _)| path.clone()).filter(|_| !new.contains_key(&now)) else { continue };
        if let Some(mut file) = new.remove(&path) {
            file.earlier = None;
            file.of = Some(path);
            new.insert(now, file);
        }
    }
    new
}
