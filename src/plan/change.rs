//! One file's change: what happens to it, and what a review shows of it.

use std::sync::Arc;

use crate::tree::{RelPath, Text};

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is not there yet.
    Create,
    /// Ours changed, yours did not: ours is written. Or entries are added to a file of yours.
    Update,
    /// Ours and yours changed, in different places: both changes are written.
    Merge,
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
        matches!(self, Action::Create | Action::Update | Action::Merge | Action::Delete)
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
    /// Where it stood before: it moves from there.
    pub from: Option<RelPath>,
    /// What a person must decide, for a conflict.
    pub clash: Option<Clash>,
}

/// Why a file is in conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Yours and ours changed the same lines, or do not go together.
    Lines {
        /// Both, with conflict markers around what collides.
        marked: Text,
        /// Both, with yours where they collide.
        yours: Text,
        /// Both, with ours where they collide.
        ours: Text,
    },
    /// Conflict markers of an earlier merge are left at this line, from 1.
    Unresolved { line: usize },
    /// Something else than a text file is in the way.
    InTheWay,
}
