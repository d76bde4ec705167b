//! What a person decides about a file that the plan alone leaves as it is.

use super::{Action, Plan, RenderedFile};
use crate::state::{LockedFile, hash};
use crate::tree::{File, RelPath, Text};

/// Whose file it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What is on the disk stays, and what is rendered now counts as seen: it is not asked about again.
    Yours,
    /// What is rendered is written; a deleted file comes back.
    Ours,
    /// A person's own mixture.
    Text(Text),
}

impl Plan {
    /// Decides about a change that is kept or in conflict; false when there is nothing to decide, as for a folder in
    /// the way.
    pub fn settle(&mut self, path: &RelPath, settlement: Settlement) -> bool {
        let Some(file) = self.offers.get(path.as_str()).cloned() else { return false };
        let Some(change) = self.changes.iter_mut().find(|change| change.path == *path) else { return false };
        let after = match settlement {
            Settlement::Yours => change.before.clone(),
            Settlement::Ours => change.after.clone(),
            Settlement::Text(text) => Some(text),
        };
        change.action = match (&change.before, &after) {
            (before, after) if before == after => Action::Keep,
            (None, _) => Action::Create,
            (Some(_), _) => Action::Update,
        };
        change.why = Some("you decided".into());
        if change.action != Action::Keep {
            change.after = after;
        }
        self.remember(path, file);
        self.kept.retain(|kept| kept.path != *path);
        self.lock.kept.remove(path);
        self.sign();
        true
    }

    /// Puts this render of `path` into the next lock and bases.
    pub(super) fn remember(&mut self, path: &RelPath, (file, entries): (RenderedFile, Vec<String>)) {
        let RenderedFile { text, policy, owners, without: _, gave_way: _ } = file;
        let locked = LockedFile { owners, hash: hash(&text.content), executable: text.executable, policy, entries };
        self.lock.files.insert(path.clone(), locked);
        self.base.insert(path.clone(), File::Text(Text::new(text.content)));
    }
}
