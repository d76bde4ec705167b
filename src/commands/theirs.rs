//! What in a repository is the user's own, and whether what shipready remembers of it can be trusted.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use crate::edit::{Earlier, editor};
use crate::merge;
use crate::state::{BASE_DIR, hash};
use crate::tree::{File, RelPath, Text, Tree};
use crate::workspace::State;

/// Bases that git left half merged would be merged into files.
pub fn sound(state: &State) -> Result<()> {
    let rendered = |path: &RelPath, text: &str| state.lock.files.get(path).is_some_and(|file| file.hash == hash(text));
    match state.base.texts().find(|(path, text)| merge::markers(text).is_some() && !rendered(path, text)) {
        Some((path, _)) => bail!(
            "{BASE_DIR}/{path} holds conflict markers, as git leaves them in a merge\n\
             next: `shipready status --repair` makes it anew"
        ),
        None => Ok(()),
    }
}

/// The repository without what shipready wrote: detection must not hear its own words.
pub fn theirs(tree: &Tree, state: &State, renamed: &BTreeMap<RelPath, RelPath>) -> Tree {
    let followed: BTreeSet<&RelPath> = renamed.values().collect();
    let own = tree.iter().filter_map(|(path, file)| {
        let base = state.base.text(path.as_str());
        let Some(locked) = state.lock.files.get(path) else {
            let own = base.is_none() && !followed.contains(path);
            return own.then(|| (path.clone(), file.clone()));
        };
        let editor = editor(locked.policy)?;
        let File::Text(text) = file else { return Some((path.clone(), file.clone())) };
        let earlier = Earlier { wanted: base.unwrap_or_default(), entries: &locked.entries };
        let content = (editor.own)(&text.content, earlier).into();
        Some((path.clone(), File::Text(Text { content, executable: text.executable })))
    });
    own.collect()
}
