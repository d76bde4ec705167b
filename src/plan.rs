//! Three trees to a list of changes: base (last render), yours (disk), new (this render).

mod change;
mod decide;
mod entries;
mod kept;
mod place;
mod record;
mod renames;
mod repair;
mod settle;
mod sides;
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use self::change::{Action, Change, Clash};
pub use self::kept::{Beside, Kept};
pub use self::renames::{candidates, follow, renamed};
pub use self::repair::{Remains, Repaired, repair};
pub use self::settle::{OnConflict, Settlement};
pub use self::standing::{Standing, State};
pub use crate::state::Policy;
use crate::state::{Lock, closed};
use crate::tree::{File, RelPath, Text, Tree};

use self::place::places;

/// A file as this render wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedFile {
    pub text: Text,
    pub policy: Policy,
    /// The components that gave it something, in order of kind and id.
    pub owners: Vec<String>,
    /// What does not work as long as the repository keeps a file of its own here: a sentence.
    pub without: Option<Arc<str>>,
    /// The repository's own file that stands where this one otherwise would.
    pub gave_way: Option<RelPath>,
    /// Where earlier templates put it.
    pub earlier: Option<RelPath>,
    /// Where its template puts it, when the user renamed it.
    pub of: Option<RelPath>,
}

impl RenderedFile {
    /// A file of `policy` at the place where it belongs.
    pub fn new(text: Text, policy: Policy, owners: Vec<String>) -> RenderedFile {
        RenderedFile { text, policy, owners, without: None, gave_way: None, earlier: None, of: None }
    }
}

/// Everything one render gives, by path.
pub type Rendered = BTreeMap<RelPath, RenderedFile>;

/// What is known of a repository before this render.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub lock: &'a Lock,
    /// The last render, by path.
    pub base: &'a Tree,
    /// Files that the user renamed: where they stand, by where they were.
    pub renamed: &'a BTreeMap<RelPath, RelPath>,
    /// Files and folders that the user wants left alone.
    pub untouched: &'a [RelPath],
    /// The version of the templates that are rendered.
    pub templates: u32,
}

impl<'a> Known<'a> {
    /// Nothing renamed and nothing to be left alone.
    pub fn new(lock: &'a Lock, base: &'a Tree, templates: u32) -> Known<'a> {
        static NOTHING: BTreeMap<RelPath, RelPath> = BTreeMap::new();
        Known { lock, base, renamed: &NOTHING, untouched: &[], templates }
    }
}

/// Everything that one apply does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In path order, without the files of `.shipready/`.
    pub changes: Vec<Change>,
    /// The repository's own files that stay beside ours, in path order.
    pub kept: Vec<Kept>,
    /// The lock as it will be.
    pub lock: Lock,
    /// The bases as they will be.
    pub base: Tree,
    templates: u32,
    lock_before: Lock,
    base_before: Tree,
    /// The lock on the disk may be anything: this plan replaces it.
    mends: bool,
    /// Paths that shipready.toml says are left alone.
    left: BTreeSet<RelPath>,
    /// Where files stand that the user renamed since the last render.
    renamed: BTreeSet<RelPath>,
    /// Renders that are not taken unless a person says so, with the entries that would be ours.
    offers: BTreeMap<RelPath, (RenderedFile, Vec<String>)>,
}

/// Compares the three trees. `yours` must hold the content of every path in the lock and in `new`.
pub fn plan(known: Known<'_>, yours: &Tree, new: &Rendered) -> Plan {
    let mut plan = Plan { lock_before: known.lock.clone(), base_before: known.base.clone(), ..Plan::default() };
    plan.templates = known.templates;
    for place in places(known, yours, new) {
        let sides = place.sides(known, yours);
        let file = new.get(&place.path);
        let untouched = place.names().any(|name| known.untouched.iter().any(|kept| covers(kept, name)));
        let outcome = match (closed(&place.path), file) {
            (Some(why), file) => decide::refused(file, why),
            (None, file) if untouched && !is_manifest(file) => {
                plan.left.insert(place.path.clone());
                decide::untouched(&sides, file)
            }
            (None, Some(file)) => decide::rendered(&place.path, &sides, file),
            (None, None) if place.is_assumed() => decide::left_behind(&sides),
            (None, None) => decide::orphan(&sides),
        };
        plan.record(&place, outcome, file, yours);
    }
    plan.sign();
    plan
}

