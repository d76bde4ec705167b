//! Empty files of settings, for code that does not start without them.

use std::fs::OpenOptions;
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
    let _guard = Guard::take(root)?;
    let missing = disk::parents_are_folders(root, path)?;
    if disk::look(root, path)?.is_some() {
        return Ok(false);
    }
    for parent in &missing {
        disk::make_folder(root, parent).map_err(|error| disk::failed("make the folder", parent, &error))?;
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(disk::full(root, path));
    made.map_err(|error| disk::failed("write", path, &error))?;
    Ok(true)
}
