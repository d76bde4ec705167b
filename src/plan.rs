//! Three trees to a list of changes: base (last render), yours (disk), new (this render).

mod decide;
mod entries;
mod kept;
mod settle;
mod sides;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use similar::{ChangeTag, TextDiff};

pub use self::kept::{Beside, Kept};
pub use self::settle::Settlement;
use crate::edit::editor;
pub use crate::state::Policy;
use crate::state::{LOCK_VERSION, Lock, closed};
use crate::tree::{File, RelPath, Text, Tree};

use self::decide::{Outcome, Record};
use self::sides::Sides;

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
}

/// Everything one render gives, by path.
pub type Rendered = BTreeMap<RelPath, RenderedFile>;

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is not there yet.
    Create,
    /// Ours changed, yours did not: ours is written. Or entries are added to a file of yours.
    Update,
    /// Both are as they should be.
    Unchanged,
    /// Yours stays: edited, deleted, or there before shipready.
    Keep,
    /// It is no longer rendered and you left it alone.
    Delete,
    /// Both changed, or something else is in the way: a person decides.
    Conflict,
}

impl Action {
    /// Whether the disk changes.
    pub fn writes(self) -> bool {
        matches!(self, Action::Create | Action::Update | Action::Delete)
    }
}

/// One file's change, with all that a review shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub path: RelPath,
    pub action: Action,
    pub owners: Vec<String>,
    /// What is on the disk, when it is text.
    pub before: Option<Text>,
    /// What will be on the disk; what would be, for a file that is kept or in conflict.
    pub after: Option<Text>,
    /// Why, where it is not plain: "you deleted it", "was there before shipready".
    pub why: Option<Arc<str>>,
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
    lock_before: Lock,
    base_before: Tree,
    /// Renders that are not taken unless a person says so, with the entries that would be ours.
    offers: BTreeMap<RelPath, (RenderedFile, Vec<String>)>,
}

/// Compares the three trees. `yours` must hold the content of every path in `lock` and in `new`.
pub fn plan(lock: &Lock, base: &Tree, yours: &Tree, new: &Rendered) -> Plan {
    let mut plan = Plan { lock_before: lock.clone(), base_before: base.clone(), ..Plan::default() };
    let paths: BTreeSet<&RelPath> = new.keys().chain(lock.files.keys()).chain(base.paths()).collect();
    for path in paths {
        let sides = Sides::of(path, lock, base, yours);
        let outcome = match (closed(path), new.get(path)) {
            (Some(why), file) => decide::refused(file, why),
            (None, Some(file)) => decide::rendered(&sides, file),
            (None, None) => decide::orphan(&sides),
        };
        plan.record(path, outcome, new.get(path), yours);
    }
    plan.sign();
    plan
}

impl Plan {
    fn record(&mut self, path: &RelPath, outcome: Outcome, file: Option<&RenderedFile>, yours: &Tree) {
        let owners = file.map(|file| file.owners.clone());
        match (outcome.record, file) {
            (Record::AsBefore, _) | (Record::New { .. }, None) => self.restore(path),
            (Record::Nothing, _) => {}
            (Record::New { entries }, Some(file)) => self.remember(path, (file.clone(), entries)),
        }
        let Some(action) = outcome.action else { return };
        let owners = owners.or_else(|| Some(self.lock_before.files.get(path)?.owners.clone())).unwrap_or_default();
        let before = match yours.get(path.as_str()) {
            Some(File::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let decidable = match action {
            _ if closed(path).is_some() => false,
            // Theirs: what is rendered is a few entries of it, never the whole file.
            _ if before.is_some() && file.is_some_and(|file| editor(file.policy).is_some()) => false,
            Action::Conflict => before.is_some(),
            Action::Keep => before.is_some() || !yours.contains(path.as_str()),
            _ => false,
        };
        if let Some(file) = file.filter(|_| decidable) {
            let entries = entries::keys(&file.text.content, file.policy);
            self.offers.insert(path.clone(), (file.clone(), entries));
        }
        self.changes.push(Change {
            path: path.clone(),
            action,
            owners,
            before,
            after: outcome.after,
            why: outcome.why,
        });
    }

    /// Puts what is known of `path` back to what it was before this plan.
    fn restore(&mut self, path: &RelPath) {
        match self.lock_before.files.get(path) {
            Some(locked) => self.lock.files.insert(path.clone(), locked.clone()),
            None => self.lock.files.remove(path),
        };
        match self.base_before.get(path.as_str()) {
            Some(file) => self.base.insert(path.clone(), file.clone()),
            None => self.base.remove(path.as_str()),
        };
    }

    /// Says who writes the lock; a newer shipready alone is no reason to touch it.
    fn sign(&mut self) {
        let same = self.lock.files == self.lock_before.files && self.lock.kept == self.lock_before.kept;
        self.lock.version = if same { self.lock_before.version } else { LOCK_VERSION };
        self.lock.tool = if same { self.lock_before.tool.clone() } else { env!("CARGO_PKG_VERSION").to_owned() };
    }

    /// Whether there is nothing to write: no file, and nothing new to remember.
    pub fn is_empty(&self) -> bool {
        !self.changes.iter().any(|change| change.action.writes())
            && self.lock == self.lock_before
            && self.bases().next().is_none()
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

    /// The lock that the plan was made from.
    pub(crate) fn lock_before(&self) -> &Lock {
        &self.lock_before
    }

    /// Whether the lock differs from the one on the disk.
    pub(crate) fn lock_differs(&self) -> bool {
        self.lock != self.lock_before
    }
}

/// Lines that a change adds and removes.
pub fn added_removed(change: &Change) -> (usize, usize) {
    let side = |text: &Option<Text>| text.as_ref().map_or_else(|| Arc::from(""), |text| Arc::clone(&text.content));
    let (before, after) = (side(&change.before), side(&change.after));
    let diff = TextDiff::from_lines(&*before, &*after);
    diff.iter_all_changes().fold((0, 0), |(added, removed), change| match change.tag() {
        ChangeTag::Insert => (added + 1, removed),
        ChangeTag::Delete => (added, removed + 1),
        ChangeTag::Equal => (added, removed),
    })
}
