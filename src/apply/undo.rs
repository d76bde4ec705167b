//! The state before the last apply: what would change, and the apply that brings it back.

use std::io;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::guard::Guard;
use super::journal::{Entry, Found, Inode, Journal};
use super::replaced::{self, RECORD};
use super::writes::{Batch, Content, Expect, Write};
use super::{Applied, Step, applied, check, disk, recover, transact};
use crate::plan::{Action, Change, Clash};
use crate::state::{UNDO_DIR, foreign};
use crate::tree::{RelPath, Text};
use crate::workspace::mode_runs;

/// What an undo does.
#[derive(Clone, Debug)]
pub struct Undo {
    /// In path order, without the files of `.shipready/` that it can take back. Files that were edited since are in
    /// conflict, or kept where that was asked for.
    pub changes: Vec<Change>,
    writes: Vec<Write>,
    journal: Journal,
}

impl Undo {
    /// Whether everything is what it was before the apply.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }
}

/// Looks at what the last apply at `root` wrote. With `keep_edited`, files that were edited since stay; what shipready
/// remembers of the repository is never one of them.
///
/// # Errors
/// There was no apply, it was made elsewhere, or what it replaced is not there any more.
pub fn last(root: &Path, keep_edited: bool) -> Result<Undo> {
    disk::parents_are_folders(root, &RelPath::new(RECORD)?)?;
    let journal = match Journal::read(root, RECORD)? {
        Found::Ours(journal) if !journal.files.is_empty() => journal,
        Found::Ours(_) | Found::Nothing => {
            bail!("there is nothing to undo: nothing was written here yet, or what it replaced was not kept")
        }
        Found::Foreign => bail!(
            "`{UNDO_DIR}` was not written by an apply in this folder, so it is not followed\n\
             next: undo it with git, or in the folder that it was copied from"
        ),
    };
    let (mut changes, mut writes) = (Vec::new(), Vec::new());
    for (at, entry) in journal.files.iter().enumerate() {
        let Some((change, write)) = back(root, at, entry)? else { continue };
        let own = remembers(&entry.path);
        match change.action {
            Action::Conflict if keep_edited && !own => changes.push(Change { action: Action::Keep, ..change }),
            Action::Conflict => changes.push(change),
            _ => {
                writes.push(write);
                changes.extend((!own).then_some(change));
            }
        }
    }
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Undo { changes, writes, journal })
}

/// Whether `path` is part of what shipready remembers of the repository: its lock and its bases.
pub fn remembers(path: &RelPath) -> bool {
    foreign(path).is_some()
}

/// What is at a path.
struct There {
    /// SHA-256 of a regular file that can be read; empty for anything else.
    hash: String,
    runs: bool,
    text: Option<Text>,
}

fn there(root: &Path, path: &RelPath) -> Result<Option<There>> {
    let Some(metadata) = disk::look(root, path)? else { return Ok(None) };
    let (bytes, runs) = (disk::read(&disk::full(root, path)), mode_runs(&metadata));
    let hash = bytes.as_deref().map(disk::digest).unwrap_or_default();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.map(|content| Text { content: content.into(), executable: runs });
    Ok(Some(There { hash, runs, text }))
}

/// One file on its way back; None where it is what it was.
fn back(root: &Path, at: usize, entry: &Entry) -> Result<Option<(Change, Write)>> {
    disk::parents_are_folders(root, &entry.path)?;
    let kept = replaced::kept(at)?;
    let now = there(root, &entry.path)?;
    let before = if entry.old { Some(old(root, &kept, entry)?) } else { None };
    let seal = |file: &Option<There>| file.as_ref().map(|file| (file.hash.clone(), file.runs));
    let written = entry.new.clone().map(|hash| (hash, entry.runs));
    if seal(&now) == seal(&before) {
        return Ok(None);
    }
    let edited = match &now {
        _ if seal(&now) == written => None,
        Some(_) => Some("you changed it since"),
        None => Some("you deleted it since"),
    };
    let action = match (edited, entry.old, &entry.new) {
        (Some(_), _, _) => Action::Conflict,
        (None, false, _) => Action::Delete,
        (None, true, None) => Action::Create,
        (None, true, Some(_)) => Action::Update,
    };
    let expect = written.map_or(Expect::Missing, |(hash, runs)| Expect::Written { hash, runs });
    let content = before.as_ref().map(|file| Content::Kept { at: kept, hash: file.hash.clone() });
    let change = Change {
        path: entry.path.clone(),
        action,
        owners: Vec::new(),
        before: now.and_then(|file| file.text),
        after: before.and_then(|file| file.text),
        why: edited.map(Into::into),
        from: None,
        clash: edited.map(|_| Clash::InTheWay),
    };
    Ok(Some((change, Write { path: entry.path.clone(), expect, after: content })))
}

/// The file that was replaced, which must still be that very file.
fn old(root: &Path, kept: &RelPath, entry: &Entry) -> Result<There> {
    let lost =
        || anyhow!("what `{}` was before is no longer in `{UNDO_DIR}`\nnext: bring it back with git", entry.path);
    let inode = Inode::of(&disk::full(root, kept)).ok_or_else(lost)?;
    // From another file system only a copy could be taken, which is another file.
    let moved = entry.backup.is_some_and(|backup| backup.is_beside(inode));
    if moved && entry.backup != Some(inode) {
        return Err(lost());
    }
    there(root, kept)?.filter(|file| !file.hash.is_empty()).ok_or_else(lost)
}

/// Brings back the state before the last apply, as an apply of its own: undone itself, it is redone.
///
/// # Errors
/// As [`super::apply`]; another apply came in between.
pub fn undo(root: &Path, undo: &Undo) -> Result<Applied> {
    undo_watched(root, undo, &mut |_| Ok(()))
}

/// As [`undo`], with a look before every step.
///
/// # Errors
/// As [`undo`].
pub fn undo_watched(root: &Path, undo: &Undo, watch: &mut dyn FnMut(&Step) -> io::Result<()>) -> Result<Applied> {
    let guard = Guard::take(root)?;
    recover::under(&guard, root)?;
    let record = RelPath::new(RECORD)?;
    match Journal::read(root, RECORD)? {
        Found::Ours(journal) if journal == undo.journal => {}
        _ => return Err(check::changed(&record)),
    }
    if let Some(stuck) = undo.changes.iter().find(|change| change.action == Action::Conflict) {
        bail!("`{}` was changed since: it is not overwritten\nnext: decide what becomes of it first", stuck.path);
    }
    if undo.is_empty() {
        return Ok(Applied::default());
    }
    transact(root, &Batch { writes: &undo.writes, undone: Some(&undo.journal) }, watch)?;
    Ok(applied(&undo.changes))
}
