//! What is wrong with one secret or setting, without a word of its value.

use serde::Serialize;

use super::held::Examples;
use super::strength::is_weak;
use crate::catalog::contribution::Generator;
use crate::tree::RelPath;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Problem {
    /// Nothing is there.
    Missing,
    Empty,
    /// It only stands where a real value belongs.
    Placeholder,
    /// It could be guessed.
    Weak,
    /// It is no text, or no regular file.
    Unreadable,
    /// It is in git's index.
    Tracked,
    /// Others on this machine may look into it.
    Open,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where: the file, or the folder.
    pub path: RelPath,
    /// The secret or variable; null where it is about a file as a whole.
    pub name: Option<String>,
    pub problem: Problem,
    /// What to do about it.
    pub next: String,
}

/// What is wrong with `value`, which stands for one of `names`.
pub fn judge(names: &[&str], value: &str, generator: Option<Generator>, examples: &Examples) -> Option<Problem> {
    // Readers of such files drop a line end.
    let value = value.trim_end_matches(['\r', '\n']);
    if value.trim().is_empty() {
        Some(Problem::Empty)
    } else if examples.show(names, value) {
        Some(Problem::Placeholder)
    } else {
        is_weak(generator, value).then_some(Problem::Weak)
    }
}
