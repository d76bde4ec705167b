//! After an apply that did not end: back to the old tree, or on to the new one.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::Result;

use super::guard::Guard;
use super::journal::{self, DONE, Entry, Found, Inode, JOURNAL, Journal, UNNAMED};
use super::{Step, disk, replaced};
use crate::state::STATE_DIR;
use crate::tree::RelPath;

/// What was left of an earlier apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    Nothing,
    /// It was cut short: every file is what it was before it.
    RolledBack,
    /// It was complete but for clearing up.
    Finished,
    /// There is a journal that was not made in this folder: nothing was done for it.
    NotOurs,
}

/// What is to be said of an apply that did not end, without touching anything; None where there was none.
pub fn left(root: &Path) -> Option<String> {
    let name = [JOURNAL, DONE].into_iter().find(|name| fs::symlink_metadata(root.join(name)).is_ok())?;
    Some(match Journal::read(root, name) {
        Ok(Found::Nothing) => return None,
        Ok(Found::Ours(_)) => {
            "an apply was interrupted; the next command that writes, such as `shipready init`, puts it right".to_owned()
        }
        Ok(Found::Foreign) => {
            format!("`{name}` was not written by an apply in this folder, so it is not followed; remove it")
        }
        Err(error) => error.to_string(),
    })
}

/// Puts right what an interrupted apply left; to be called before a repository is read.
///
/// # Errors
/// Another shipready is writing here, or the system refuses; what is left is tried again by the next command.
pub fn recover(root: &Path) -> Result<Recovered> {
    let state = root.join(STATE_DIR);
    let empty = fs::read_dir(&state).is_ok_and(|mut entries| entries.next().is_none());
    if !empty && [JOURNAL, DONE, UNNAMED].iter().all(|name| fs::symlink_metadata(root.join(name)).is_err()) {
        return Ok(Recovered::Nothing);
    }
    let guard = Guard::take(root)?;
    let recovered = under(&guard, root)?;
    if recovered == Recovered::Nothing {
        // All that an apply leaves when it dies right before its journal: an empty folder.
        let _ = fs::remove_dir(&state);
    }
    Ok(recovered)
}

/// As [`recover`], by whoever holds the guard.
pub(super) fn under(_guard: &Guard, root: &Path) -> Result<Recovered> {
    disk::parents_are_folders(root, &RelPath::new(JOURNAL)?)?;
    close(root, UNNAMED)?;
    match Journal::read(root, JOURNAL)? {
        Found::Ours(journal) => return roll_back(root, &journal).map(|()| Recovered::RolledBack),
        Found::Foreign => return Ok(Recovered::NotOurs),
        Found::Nothing => {}
    }
    match Journal::read(root, DONE)? {
        Found::Ours(journal) => finish(root, &journal, &mut |_| Ok(())).map(|()| Recovered::Finished),
        Found::Foreign => Ok(Recovered::NotOurs),
        Found::Nothing => Ok(Recovered::Nothing),
    }
}

/// Every folder in which the apply makes or removes a name; that of the journal is always one.
pub(super) fn folders(journal: &Journal) -> Vec<RelPath> {
    let paths = journal.files.iter().map(|entry| &entry.path).chain(&journal.folders);
    let state = RelPath::new(STATE_DIR).ok();
    let folders: BTreeSet<RelPath> = paths.map(RelPath::parent).chain(state).collect();
    folders.into_iter().collect()
}

/// Back to the old tree. A target that is neither the old nor the new file was edited since, and stays.
pub(super) fn roll_back(root: &Path, journal: &Journal) -> Result<()> {
    for (at, entry) in journal.files.iter().enumerate().rev() {
        // The journal is a file in the repository: it cannot make this write through a link.
        disk::parents_are_folders(root, &entry.path)?;
        put_back(root, at, entry).map_err(|error| disk::failed("put back", &entry.path, &error))?;
    }
    replaced::unprepare(root, journal);
    for folder in journal.folders.iter().rev() {
        // One that is not empty was filled by somebody else.
        let _ = fs::remove_dir(disk::full(root, folder));
    }
    let left: Vec<RelPath> = folders(journal).into_iter().filter(|folder| disk::full(root, folder).is_dir()).collect();
    disk::sync(root, &left)?;
    close(root, JOURNAL)?;
    let state = RelPath::new(STATE_DIR)?;
    if journal.folders.contains(&state) {
        let _ = fs::remove_dir(disk::full(root, &state));
    }
    Ok(())
}

fn put_back(root: &Path, at: usize, entry: &Entry) -> io::Result<()> {
    let invalid = |error: anyhow::Error| io::Error::other(error);
    let target = disk::full(root, &entry.path);
    let staged = disk::full(root, &journal::staged(&entry.path, at).map_err(invalid)?);
    let backup = disk::full(root, &journal::backup(&entry.path, at).map_err(invalid)?);
    let ours = || {
        let same = entry.staged.is_some() && Inode::of(&target) == entry.staged;
        same && entry.new.is_some() && disk::hash(&target) == entry.new
    };
    if entry.old && entry.backup.is_some() && Inode::of(&backup) == entry.backup {
        if fs::symlink_metadata(&target).is_err() || ours() {
            fs::rename(&backup, &target)?;
        }
    } else if !entry.old && ours() {
        disk::remove(&target)?;
    }
    // Also after the rename: between two names of one file it does nothing.
    remove_own(&backup, entry.backup)?;
    remove_own(&staged, entry.staged)
}

/// Removes what an apply made under a name of its own; what it is not known to have finished, by that name alone.
fn remove_own(full: &Path, made: Option<Inode>) -> io::Result<()> {
    let is_other = made.is_some() && Inode::of(full) != made;
    if is_other { Ok(()) } else { disk::remove(full) }
}

/// On to the new tree: the backups are put away for `undo`, and the folders that deletions emptied go.
pub(super) fn finish(root: &Path, journal: &Journal, watch: &mut dyn FnMut(&Step) -> io::Result<()>) -> Result<()> {
    let mut whole = true;
    for (at, entry) in journal.files.iter().enumerate().filter(|(_, entry)| entry.old) {
        let refused = |error: io::Error| disk::failed("clear up beside", &entry.path, &error);
        watch(&Step::Clean(entry.path.clone())).map_err(refused)?;
        disk::parents_are_folders(root, &entry.path)?;
        whole &= replaced::put_away(root, at, entry).map_err(refused)?;
    }
    for folder in &journal.emptied {
        // One that is not empty holds something of somebody else's.
        let _ = fs::remove_dir(disk::full(root, &folder.path));
    }
    watch(&Step::Finish).map_err(|error| disk::failed("write", &RelPath::root(), &error))?;
    if whole && replaced::record(root, journal) {
        return Ok(());
    }
    replaced::forget(root);
    close(root, DONE)
}

fn close(root: &Path, name: &str) -> Result<()> {
    let path = RelPath::new(name)?;
    disk::remove(&disk::full(root, &path)).map_err(|error| disk::failed("remove", &path, &error))
}