/// Whether `path` is `kept`, or in the folder of that name.
fn covers(kept: &RelPath, path: &RelPath) -> bool {
    path == kept || path.below(kept).is_some()
}

fn is_manifest(file: Option<&RenderedFile>) -> bool {
    file.is_some_and(|file| file.policy == Policy::Manifest)
}

impl Plan {
    /// Whether there is nothing to write: no file, and nothing new to remember.
    pub fn is_empty(&self) -> bool {
        !self.changes.iter().any(|change| change.action.writes())
            && !self.lock_differs()
            && self.bases().next().is_none()
    }

    /// Takes in changes of files that this plan leaves alone; it keeps to path order.
    pub fn beside(&mut self, changes: &[Change]) {
        for change in changes {
            match self.changes.iter_mut().find(|own| own.path == change.path) {
                Some(own) if own.action.writes() || own.clash.is_some() => {}
                Some(own) => *own = change.clone(),
                None => self.changes.push(change.clone()),
            }
        }
        self.changes.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// How many files have each action; an action without files is not in the map.
    pub fn counts(&self) -> BTreeMap<Action, usize> {
        self.changes.iter().fold(BTreeMap::new(), |mut counts, change| {
            *counts.entry(change.action).or_default() += 1;
            counts
        })
    }

    /// The changes that a person must decide.
    pub fn conflicts(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.action == Action::Conflict)
    }

    /// This plan with nothing but the change of `path`.
    #[must_use]
    pub fn only(mut self, path: &RelPath) -> Plan {
        self.changes.retain(|change| change.path == *path);
        self.lock = self.lock_before.clone();
        self.base = self.base_before.clone();
        self.kept.clear();
        self
    }

    /// This plan with the changes of `paths` left out: they stay as they are, on the disk and in what is remembered.
    #[must_use]
    pub fn without(mut self, paths: &BTreeSet<RelPath>) -> Plan {
        for path in paths {
            self.restore(path);
        }
        for change in self.changes.iter_mut().filter(|change| change.action.writes() && paths.contains(&change.path)) {
            change.action = Action::Keep;
            change.why = Some("you skipped it".into());
        }
        self.sign();
        self
    }

    /// The bases that differ from those on the disk; None where one goes away.
    pub(crate) fn bases(&self) -> impl Iterator<Item = (&RelPath, Option<&Text>)> {
        let written = self.base.iter().filter_map(|(path, file)| match file {
            // The content alone: the run bit of a base is in the lock.
            File::Text(text) if self.base_before.text(path.as_str()) != Some(&*text.content) => {
                Some((path, Some(text)))
            }
            _ => None,
        });
        let gone = self.base_before.paths().filter(|path| !self.base.contains(path.as_str())).map(|path| (path, None));
        written.chain(gone)
    }

    /// The files that an update changes, or that a person must decide about, in path order; the manifest aside.
    pub fn moving(&self) -> Vec<&RelPath> {
        let changes = self.changes.iter().filter(|change| change.action.writes() || change.clash.is_some());
        changes.filter(|change| !change.owners.is_empty()).map(|change| &change.path).collect()
    }

    /// The lock that the plan was made from.
    pub(crate) fn lock_before(&self) -> Option<&Lock> {
        (!self.mends).then_some(&self.lock_before)
    }

    /// Whether the lock differs from the one on the disk.
    pub(crate) fn lock_differs(&self) -> bool {
        self.mends || self.lock != self.lock_before
    }
}
