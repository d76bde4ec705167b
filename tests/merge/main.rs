//! The three-way merge: named cases, properties, and what `git merge-file` and others make of the same texts.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

mod broken;
mod cases;
mod corpus;
mod dice;
mod edits;
mod git;
mod named;
mod properties;

use std::collections::BTreeMap;

use shipready::merge::{Conflicted, Labels, Merged};

/// What every test writes behind the markers.
pub const LABELS: Labels<'static> = Labels { yours: "yours", base: "base", new: "new" };

/// The merge of three texts, no format judged.
pub fn merge(base: &str, yours: &str, new: &str) -> Merged {
    shipready::merge::merge(base, yours, new, &LABELS)
}

/// The text of a merge that has to be clean.
#[track_caller]
pub fn clean(merged: Merged) -> String {
    match merged {
        Merged::Clean(text) => text,
        Merged::Conflict(Conflicted { text, .. }) => panic!("a conflict:\n{text}"),
    }
}

/// A merge that has to be a conflict.
#[track_caller]
pub fn conflict(merged: Merged) -> Conflicted {
    match merged {
        Merged::Clean(text) => panic!("clean:\n{text}"),
        Merged::Conflict(conflicted) => conflicted,
    }
}

/// The text, with or without markers.
pub fn text(merged: &Merged) -> &str {
    match merged {
        Merged::Clean(text) => text,
        Merged::Conflict(Conflicted { text, .. }) => text,
    }
}

/// How often each line stands in a text, endings aside.
pub fn counted(text: &str) -> BTreeMap<&str, usize> {
    text.lines().fold(BTreeMap::new(), |mut counts, line| {
        *counts.entry(line).or_default() += 1;
        counts
    })
}

/// Lines that `side` has more often than `base`, and `result` not as many times as that.
pub fn lost<'s>(base: &str, side: &'s str, result: &str) -> Vec<&'s str> {
    let (base, result) = (counted(base), counted(result));
    let times = |counts: &BTreeMap<&str, usize>, line: &str| counts.get(line).copied().unwrap_or_default();
    let missing = |(line, count): &(&str, usize)| times(&result, line) < count.saturating_sub(times(&base, line));
    counted(side).into_iter().filter(missing).map(|(line, _)| line).collect()
}
