//! What an apply is about to do, written down so that the next command can put it right.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};

use super::disk;
use crate::tree::RelPath;

/// While files are being replaced.
pub(super) const JOURNAL: &str = ".shipready/.journal";
/// Once all are: only backups are left to remove.
pub(super) const DONE: &str = ".shipready/.journal.done";

/// The names of everything that an apply makes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    /// Device and inode of the root: a journal that came with a clone is not ours, and is not obeyed.
    #[serde(default)]
    pub root: (u64, u64),
    /// Folders that did not exist, outer ones first.
    pub folders: Vec<RelPath>,
    pub files: Vec<Entry>,
}

/// One target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub path: RelPath,
    /// SHA-256 of the new content; None when the file is deleted.
    pub new: Option<String>,
    /// Whether there was a file before.
    pub old: bool,
}

impl Journal {
    /// None when there is no journal, or only one that the power went out on: it is synced before the first file is
    /// replaced, so a torn one means that none was.
    pub fn read(root: &Path, name: &str) -> Result<Option<Journal>> {
        let text = match fs::read(root.join(name)) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(disk::failed("read", &RelPath::new(name)?, &error)),
        };
        match serde_json::from_slice::<Journal>(&text) {
            Ok(journal) if journal.root != identity(root)? => Err(anyhow!(
                "`{name}` was not left by an apply in this folder\nnext: delete it; nothing here depends on it"
            )),
            Ok(journal) => Ok(Some(journal)),
            Err(error) if error.is_data() => Err(anyhow!(
                "`{name}` was left by another version of shipready: {error}\nnext: run any command of that version, which cleans up"
            )),
            Err(_) => Ok(Some(Journal { root: identity(root)?, ..Journal::default() })),
        }
    }

    pub fn write(&self, root: &Path) -> Result<()> {
        let text = serde_json::to_vec(self).context("cannot write the journal")?;
        let path = RelPath::new(JOURNAL)?;
        fs::write(disk::full(root, &path), text).map_err(|error| disk::failed("write", &path, &error))
    }
}

/// Device and inode of the root.
///
/// # Errors
/// The root cannot be looked at.
pub(super) fn identity(root: &Path) -> Result<(u64, u64)> {
    let metadata = fs::metadata(root).map_err(|error| disk::failed("look at", &RelPath::root(), &error))?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Where the new content of the file number `at` waits: in the target's own folder, so that a rename puts it in place.
pub(super) fn staged(path: &RelPath, at: usize) -> Result<RelPath> {
    path.parent().join(&format!(".shipready-{at}.new"))
}

/// The second name of the old file.
pub(super) fn backup(path: &RelPath, at: usize) -> Result<RelPath> {
    path.parent().join(&format!(".shipready-{at}.old"))
}
