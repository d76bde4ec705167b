//! The table: what becomes of one file, from what it was, what it is and what is wanted.

use std::sync::Arc;

use super::sides::{self, Sides, Yours};
use super::{Action, Policy, RenderedFile, entries};
use crate::edit::editor;
use crate::state::hash;
use crate::tree::Text;

/// What becomes of one file.
pub(super) struct Outcome {
    /// None where there is nothing to say.
    pub action: Option<Action>,
    pub after: Option<Text>,
    pub why: Option<Arc<str>>,
    pub record: Record,
}

/// What the next lock and base hold of a file.
pub(super) enum Record {
    /// This render.
    New {
        entries: Vec<String>,
    },
    /// What they held.
    AsBefore,
    Nothing,
}

impl Record {
    pub fn new() -> Record {
        Record::New { entries: Vec::new() }
    }
}

impl Outcome {
    pub fn new(action: Action, after: Text, record: Record) -> Outcome {
        Outcome { action: Some(action), after: Some(after), why: None, record }
    }

    pub fn why(self, why: impl Into<Arc<str>>) -> Outcome {
        Outcome { why: Some(why.into()), ..self }
    }

    fn silent() -> Outcome {
        Outcome { action: None, after: None, why: None, record: Record::Nothing }
    }

    /// `after` in place of `yours`, which may be the same.
    pub fn write(yours: &Text, after: Text, record: Record) -> Outcome {
        let action = if after == *yours { Action::Unchanged } else { Action::Update };
        Outcome::new(action, after, record)
    }
}

/// A file that this render wants.
pub(super) fn rendered(sides: &Sides<'_>, file: &RenderedFile) -> Outcome {
    let new = file.text.clone();
    match (&sides.yours, file.policy) {
        (Yours::Blocked(why), _) => Outcome::new(Action::Conflict, new, Record::AsBefore).why(Arc::clone(why)),
        (Yours::Missing, policy) => missing(sides, policy, new),
        (_, Policy::Starter) => Outcome::silent(),
        (Yours::Other(why), Policy::Manifest) => {
            Outcome::new(Action::Conflict, new, Record::Nothing).why(Arc::clone(why))
        }
        (Yours::Other(why), _) => {
            let action = if moved(sides, &new) { Action::Conflict } else { Action::Keep };
            Outcome::new(action, new, Record::AsBefore).why(Arc::clone(why))
        }
        (Yours::Text(yours), Policy::Manifest) => {
            let after = Text { executable: yours.executable, ..new };
            Outcome::write(yours, after, Record::Nothing)
        }
        (Yours::Text(yours), policy) => match editor(policy) {
            Some(editor) => entries::edit(sides, yours, &new, editor),
            None => owned(sides, yours, &new),
        },
    }
}

/// Whether this render differs from the last one, where there was one.
fn moved(sides: &Sides<'_>, new: &Text) -> bool {
    match (&sides.base, sides.locked) {
        (Some(base), _) => base.content != new.content,
        (None, Some(locked)) => locked.hash != hash(&new.content),
        (None, None) => false,
    }
}

/// A path that is never written, whoever names it: a template, the lock or a base.
pub(super) fn refused(file: Option<&RenderedFile>, why: &str) -> Outcome {
    let action = if file.is_some() { Action::Conflict } else { Action::Keep };
    let after = file.map(|file| file.text.clone());
    Outcome { action: Some(action), after, why: Some(why.into()), record: Record::AsBefore }
}

fn missing(sides: &Sides<'_>, policy: Policy, new: Text) -> Outcome {
    let record = match policy {
        Policy::Starter | Policy::Manifest => Record::Nothing,
        _ => Record::New { entries: entries::keys(&new.content, policy) },
    };
    if sides.known() && !matches!(policy, Policy::Starter | Policy::Manifest) {
        return Outcome::new(Action::Keep, new, Record::AsBefore).why("you deleted it");
    }
    Outcome::new(Action::Create, new, record)
}

fn owned(sides: &Sides<'_>, yours: &Text, new: &Text) -> Outcome {
    if sides::same(&yours.content, &new.content) {
        let executable =
            if sides.base.is_some() { sides::run_bit(new, sides.base.as_ref(), yours) } else { yours.executable };
        return Outcome::write(yours, Text { executable, ..yours.clone() }, Record::new());
    }
    let after = sides::fitted(new, sides.base.as_ref(), yours);
    let Some(base) = &sides.base else {
        let why =
            if sides.known() { "its base is gone; yours stays" } else { "was there before shipready; yours stays" };
        return Outcome::new(Action::Keep, after, Record::AsBefore).why(why);
    };
    if sides::same(&yours.content, &base.content) {
        return Outcome::write(yours, after, Record::new());
    }
    if new.content == base.content {
        let executable = after.executable;
        return if executable == yours.executable {
            Outcome::new(Action::Keep, after, Record::new()).why("you changed it")
        } else {
            Outcome::write(yours, Text { executable, ..yours.clone() }, Record::new()).why("only its run bit")
        };
    }
    both_changed(base, yours, after)
}

/// Yours and ours both moved on from the base. `after` is ours, in the line endings of yours.
fn both_changed(_base: &Text, _yours: &Text, after: Text) -> Outcome {
    Outcome::new(Action::Conflict, after, Record::AsBefore).why("you changed it, and so did its templates")
}

/// A file that was rendered before and no longer is.
pub(super) fn orphan(sides: &Sides<'_>) -> Outcome {
    let keep =
        |why: &str| Outcome { action: Some(Action::Keep), after: None, why: Some(why.into()), record: Record::Nothing };
    match &sides.yours {
        Yours::Missing | Yours::Blocked(_) => Outcome::silent(),
        Yours::Other(_) => keep("no longer ours; what is there stays"),
        Yours::Text(yours) => {
            let policy = sides.locked.map_or(Policy::Owned, |locked| locked.policy);
            let untouched = sides.base.as_ref().is_some_and(|base| sides::same(&yours.content, &base.content));
            match editor(policy) {
                Some(editor) if !entries::is_ours_alone(sides, yours, editor) => {
                    entries::take_back(sides, yours, editor)
                }
                _ if untouched => Outcome { action: Some(Action::Delete), ..Outcome::silent() },
                _ => keep("no longer ours, but you changed it: it stays"),
            }
        }
    }
}
