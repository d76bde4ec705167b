//! Files that the user owns, of which single entries are ours.

use std::collections::BTreeSet;

use super::decide::{Outcome, Record, SIDES};
use super::sides::{self, Sides};
use super::{Action, Policy};
use crate::edit::{Earlier, Edited, Editor, editor};
use crate::merge::{self, Merged};
use crate::tree::Text;

/// The entries of a whole file that is ours, each once; none of a file that is written as a whole.
pub(super) fn keys(text: &str, policy: Policy) -> Vec<String> {
    editor(policy).map(|editor| once(editor, text)).unwrap_or_default()
}

fn once(editor: &Editor, text: &str) -> Vec<String> {
    let keys = (editor.keys)(text);
    let mut seen = BTreeSet::new();
    keys.into_iter().filter(|key| seen.insert(key.clone())).collect()
}

/// The whole file when it is ours alone, else the entries that it lacks.
pub(super) fn edit(sides: &Sides<'_>, yours: &Text, new: &Text, editor: &Editor) -> Outcome {
    if is_ours_alone(sides, yours, editor) {
        let after = sides::fitted(new, sides.base.as_ref(), yours);
        return Outcome::write(yours, after, Record::New { entries: once(editor, &new.content) });
    }
    let Edited { text, ours, notes, .. } = match entries(sides, yours, &new.content, editor) {
        Ok(edited) => edited,
        Err(wrong) => return broken(yours, &wrong),
    };
    let text = merged(sides, yours, new, &text, editor).unwrap_or(text);
    let after = Text { content: text.into(), executable: yours.executable };
    let outcome = Outcome::write(yours, after, Record::New { entries: ours });
    if notes.is_empty() { outcome } else { outcome.why(notes.join("; ")) }
}

/// A file that began as ours, with the entries of `edited` and, beyond what single entries carry, the comments and the
/// order of the newest render. None where that does not come to the same entries.
fn merged(sides: &Sides<'_>, yours: &Text, new: &Text, edited: &str, editor: &Editor) -> Option<String> {
    let base = sides.base.as_ref()?;
    let ours = sides.locked.map(|locked| locked.entries.as_slice()).unwrap_or_default();
    let began_as_ours = (editor.keys)(&base.content).iter().all(|key| ours.contains(key));
    let sorted = |text: &str| {
        let mut keys = (editor.keys)(text);
        keys.sort();
        keys
    };
    match merge::merge(&base.content, &yours.content, &new.content, &SIDES) {
        Merged::Clean(text) if began_as_ours && sorted(&text) == sorted(edited) => Some(text),
        _ => None,
    }
}

/// The file without our entries, once it is no longer rendered.
pub(super) fn take_back(sides: &Sides<'_>, yours: &Text, editor: &Editor) -> Outcome {
    let edited = match entries(sides, yours, "", editor) {
        Ok(edited) => edited,
        Err(wrong) => return broken(yours, &wrong),
    };
    let after = Text { content: edited.text.into(), executable: yours.executable };
    match Outcome::write(yours, after, Record::Nothing) {
        Outcome { action: Some(Action::Unchanged), .. } => Outcome::silent(Record::Nothing),
        outcome => outcome.why("what shipready added is taken back"),
    }
}

/// Whether every line is as it was rendered, and the file was not there before.
pub(super) fn is_ours_alone(sides: &Sides<'_>, yours: &Text, editor: &Editor) -> bool {
    let Some(base) = sides.base.as_ref().filter(|base| sides::same(&yours.content, &base.content)) else {
        return false;
    };
    let ours = sides.locked.map(|locked| locked.entries.as_slice()).unwrap_or_default();
    (editor.keys)(&base.content).iter().all(|key| ours.contains(key))
}

/// A file that cannot be read is never half edited.
fn broken(yours: &Text, wrong: &str) -> Outcome {
    let why = format!("{wrong}; it stays as it is");
    Outcome::new(Action::Keep, yours.clone(), Record::AsBefore).why(why)
}

fn entries(sides: &Sides<'_>, yours: &Text, wanted: &str, editor: &Editor) -> Result<Edited, String> {
    let ours = sides.locked.map(|locked| locked.entries.as_slice()).unwrap_or_default();
    let earlier = sides.base.as_ref().map(|base| Earlier { wanted: &base.content, entries: ours });
    (editor.edit)(&yours.content, wanted, earlier)
}
