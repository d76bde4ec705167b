//! The table: what becomes of one file, from what it was, what it is and what is wanted.

use std::sync::Arc;

use super::sides::{self, Sides, Yours};
use super::{Action, Clash, Policy, RenderedFile, entries};
use crate::edit::editor;
use crate::merge::{self, Labels, Merged, structure};
use crate::state::hash;
use crate::tree::{RelPath, Text};

/// What conflict markers call the three sides.
pub(super) const SIDES: Labels<'static> = Labels { yours: "yours", base: "as shipready wrote it", new: "new" };

/// What becomes of one file.
pub(super) struct Outcome {
    /// None where there is nothing to say.
    pub action: Option<Action>,
    pub after: Option<Text>,
    pub why: Option<Arc<str>>,
    /// For a conflict: what collides.
    pub clash: Option<Clash>,
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
        let clash = (action == Action::Conflict).then_some(Clash::InTheWay);
        Outcome { action: Some(action), after: Some(after), why: None, clash, record }
    }

    pub fn why(self, why: impl Into<Arc<str>>) -> Outcome {
        Outcome { why: Some(why.into()), ..self }
    }

    pub fn silent(record: Record) -> Outcome {
        Outcome { action: None, after: None, why: None, clash: None, record }
    }

    /// `after` in place of `yours`, which may be the same.
    pub fn write(yours: &Text, after: Text, record: Record) -> Outcome {
        let action = if after == *yours { Action::Unchanged } else { Action::Update };
        Outcome::new(action, after, record)
    }
}

/// A file that this render wants.
pub(super) fn rendered(path: &RelPath, sides: &Sides<'_>, file: &RenderedFile) -> Outcome {
    let new = file.text.clone();
    match (&sides.yours, file.policy) {
        (Yours::Blocked(why), _) => Outcome::new(Action::Conflict, new, Record::AsBefore).why(Arc::clone(why)),
        (Yours::Missing, policy) => missing(sides, policy, new),
        (_, Policy::Starter) => Outcome::silent(Record::Nothing),
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
            None => owned(path, sides, yours, &new),
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
    let (action, clash) = if file.is_some() { (Action::Conflict, Some(Clash::InTheWay)) } else { (Action::Keep, None) };
    let after = file.map(|file| file.text.clone());
    Outcome { action: Some(action), after, why: Some(why.into()), clash, record: Record::AsBefore }
}

/// A path that the person wants left alone; silent where nothing is there.
pub(super) fn untouched(sides: &Sides<'_>, file: Option<&RenderedFile>) -> Outcome {
    let silent = Outcome::silent(Record::AsBefore);
    if matches!(sides.yours, Yours::Missing) {
        return silent;
    }
    let after = file.map(|file| file.text.clone());
    Outcome { action: Some(Action::Keep), after, ..silent }.why("left alone, as shipready.toml says")
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

fn owned(path: &RelPath, sides: &Sides<'_>, yours: &Text, new: &Text) -> Outcome {
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
    if let Some(line) = merge::markers(&yours.content).filter(|_| merge::markers(&base.content).is_none()) {
        let clash = Some(Clash::Unresolved { line });
        let why = format!("conflict markers are left in it, from line {line}");
        return Outcome { clash, ..Outcome::new(Action::Conflict, after, Record::AsBefore) }.why(why);
    }
    if new.content == base.content {
        let executable = after.executable;
        return if executable == yours.executable {
            Outcome::new(Action::Keep, after, Record::new()).why("you changed it")
        } else {
            Outcome::write(yours, Text { executable, ..yours.clone() }, Record::new()).why("only its run bit")
        };
    }
    both_changed(path, [base, yours, new], after)
}

/// Yours and ours both moved on from the base. `after` is ours, in the line endings of yours.
fn both_changed(path: &RelPath, [base, yours, new]: [&Text; 3], after: Text) -> Outcome {
    let executable = after.executable;
    let text = |content: String| Text { content: content.into(), executable };
    match merge::merge_checked(path, &base.content, &yours.content, &new.content, &SIDES) {
        Merged::Clean(merged) => {
            let merged = text(merged);
            let action = if merged == *yours { Action::Unchanged } else { Action::Merge };
            Outcome::new(action, merged, Record::new()).why("ours, with your changes in it")
        }
        Merged::Conflict(conflict) => {
            let why = conflict.why();
            // What one side alone cannot make whole is that side's whole file.
            let whole = |merged: String, side: &Text| match structure::check(path, &merged) {
                Err(_) if structure::check(path, &side.content).is_ok() => side.clone(),
                _ => text(merged),
            };
            let (yours, ours) = (whole(conflict.yours, yours), whole(conflict.new, &after));
            let clash = Some(Clash::Lines { marked: text(conflict.text), yours, ours });
            Outcome { clash, ..Outcome::new(Action::Conflict, after, Record::AsBefore) }.why(why)
        }
    }
}

/// A file that may be one that is no longer rendered, under a new name: what is only assumed deletes nothing.
pub(super) fn left_behind(sides: &Sides<'_>) -> Outcome {
    match sides.yours {
        Yours::Missing | Yours::Blocked(_) => Outcome::silent(Record::Nothing),
        _ => Outcome { action: Some(Action::Keep), ..Outcome::silent(Record::Nothing) }.why("no longer ours; it stays"),
    }
}

/// A file that was rendered before and no longer is.
pub(super) fn orphan(sides: &Sides<'_>) -> Outcome {
    let keep = |why: &str| Outcome { action: Some(Action::Keep), ..Outcome::silent(Record::Nothing) }.why(why);
    match &sides.yours {
        Yours::Missing | Yours::Blocked(_) => Outcome::silent(Record::Nothing),
        Yours::Other(_) => keep("no longer ours; what is there stays"),
        Yours::Text(yours) => {
            let policy = sides.locked.map_or(Policy::Owned, |locked| locked.policy);
            let untouched = sides.base.as_ref().is_some_and(|base| sides::same(&yours.content, &base.content));
            match editor(policy) {
                Some(editor) if !entries::is_ours_alone(sides, yours, editor) => {
                    entries::take_back(sides, yours, editor)
                }
                _ if untouched => Outcome { action: Some(Action::Delete), ..Outcome::silent(Record::Nothing) },
                _ => keep("no longer ours, but you changed it: it stays"),
            }
        }
    }
}
