//! What a plan writes down: its changes, and the lock and bases that hold once it is applied.

use anyhow::Result;

use super::decide::{Outcome, Record};
use super::place::Place;
use super::{Action, Change, Plan, RenderedFile, entries};
use crate::edit::editor;
use crate::state::{LOCK_VERSION, Lock, LockedFile, closed, hash};
use crate::tree::{File, RelPath, Text, Tree};

impl Plan {
    /// The plan that writes a lock and bases, whatever is in their place, and no other file.
    pub(super) fn of_state(lock: Lock, base: Tree, lock_before: Lock, base_before: Tree) -> Plan {
        let mends = lock != lock_before;
        Plan { lock, base, lock_before, base_before, mends, ..Plan::default() }
    }

    /// SHA-256 over every change and the state that it leaves, hexadecimal: equal for equal plans alone.
    ///
    /// # Errors
    /// Only if the lock cannot be written.
    pub fn digest(&self) -> Result<String> {
        let side = |text: &Option<Text>| text.as_ref().map(|text| (hash(&text.content), text.executable));
        let change = |change: &Change| {
            let Change { path, action, owners: _, before, after, why: _, from, clash: _ } = change;
            format!("{path:?} {action:?} {from:?} {:?} {:?}\n", side(before), side(after))
        };
        let changes: String = self.changes.iter().map(change).collect();
        Ok(hash(&format!("{changes}{}", self.lock.to_text()?)))
    }

    pub(super) fn record(&mut self, place: &Place, outcome: Outcome, file: Option<&RenderedFile>, yours: &Tree) {
        let Outcome { action, after, why, clash, record } = outcome;
        match (record, file) {
            (Record::AsBefore, _) | (Record::New { .. }, None) => self.restore(&place.known_as),
            (Record::Nothing, _) => {}
            (Record::New { entries }, Some(file)) => self.remember(&place.path, (file.clone(), entries)),
        }
        let Some(action) = action else { return };
        let why = match place.is_assumed() {
            true => {
                self.renamed.insert(place.path.clone());
                let said = why.map(|why| format!("; {why}")).unwrap_or_default();
                Some(format!("you renamed {}{said}", place.known_as).into())
            }
            false => why,
        };
        let owners = file.map(|file| file.owners.clone());
        let owners = owners.or_else(|| Some(self.lock_before.files.get(&place.known_as)?.owners.clone()));
        let stands = yours.get(place.stands_at.as_str());
        let before = match stands {
            Some(File::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let decidable = match action {
            _ if closed(&place.path).is_some() => false,
            // Theirs: what is rendered is a few entries of it, never the whole file.
            _ if before.is_some() && file.is_some_and(|file| editor(file.policy).is_some()) => false,
            Action::Conflict => before.is_some(),
            Action::Keep => before.is_some() || stands.is_none(),
            _ => false,
        };
        if let Some(file) = file.filter(|_| decidable) {
            let entries = entries::keys(&file.text.content, file.policy);
            self.offers.insert(place.path.clone(), (file.clone(), entries));
        }
        let from = (place.stands_at != place.path && action != Action::Delete).then(|| place.stands_at.clone());
        let (path, owners) = (place.path.clone(), owners.unwrap_or_default());
        self.changes.push(Change { path, action, owners, before, after, why, from, clash });
    }

    /// Puts what is known of `path` back to what it was before this plan.
    pub(super) fn restore(&mut self, path: &RelPath) {
        match self.lock_before.files.get(path) {
            Some(locked) => self.lock.files.insert(path.clone(), locked.clone()),
            None => self.lock.files.remove(path),
        };
        match self.base_before.get(path.as_str()) {
            Some(file) => self.base.insert(path.clone(), file.clone()),
            None => self.base.remove(path.as_str()),
        };
    }

    /// Puts this render of `path` into the next lock and bases.
    pub(super) fn remember(&mut self, path: &RelPath, (file, entries): (RenderedFile, Vec<String>)) {
        let RenderedFile { text, policy, owners, without: _, gave_way: _, earlier: _, of } = file;
        let hash = hash(&text.content);
        let locked = LockedFile { owners, hash, executable: text.executable, policy, entries, of };
        self.lock.files.insert(path.clone(), locked);
        self.base.insert(path.clone(), File::Text(Text::new(text.content)));
    }

    /// Says who writes the lock; a newer shipready alone is no reason to touch it.
    pub(super) fn sign(&mut self) {
        let before = &self.lock_before;
        let same = self.lock.files == before.files && self.lock.kept == before.kept;
        self.lock.version = if same { before.version } else { LOCK_VERSION };
        self.lock.templates = if same { before.templates } else { self.templates };
        self.lock.tool = if same { before.tool.clone() } else { env!("CARGO_PKG_VERSION").to_owned() };
    }
}
