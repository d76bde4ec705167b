//! Whether the disk still is what the plan was made from.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::disk;
use super::writes::{Expect, Write};
use crate::state::{LOCK_PATH, Lock};
use crate::tree::RelPath;
use crate::workspace::mode_runs;

/// What tells a file from another one, or from itself after a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    device: u64,
    inode: u64,
    size: u64,
    changed: (i64, i64),
    /// None for a link, which has no mode of its own.
    pub mode: Option<u32>,
    pub owner: (u32, u32),
}

impl Print {
    fn of(metadata: &Metadata) -> Print {
        Print {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            changed: (metadata.mtime(), metadata.mtime_nsec()),
            mode: (!metadata.is_symlink()).then(|| metadata.mode() & 0o7777),
            owner: (metadata.uid(), metadata.gid()),
        }
    }

    /// The print of what is at `path`, which may be nothing.
    pub fn take(root: &Path, path: &RelPath) -> Result<Option<Print>> {
        Ok(disk::look(root, path)?.map(|metadata| Print::of(&metadata)))
    }
}

/// Compares the content of the target with what the plan saw there, and takes its print. Returns also the folders that
/// are missing above it.
pub(super) fn target(root: &Path, write: &Write) -> Result<(Option<Print>, Vec<RelPath>)> {
    let missing = disk::parents_are_folders(root, &write.path)?;
    let found = disk::look(root, &write.path)?;
    if found.as_ref().is_some_and(Metadata::is_dir) {
        bail!("cannot write `{}`: a folder is there\nnext: move it away and run again", write.path);
    }
    let as_planned = match (&write.expect, &found) {
        (Expect::Ours, _) | (Expect::Missing, None) => true,
        (Expect::Text(text), Some(metadata)) => {
            metadata.is_file()
                && mode_runs(metadata) == text.executable
                && metadata.len() == text.content.len() as u64
                && fs::read(root.join(write.path.as_str())).is_ok_and(|bytes| bytes == text.content.as_bytes())
        }
        (Expect::Written { hash, runs }, Some(metadata)) => {
            metadata.is_file()
                && mode_runs(metadata) == *runs
                && disk::hash(&disk::full(root, &write.path)).as_ref() == Some(hash)
        }
        (Expect::Missing, Some(_)) | (Expect::Text(_) | Expect::Written { .. }, None) => false,
    };
    if !as_planned {
        return Err(changed(&write.path));
    }
    Ok((found.as_ref().map(Print::of), missing))
}

pub(super) fn changed(path: &RelPath) -> anyhow::Error {
    anyhow!("`{path}` changed while you were looking\nnext: run this again")
}

/// Another apply in between would have written another lock.
pub(super) fn lock_is(root: &Path, expected: Option<&Lock>) -> Result<()> {
    let Some(expected) = expected else { return Ok(()) };
    let lock = match fs::read_to_string(root.join(LOCK_PATH)) {
        Ok(text) => Lock::parse(&text)?,
        Err(error) if error.kind() == ErrorKind::NotFound => Lock::default(),
        Err(error) => bail!("cannot read `{LOCK_PATH}`: {error}"),
    };
    if lock != *expected { Err(changed(&RelPath::new(LOCK_PATH)?)) } else { Ok(()) }
}
