//! What a person decides about a file that the plan alone leaves as it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use similar::TextDiff;

use super::decide::SIDES;
use super::{Action, Change, Clash, Plan};
use crate::merge::{self, Merged};
use crate::tree::{RelPath, Text};

/// Whose file it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What is on the disk stays, and what is rendered now counts as seen: it is not asked about again.
    Yours,
    /// What is rendered is written; a deleted file comes back.
    Ours,
    /// Both, with yours where they collide.
    FavorYours,
    /// Both, with ours where they collide.
    FavorOurs,
    /// Both, with conflict markers where they collide.
    Both,
    /// A person's own mixture.
    Text(Text),
}

/// What becomes of conflicts when nobody is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnConflict {
    /// Nothing is written at all.
    #[default]
    Fail,
    /// Both are written, with yours where they collide.
    Keep,
    /// Both are written, with ours where they collide.
    Take,
    /// Both, with conflict markers in the file.
    Markers,
}

impl Plan {
    /// Decides about a change that is kept or in conflict; false when there is nothing to decide, as for a folder in
    /// the way.
    pub fn settle(&mut self, path: &RelPath, settlement: &Settlement) -> bool {
        let Some(file) = self.offers.get(path.as_str()).cloned() else { return false };
        let both = self.both(path);
        let Some(change) = self.changes.iter_mut().find(|change| change.path == *path) else { return false };
        let unresolved = matches!(change.clash, Some(Clash::Unresolved { .. }));
        let after = match (settlement, &change.clash) {
            (Settlement::FavorYours, Some(Clash::Lines { yours, .. })) => Some(yours.clone()),
            (Settlement::FavorOurs, Some(Clash::Lines { ours, .. })) => Some(ours.clone()),
            (Settlement::Yours | Settlement::FavorYours, _) => change.before.clone(),
            (Settlement::Ours | Settlement::FavorOurs, _) => change.after.clone(),
            (Settlement::Text(text), _) => Some(text.clone()),
            (Settlement::Both, _) => match both {
                Some((both, _)) => Some(both),
                None => return false,
            },
        };
        decide(change, after);
        if unresolved && matches!(settlement, Settlement::Yours | Settlement::FavorYours) {
            // What is in the file was merged with an older render; this one waits until the markers are gone.
            self.restore(path);
        } else {
            self.remember(path, file);
        }
        self.kept.retain(|kept| kept.path != *path);
        self.lock.kept.remove(path);
        self.sign();
        true
    }

    /// Decides every conflict in the same way, as far as there is something to decide.
    pub fn settle_all(&mut self, policy: OnConflict) {
        let clashes: Vec<(RelPath, Option<Clash>)> =
            self.conflicts().map(|change| (change.path.clone(), change.clash.clone())).collect();
        for (path, clash) in clashes {
            let settlement = match (policy, clash) {
                (OnConflict::Fail, _) | (_, Some(Clash::InTheWay) | None) => continue,
                (OnConflict::Keep, _) | (OnConflict::Markers, Some(Clash::Unresolved { .. })) => Settlement::FavorYours,
                (OnConflict::Take, _) => Settlement::FavorOurs,
                (OnConflict::Markers, Some(Clash::Lines { .. })) => Settlement::Both,
            };
            self.settle(&path, &settlement);
        }
    }

    /// Yours and ours of `path` in one text, and the lines, from 1, at which they collide; None where one is missing.
    ///
    /// Where no last render is known, what both have in common stands for it.
    pub fn both(&self, path: &RelPath) -> Option<(Text, Vec<usize>)> {
        let change = self.changes.iter().find(|change| change.path == *path)?;
        if let Some(Clash::Lines { marked, .. }) = &change.clash {
            return Some((marked.clone(), marked_lines(&marked.content)));
        }
        let (before, (file, _)) = (change.before.as_ref()?, self.offers.get(path.as_str())?);
        let base = common(&before.content.replace("\r\n", "\n"), &file.text.content);
        let content = match merge::merge_checked(path, &base, &before.content, &file.text.content, &SIDES) {
            Merged::Clean(text) => text,
            Merged::Conflict(conflict) => conflict.text,
        };
        let lines = marked_lines(&content);
        Some((Text { content: content.into(), executable: before.executable }, lines))
    }

    /// Files that were written with conflict markers in them, each with the line of the first.
    pub fn marked(&self) -> BTreeMap<&RelPath, usize> {
        let written = self.changes.iter().filter(|change| change.action.writes());
        let texts = written.filter_map(|change| Some((&change.path, change.after.as_ref()?, change.before.as_ref()?)));
        let new = texts.filter(|(_, _, before)| merge::markers(&before.content).is_none());
        new.filter_map(|(path, after, _)| Some((path, merge::markers(&after.content)?))).collect()
    }
}

fn decide(change: &mut Change, after: Option<Text>) {
    change.action = match (&change.before, &after) {
        (before, after) if before == after && change.from.is_none() => Action::Keep,
        (None, _) => Action::Create,
        (Some(_), _) => Action::Update,
    };
    change.why = Some("you decided".into());
    change.clash = None;
    if change.action != Action::Keep {
        change.after = after;
    }
}

/// The lines that both texts have, in order.
fn common(one: &str, other: &str) -> String {
    let diff = TextDiff::from_lines(one, other);
    let equal = diff.iter_all_changes().filter(|change| change.tag() == similar::ChangeTag::Equal);
    equal.map(|change| change.value().to_owned()).collect()
}

fn marked_lines(text: &str) -> Vec<usize> {
    let numbered = text.lines().enumerate().filter(|(_, line)| line.starts_with("<<<<<<< "));
    numbered.map(|(at, _)| at + 1).collect()
}
