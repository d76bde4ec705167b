//! Three trees to a list of changes: base (last render), yours (disk), new (this render).

use std::sync::Arc;

use crate::tree::{RelPath, Text};

/// How a rendered file may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Ours: compared with the base, updated when the user left it alone.
    Owned,
    /// The beginning of the user's own code: written when it is missing, never looked at again.
    Starter,
    /// The user's, one entry a line (`.gitignore`): missing lines are added.
    Lines,
    /// The user's, `NAME=value` with comments (`.env.example`): missing names are added.
    Dotenv,
    /// The manifest: already merged with what the user wrote, written as it is.
    Manifest,
}

/// A file as this render wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedFile {
    pub text: Text,
    pub policy: Policy,
    /// The components that gave it something, in order of kind and id.
    pub owners: Vec<String>,
}

/// Everything one render gives, by path.
pub type Rendered = std::collections::BTreeMap<RelPath, RenderedFile>;

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
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
