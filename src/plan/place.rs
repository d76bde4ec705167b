//! Where a file is known, stands and goes: three names of one file when its template moved or the user renamed it.

use std::collections::BTreeSet;

use super::sides::Sides;
use super::{Known, Rendered};
use crate::tree::{RelPath, Tree};

/// One file by its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Where it is written to.
    pub path: RelPath,
    /// Its name in the lock and among the bases.
    pub known_as: RelPath,
    /// Where it is on the disk.
    pub stands_at: RelPath,
}

impl Place {
    fn at(path: &RelPath) -> Place {
        Place { path: path.clone(), known_as: path.clone(), stands_at: path.clone() }
    }

    /// Whether that the user renamed it is only seen in its content, and nobody has accepted it yet.
    pub fn is_assumed(&self) -> bool {
        self.known_as != self.path && self.stands_at == self.path
    }

    /// Every name that it has or had.
    pub fn names(&self) -> impl Iterator<Item = &RelPath> {
        [&self.path, &self.known_as, &self.stands_at].into_iter()
    }

    pub fn sides<'a>(&self, known: Known<'a>, yours: &'a Tree) -> Sides<'a> {
        Sides::of(self, known.lock, known.base, yours)
    }
}

/// Every file that is rendered or was, in order of its path.
pub(super) fn places(known: Known<'_>, yours: &Tree, new: &Rendered) -> Vec<Place> {
    let mut places: Vec<Place> = new.keys().map(|path| place(path, known, yours, new)).collect();
    let found: BTreeSet<RelPath> = places.iter().map(|place| place.known_as.clone()).collect();
    let lost = known.lock.files.keys().chain(known.base.paths()).filter(|path| !found.contains(*path));
    let lost: BTreeSet<&RelPath> = lost.filter(|path| !new.contains_key(*path)).collect();
    places.extend(lost.into_iter().map(|path| orphan(path, known)));
    places.sort();
    places
}

fn place(path: &RelPath, known: Known<'_>, yours: &Tree, new: &Rendered) -> Place {
    let remembered = |path: &RelPath| known.lock.files.contains_key(path) || known.base.contains(path.as_str());
    if remembered(path) {
        return Place::at(path);
    }
    let was = known.renamed.iter().find(|(_, now)| *now == path).map(|(was, _)| was);
    if let Some(was) = was {
        return Place { known_as: was.clone(), ..Place::at(path) };
    }
    let earlier = new.get(path).and_then(|file| file.earlier.as_ref());
    match earlier.filter(|old| remembered(old) && !new.contains_key(*old)) {
        // What stands at the new path is the user's own, and stays apart from what moves.
        Some(old) if !yours.contains(path.as_str()) => {
            Place { path: path.clone(), known_as: old.clone(), stands_at: old.clone() }
        }
        _ => Place::at(path),
    }
}

/// A file that is rendered no longer, wherever the user put it.
fn orphan(path: &RelPath, known: Known<'_>) -> Place {
    let now = known.renamed.get(path).unwrap_or(path);
    Place { path: now.clone(), known_as: path.clone(), stands_at: now.clone() }
}
