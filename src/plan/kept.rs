//! The repository's own files that stay, each with what is rendered for the same purpose.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Action, Plan, Rendered, closed};
use crate::tree::{File, RelPath, Text, Tree};

/// A file of the repository's own that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub path: RelPath,
    /// Where ours is written; the same path where it is not, because theirs stands there.
    pub ours: RelPath,
    /// What is there, when it is text.
    pub before: Option<Text>,
    /// What ours holds.
    pub after: Text,
    /// What does not work as long as theirs is there: a sentence.
    pub without: Option<Arc<str>>,
    /// Why ours cannot take its place; None where a person may choose.
    pub fixed: Option<Arc<str>>,
    /// An earlier command has said so.
    pub told: bool,
}

/// A file of theirs and where ours of the same purpose is written instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    pub path: RelPath,
    pub ours: RelPath,
    /// Ours moved aside: it would stand at `path` if theirs did not.
    pub aside: bool,
}

impl Plan {
    /// Lists what stays: the files at paths of ours that were there before, and those of `beside`, whose contents
    /// `yours` must hold.
    pub fn keep(&mut self, beside: &[Beside], new: &Rendered, yours: &Tree) {
        let mut kept: Vec<Kept> = beside.iter().filter_map(|pair| self.aside(pair, new, yours)).collect();
        kept.extend(self.in_place(new));
        kept.sort_by(|one, other| one.path.cmp(&other.path));
        self.lock.kept = kept.iter().map(|kept| kept.path.clone()).collect::<BTreeSet<_>>();
        self.kept = kept;
        self.sign();
    }

    fn aside(&self, pair: &Beside, new: &Rendered, yours: &Tree) -> Option<Kept> {
        let Beside { path, ours, aside } = pair.clone();
        let after = new.get(&ours)?.text.clone();
        let before = match yours.get(path.as_str())? {
            File::Text(text) => Some(text.clone()),
            File::Opaque { .. } => None,
        };
        let fixed = match (&before, aside) {
            (_, false) => Some(format!("ours has a place of its own, {ours}; both stay")),
            (None, true) => Some("what is there is not a plain text file".to_owned()),
            (Some(_), true) => None,
        };
        let told = self.told(&path);
        Some(Kept { path, ours, before, after, without: None, fixed: fixed.map(Into::into), told })
    }

    fn in_place(&self, new: &Rendered) -> Vec<Kept> {
        let known =
            |path: &RelPath| self.lock_before.files.contains_key(path) || self.base_before.contains(path.as_str());
        let known = |path: &RelPath| known(path) || self.renamed.contains(path);
        let stays = self
            .changes
            .iter()
            .filter(|change| change.action == Action::Keep && !known(&change.path) && closed(&change.path).is_none());
        let kept = stays.filter_map(|change| {
            let file = new.get(&change.path)?;
            let fixed = if self.offers.contains_key(&change.path) { None } else { change.why.clone() };
            Some(Kept {
                path: change.path.clone(),
                ours: change.path.clone(),
                before: change.before.clone(),
                after: change.after.clone().unwrap_or_else(|| file.text.clone()),
                without: file.without.clone(),
                fixed,
                told: self.told(&change.path),
            })
        });
        kept.collect()
    }

    fn told(&self, path: &RelPath) -> bool {
        self.lock_before.kept.contains(path)
    }
}
