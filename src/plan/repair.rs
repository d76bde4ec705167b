//! A lock and bases that were broken or lost, made anew from what can be known.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Plan, Policy, Rendered, entries, renames, sides};
use crate::merge;
use crate::state::{LOCK_VERSION, Lock, LockedFile, hash};
use crate::tree::{File, RelPath, Text, Tree};

/// What could be known of the state.
pub struct Remains<'a> {
    /// The lock, when it can be read.
    pub lock: Option<&'a Lock>,
    pub base: &'a Tree,
    pub yours: &'a Tree,
    pub new: &'a Rendered,
    /// The version of the templates, for a lock that says none.
    pub templates: u32,
}

/// What a repair came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Files that are known again.
    pub known: usize,
    /// Files that are there, but of which nothing says whether shipready wrote them: they count as the user's.
    pub lost: Vec<RelPath>,
}

/// The plan that writes the state anew and touches no other file.
pub fn repair(remains: &Remains<'_>) -> (Plan, Repaired) {
    let Remains { lock, base, yours, new, templates } = remains;
    let before = lock.cloned().unwrap_or_default();
    let mut repaired = Repaired::default();
    let mut next = Lock { version: LOCK_VERSION, tool: env!("CARGO_PKG_VERSION").to_owned(), ..before.clone() };
    next.templates = if lock.is_some() { before.templates.max(1) } else { *templates };
    next.files.clear();
    let mut bases = Tree::default();
    let paths: BTreeSet<&RelPath> = before.files.keys().chain(base.paths()).chain(new.keys()).collect();
    for path in paths {
        let policy = new.get(path).map(|file| file.policy);
        if matches!(policy, Some(Policy::Starter | Policy::Manifest)) {
            continue;
        }
        match remains.base_of(path) {
            Some(content) => {
                next.files.insert(path.clone(), remains.locked(path, &content));
                bases.insert(path.clone(), File::Text(Text::new(content)));
                repaired.known += 1;
            }
            None if yours.contains(path.as_str()) => repaired.lost.push(path.clone()),
            None => {}
        }
    }
    (Plan::of_state(next, bases, before, (*base).clone()), repaired)
}

impl Remains<'_> {
    /// The last render of `path`: what the lock's hash proves, else its base, else a file that is plainly ours.
    fn base_of(&self, path: &RelPath) -> Option<Arc<str>> {
        let locked = self.lock.and_then(|lock| lock.files.get(path));
        let stored = text(self.base, path).map(|text| Arc::clone(&text.content));
        let new = self.new.get(path).map(|file| Arc::clone(&file.text.content));
        let yours = text(self.yours, path).map(|text| Arc::from(text.content.replace("\r\n", "\n")));
        let proven = |content: &Arc<str>| locked.is_some_and(|locked| locked.hash == hash(content));
        let half_merged = stored.as_ref().is_some_and(|text| merge::markers(text).is_some() && !proven(text));
        let by_hash = [&stored, &new, &yours].into_iter().flatten().find(|content| proven(content)).cloned();
        let plainly = || new.clone().filter(|new| yours.as_ref().is_some_and(|yours| sides::same(yours, new)));
        match half_merged {
            // Two renders that git could not put together: this one is for both.
            true => by_hash.or_else(|| new.clone()),
            false => by_hash.or_else(|| stored.clone()).or_else(plainly),
        }
    }

    fn locked(&self, path: &RelPath, base: &str) -> LockedFile {
        let old = self.lock.and_then(|lock| lock.files.get(path)).cloned();
        let Some(file) = self.new.get(path) else {
            let of = self.renamed_from(path, base).or_else(|| old.as_ref()?.of.clone());
            return LockedFile { hash: hash(base), of, ..old.unwrap_or_default() };
        };
        let entries = match (&old, file.policy) {
            (Some(old), policy) if old.policy == policy => old.entries.clone(),
            (_, Policy::Owned | Policy::Starter | Policy::Manifest) => Vec::new(),
            (_, policy) => {
                let there = text(self.yours, path).map(|text| entries::keys(&text.content, policy)).unwrap_or_default();
                entries::keys(base, policy).into_iter().filter(|key| there.contains(key)).collect()
            }
        };
        LockedFile {
            owners: file.owners.clone(),
            hash: hash(base),
            executable: file.text.executable,
            policy: file.policy,
            entries,
            of: file.of.clone().or(old.and_then(|old| old.of)),
        }
    }

    /// Of a base that is no longer rendered: the file that it is of, if the user renamed that.
    fn renamed_from(&self, path: &RelPath, base: &str) -> Option<RelPath> {
        let base = Text::new(base);
        let lost = self.new.iter().filter(|(other, file)| {
            file.policy == Policy::Owned && !self.base.contains(other.as_str()) && !self.yours.contains(other.as_str())
        });
        let mut alike = lost.filter(|(_, file)| renames::is_alike(&base, &file.text));
        let of = alike.next().map(|(other, _)| other.clone())?;
        (alike.next().is_none() && self.yours.contains(path.as_str())).then_some(of)
    }
}

fn text<'a>(tree: &'a Tree, path: &RelPath) -> Option<&'a Text> {
    match tree.get(path.as_str())? {
        File::Text(text) => Some(text),
        File::Opaque { .. } => None,
    }
}
