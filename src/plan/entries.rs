//! Files that the user owns, of which single entries are ours.

use super::decide::{Outcome, Record};
use super::sides::{self, Sides};
use super::{Action, Policy};
use crate::edit::{Earlier, Edited, dotenv, lines};
use crate::tree::Text;

/// The entries of a whole file, each once.
pub(super) fn keys(text: &str, policy: Policy) -> Vec<String> {
    let keys = if policy == Policy::Dotenv { dotenv::keys(text) } else { lines::keys(text) };
    let mut seen = std::collections::BTreeSet::new();
    keys.into_iter().filter(|key| seen.insert(key.clone())).collect()
}

/// The whole file when it is ours alone, else the entries that it lacks.
pub(super) fn edit(sides: &Sides<'_>, yours: &Text, new: &Text, policy: Policy) -> Outcome {
    let whole = sides.base.as_ref().unwrap_or(new);
    if sides::same(&yours.content, &whole.content) {
        let after = sides::fitted(new, sides.base.as_ref(), yours);
        return Outcome::write(yours, after, Record::New { entries: keys(&new.content, policy) });
    }
    let edited = entries(sides, yours, &new.content, policy);
    let mut ours = sides.locked.map(|locked| locked.entries.clone()).unwrap_or_default();
    let left = keys(&edited.text, policy);
    ours.retain(|entry| left.contains(entry));
    ours.extend(edited.added);
    let after = Text { content: edited.text.into(), executable: yours.executable };
    let outcome = Outcome::write(yours, after, Record::New { entries: ours });
    if edited.notes.is_empty() { outcome } else { outcome.why(edited.notes.join("; ")) }
}

/// The file without our entries, once it is no longer rendered.
pub(super) fn take_back(sides: &Sides<'_>, yours: &Text, policy: Policy) -> Outcome {
    let edited = entries(sides, yours, "", policy);
    let after = Text { content: edited.text.into(), executable: yours.executable };
    match Outcome::write(yours, after, Record::Nothing) {
        Outcome { action: Some(Action::Unchanged), .. } => Outcome::silent(Record::Nothing),
        outcome => outcome.why("what shipready added is taken back"),
    }
}

fn entries(sides: &Sides<'_>, yours: &Text, wanted: &str, policy: Policy) -> Edited {
    let ours = sides.locked.map(|locked| locked.entries.as_slice()).unwrap_or_default();
    let earlier = sides.base.as_ref().map(|base| Earlier { wanted: &base.content, entries: ours });
    match policy {
        Policy::Dotenv => dotenv::edit(&yours.content, wanted, earlier),
        _ => lines::edit(&yours.content, wanted, earlier),
    }
}
