//! Edits to files that the user owns: pure, at the level of one entry, and idempotent.

pub mod dotenv;
mod entries;
pub mod lines;

/// A file of the user's after an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    pub text: String,
    /// The entries that were added, in order.
    pub added: Vec<String>,
    /// The entries that were taken back, because they were ours and are no longer wanted.
    pub removed: Vec<String>,
    /// What a person should know: an entry left out because of a rule of theirs.
    pub notes: Vec<String>,
}

/// What shipready knows of its earlier edits of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Earlier<'a> {
    /// The whole file as it was last wanted: what it holds and the user's file lacks, the user took out.
    pub wanted: &'a str,
    /// The entries that are ours.
    pub entries: &'a [String],
}
