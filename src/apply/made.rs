//! Files of settings that code does not start without: empty ones, and those that begin as an example.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Result;

use super::disk;
use super::guard::Guard;
use crate::tree::RelPath;

/// Makes an empty file at `path` unless something is there; says whether it did. It is its owner's alone, since
/// secrets may come to stand in it.
///
/// # Errors
/// Something that is no folder is in the way, or the system refuses.
pub fn make_empty(root: &Path, path: &RelPath) -> Result<bool> {
    make(root, path, "", 0o600)
}

/// Makes a file with `text` at `path` unless something is there; says whether it did. Containers read it under a user
/// of their own, so everybody may.
///
/// # Errors
/// As [`make_empty`].
pub fn make_readable(root: &Path, path: &RelPath, text: &str) -> Result<bool> {
    make(root, path, text, 0o644)
}

fn make(root: &Path, path: &RelPath, text: &str, mode: u32) -> Result<bool> {
    let _guard = Guard::take(root)?;
    let missing = disk::parents_are_folders(root, path)?;
    if disk::look(root, path)?.is_some() {
        return Ok(false);
    }
    for parent in &missing {
        disk::make_folder(root, parent).map_err(|error| disk::failed("make the folder", parent, &error))?;
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(mode).open(disk::full(root, path));
    let written = made.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| disk::failed("write", path, &error))?;
    Ok(true)
}
