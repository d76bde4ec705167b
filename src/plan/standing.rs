//! How every generated file stands, seen from the plan that would bring it up to date.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Action, Change, Plan};
use crate::tree::RelPath;

/// The state of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As shipready wrote it.
    Clean,
    /// Changed by the user; there is nothing newer.
    Edited,
    /// There is something newer, which an update writes.
    Stale,
    /// It is not on the disk; an update does not bring it back by itself when the user deleted it.
    Missing,
    /// A person must decide first.
    Conflicted,
    /// The user's own file at a place of ours, or one that is to be left alone.
    NotOurs,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub path: RelPath,
    pub state: State,
    /// The components that gave it something, in order of kind and id.
    pub owners: Vec<String>,
    /// A few words more, where there are any.
    pub why: Option<Arc<str>>,
}

impl Plan {
    /// Every generated file, in path order.
    pub fn standings(&self) -> Vec<Standing> {
        self.changes.iter().filter(|change| !change.owners.is_empty()).map(|change| self.standing(change)).collect()
    }

    fn standing(&self, change: &Change) -> Standing {
        let known = self.lock_before.files.contains_key(&change.path) || self.renamed.contains(&change.path);
        let Change { path, action, owners, before, after: _, why, from, clash: _ } = change;
        let say = |text: &str| Some(Arc::from(text));
        let (state, why) = match (action, before) {
            (Action::Unchanged, _) => (State::Clean, why.clone().filter(|_| self.renamed.contains(path))),
            (Action::Create, None) => (State::Missing, say("new; an update writes it")),
            (Action::Delete, _) => (State::Stale, say("no longer needed; an update removes it")),
            (Action::Update | Action::Create, _) => (State::Stale, from.as_ref().and(why.clone())),
            (Action::Merge, _) => (State::Stale, say("edited; an update merges")),
            (Action::Conflict, _) => (State::Conflicted, why.clone()),
            (Action::Keep, None) if known && self.offers.contains_key(path) => (State::Missing, why.clone()),
            (Action::Keep, Some(_)) if known && !self.left.contains(path) => {
                (State::Edited, why.clone().filter(|_| self.renamed.contains(path)))
            }
            (Action::Keep, _) => (State::NotOurs, why.clone()),
        };
        Standing { path: path.clone(), state, owners: owners.clone(), why }
    }

    /// How many files of each state every component has a part in.
    pub fn components(standings: &[Standing]) -> BTreeMap<&str, BTreeMap<State, usize>> {
        let mut found: BTreeMap<&str, BTreeMap<State, usize>> = BTreeMap::new();
        for standing in standings {
            for owner in &standing.owners {
                *found.entry(owner).or_default().entry(standing.state).or_default() += 1;
            }
        }
        found
    }
}
