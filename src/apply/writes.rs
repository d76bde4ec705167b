//! A plan as single writes: the files of the repository, the bases, the lock.

use anyhow::{Context, Result};

use super::allowed;
use super::journal::Journal;
use crate::plan::{Action, Plan};
use crate::state::{BASE_DIR, LOCK_PATH};
use crate::tree::{RelPath, Text};

/// What must be on the disk before a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    Missing,
    Text(Text),
    /// A file of `.shipready/`, which is ours whatever it holds.
    Ours,
    /// What an earlier apply wrote there.
    Written {
        hash: String,
        runs: bool,
    },
}

/// What a write puts in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Text(Text),
    /// A file that an earlier apply replaced comes back, with everything that it was.
    Kept {
        at: RelPath,
        hash: String,
    },
}

/// One file's write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Write {
    pub path: RelPath,
    pub expect: Expect,
    /// None deletes it.
    pub after: Option<Content>,
}

/// All that one apply writes.
pub(super) struct Batch<'a> {
    pub writes: &'a [Write],
    /// The apply that this one takes back.
    pub undone: Option<&'a Journal>,
}

/// All writes of `plan`, the lock last.
pub(super) fn of(plan: &Plan) -> Result<Vec<Write>> {
    let mut writes = Vec::new();
    for change in plan.changes.iter().filter(|change| change.action.writes()) {
        let mut expect = change.before.clone().map_or(Expect::Missing, Expect::Text);
        let after = if change.action == Action::Delete {
            None
        } else {
            let text = change.after.clone().with_context(|| format!("nothing to write for `{}`", change.path))?;
            Some(Content::Text(text))
        };
        if let Some(from) = &change.from {
            writes.push(Write { path: from.clone(), expect, after: None });
            expect = Expect::Missing;
        }
        writes.push(Write { path: change.path.clone(), expect, after });
    }
    let bases = RelPath::new(BASE_DIR)?;
    for (path, text) in plan.bases() {
        writes.push(Write {
            path: bases.join(path.as_str())?,
            expect: Expect::Ours,
            after: text.cloned().map(Content::Text),
        });
    }
    if plan.lock_differs() {
        let after = Some(Content::Text(Text::new(plan.lock.to_text()?)));
        writes.push(Write { path: RelPath::new(LOCK_PATH)?, expect: Expect::Ours, after });
    }
    writes.iter().try_for_each(|write| allowed::file(&write.path))?;
    Ok(writes)
}
