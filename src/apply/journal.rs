//! What an apply is about to do, written down so that the next command can put it right.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};

use super::{allowed, disk};
use crate::tree::RelPath;
use crate::workspace::mode_runs;

/// While files are being replaced.
pub(super) const JOURNAL: &str = ".shipready/.journal";
/// Once all are: only backups are left to put away.
pub(super) const DONE: &str = ".shipready/.journal.done";

/// A journal on its way to its name.
pub(super) const UNNAMED: &str = ".shipready/.journal.new";

/// What tells a file or folder from every other one on this machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inode {
    device: u64,
    number: u64,
}

impl Inode {
    /// That of what is at `full`, not following a link there; None for nothing.
    pub fn of(full: &Path) -> Option<Inode> {
        Inode::and_run_bit(full).0
    }

    /// Whether both are on one file system.
    pub fn is_beside(self, other: Inode) -> bool {
        self.device == other.device
    }

    /// As [`Inode::of`], and whether that can be run.
    pub fn and_run_bit(full: &Path) -> (Option<Inode>, bool) {
        let Ok(metadata) = fs::symlink_metadata(full) else { return (None, false) };
        (Some(Inode { device: metadata.dev(), number: metadata.ino() }), mode_runs(&metadata))
    }
}

/// The names of everything that an apply makes.
///
/// It lies in the repository, where somebody else may have put one and had it cloned. So it says on which folder of
/// which disk it was made: nobody else's journal knows that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    /// That of the repository's folder.
    pub root: Inode,
    /// Folders that did not exist, outer ones first.
    pub folders: Vec<RelPath>,
    pub files: Vec<Entry>,
    /// Folders that go at the end unless something is in them, inner ones first.
    #[serde(default)]
    pub emptied: Vec<Folder>,
}

/// A folder as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Folder {
    pub path: RelPath,
    pub mode: u32,
}

/// One target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub path: RelPath,
    /// SHA-256 of the new content; None when the file is deleted.
    pub new: Option<String>,
    /// Whether the new file can be run, as the file system sees it; said together with `staged`.
    #[serde(default)]
    pub runs: bool,
    /// Whether there was a file before.
    pub old: bool,
    /// That of the new content, once it waits beside the target; before that no target is touched.
    pub staged: Option<Inode>,
    /// That of the second name of the old file.
    pub backup: Option<Inode>,
}

/// What a journal's name holds.
pub(super) enum Found {
    Nothing,
    Ours(Journal),
    /// It was not made in this folder, or names what no apply touches.
    Foreign,
}

impl Journal {
    /// A journal that the power went out on is an empty one: it is synced before the first file is replaced, so a torn
    /// one means that none was.
    pub fn read(root: &Path, name: &str) -> Result<Found> {
        match fs::symlink_metadata(root.join(name)) {
            Ok(metadata) if !metadata.is_file() => return Ok(Found::Foreign),
            _ => {}
        }
        let text = match fs::read(root.join(name)) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Found::Nothing);
            }
            Err(error) => return Err(disk::failed("read", &RelPath::new(name)?, &error)),
        };
        match serde_json::from_slice::<Journal>(&text) {
            Ok(journal) if journal.is_ours(root) => Ok(Found::Ours(journal)),
            Ok(_) => Ok(Found::Foreign),
            Err(error) if error.is_data() => Err(anyhow!(
                "`{name}` was left by another version of shipready: {error}\nnext: run any command of that version, which cleans up, or remove this file"
            )),
            Err(_) => Ok(Found::Ours(Journal::default())),
        }
    }

    fn is_ours(&self, root: &Path) -> bool {
        Inode::of(root) == Some(self.root)
            && self.files.iter().all(|entry| allowed::file(&entry.path).is_ok())
            && self.folders.iter().all(|folder| allowed::folder(folder).is_ok())
            && self.emptied.iter().all(|folder| allowed::folder(&folder.path).is_ok())
    }

    pub fn write(&self, root: &Path) -> Result<()> {
        let text = serde_json::to_vec(self).context("cannot write the journal")?;
        let path = RelPath::new(JOURNAL)?;
        let unnamed = root.join(UNNAMED);
        // Whatever has the name now, even a link to somewhere else, is replaced and not written through.
        let placed = place(&unnamed, &text).and_then(|()| fs::rename(&unnamed, disk::full(root, &path)));
        placed.map_err(|error| {
            let _ = disk::remove(&unnamed);
            disk::failed("write", &path, &error)
        })
    }
}

fn place(full: &Path, content: &[u8]) -> io::Result<()> {
    disk::remove(full)?;
    OpenOptions::new().write(true).create_new(true).open(full)?.write_all(content)
}

/// Where the new content of the file number `at` waits: in the target's own folder, so that a rename puts it in place.
pub(super) fn staged(path: &RelPath, at: usize) -> Result<RelPath> {
    path.parent().join(&format!(".shipready-{at}.new"))
}

/// The second name of the old file.
pub(super) fn backup(path: &RelPath, at: usize) -> Result<RelPath> {
    path.parent().join(&format!(".shipready-{at}.old"))
}
