//! `.shipready/undo/`: what the last apply replaced, and the journal that says where it was.
//!
//! It is of this machine alone, so it ignores itself. The files in it are the old files themselves, moved there once
//! the new ones are in place: they cost no writing, and keep their modes, owners and times.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Result;

use super::disk;
use super::journal::{self, DONE, Entry, Inode, Journal};
use crate::state::UNDO_DIR;
use crate::tree::RelPath;

/// The journal of the last apply.
pub(super) const RECORD: &str = ".shipready/undo/record";
const IGNORE: &str = ".shipready/undo/.gitignore";
const IGNORE_ALL: &str = "*\n";

/// The old file of the entry number `at`.
pub(super) fn kept(at: usize) -> Result<RelPath> {
    RelPath::new(UNDO_DIR)?.join(&at.to_string())
}

/// Sees to it that git ignores the folder, which is there.
pub(super) fn prepare(root: &Path) -> io::Result<()> {
    let full = root.join(IGNORE);
    let is_file = fs::symlink_metadata(&full).is_ok_and(|metadata| metadata.is_file());
    if is_file && fs::read(&full).is_ok_and(|text| text == IGNORE_ALL.as_bytes()) {
        return Ok(());
    }
    disk::remove(&full)?;
    OpenOptions::new().write(true).create_new(true).open(full)?.write_all(IGNORE_ALL.as_bytes())
}

/// Empties a folder that the apply of `journal` made; the apply is rolled back.
pub(super) fn unprepare(root: &Path, journal: &Journal) {
    if journal.folders.iter().any(|folder| folder.as_str() == UNDO_DIR) {
        let _ = disk::remove(&root.join(IGNORE));
    }
}

/// Puts the old file of an entry away; false where it cannot be kept, and is gone.
pub(super) fn put_away(root: &Path, at: usize, entry: &Entry) -> io::Result<bool> {
    let invalid = |error: anyhow::Error| io::Error::other(error);
    let beside = disk::full(root, &journal::backup(&entry.path, at).map_err(invalid)?);
    if entry.backup.is_none() {
        return disk::remove(&beside).map(|()| false);
    }
    if Inode::of(&beside) != entry.backup {
        // An earlier try was cut short after this one.
        return Ok(true);
    }
    let kept = kept(at).map_err(invalid)?;
    let moved = match is_there(root) {
        true => disk::take(&beside, &disk::full(root, &kept)),
        false => Err(io::ErrorKind::NotFound.into()),
    };
    // Of what stands beside the new file nothing may stay, or the next command would have to try again for ever.
    moved.map_or_else(|_| disk::remove(&beside).map(|()| false), |()| Ok(true))
}

/// Makes the journal of a complete apply the record, and drops what belongs to the one before it; false where it
/// cannot.
pub(super) fn record(root: &Path, journal: &Journal) -> bool {
    let belongs = |name: &str| name.parse().is_ok_and(|at: usize| journal.files.get(at).is_some_and(|file| file.old));
    clear(root, &|name| belongs(name) || name == "record");
    is_there(root) && fs::rename(root.join(DONE), root.join(RECORD)).is_ok()
}

/// Nothing can be undone any more.
pub(super) fn forget(root: &Path) {
    // The record first: without it, whatever else is there means nothing.
    clear(root, &|name| name != "record");
    clear(root, &|_| false);
}

/// Whether the folder is there, and no link to somewhere else.
fn is_there(root: &Path) -> bool {
    fs::symlink_metadata(root.join(UNDO_DIR)).is_ok_and(|metadata| metadata.is_dir())
}

fn clear(root: &Path, stays: &dyn Fn(&str) -> bool) {
    for entry in
        is_there(root).then(|| fs::read_dir(root.join(UNDO_DIR)).ok()).flatten().into_iter().flatten().flatten()
    {
        let name = entry.file_name();
        if name != ".gitignore" && !name.to_str().is_some_and(stays) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
