//! Secrets: one a file, never replaced, never printed; and `.env`, to which names are only ever added.

mod read;

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use anyhow::{Result, bail};

pub use self::read::{Content, folder_is_open, read_env, read_secret};
use super::disk;
use super::guard::Guard;
use crate::edit::dotenv;
use crate::tree::RelPath;
use crate::workspace::SECRETS_DIR;

/// Writes the secret `name` unless there is a file of that name, even an empty one; says whether it did.
///
/// The folder is the owner's alone, and the file readable by all in it: a container's user reads it through a mount of
/// the file itself, without passing through the folder.
///
/// # Errors
/// `name` is no variable's name, something that is no folder is in the way, or the system refuses.
pub fn write_secret(root: &Path, name: &str, value: &str) -> Result<bool> {
    let letters = |each: char| each.is_ascii_alphanumeric() || each == '_';
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !name.chars().all(letters) {
        bail!("`{}` cannot be the name of a secret\nnext: use letters, digits and `_`", name.escape_debug());
    }
    let _guard = Guard::take(root)?;
    let folder = RelPath::new(SECRETS_DIR)?;
    let path = folder.join(name)?;
    let missing = disk::parents_are_folders(root, &path)?;
    keep_private(root, &folder)?;
    if disk::look(root, &path)?.is_some() {
        return Ok(false);
    }
    for parent in &missing {
        let made =
            if *parent == folder { private_folder(&disk::full(root, parent)) } else { disk::make_folder(root, parent) };
        made.map_err(|error| disk::failed("make the folder", parent, &error))?;
    }
    let staged = folder.join(&format!(".shipready-{name}.new"))?;
    let result = put(&disk::full(root, &staged), value, 0o444)
        .and_then(|()| disk::place_new(&disk::full(root, &staged), &disk::full(root, &path)));
    match result {
        Ok(()) => {}
        Err(error) => {
            let _ = disk::remove(&disk::full(root, &staged));
            if error.kind() == ErrorKind::AlreadyExists {
                return Ok(false);
            }
            return Err(disk::failed("write", &path, &error));
        }
    }
    disk::sync(root, &[folder])?;
    Ok(true)
}

/// Adds to `.env` the names of `wanted` that it lacks, and returns them. A new file is readable by its owner alone.
///
/// # Errors
/// `.env` is a link or not text, or the system refuses.
pub fn add_env(root: &Path, wanted: &str) -> Result<Vec<String>> {
    let _guard = Guard::take(root)?;
    let path = RelPath::new(".env")?;
    let target = disk::full(root, &path);
    let (yours, mode) = match disk::look(root, &path)? {
        None => (String::new(), 0o600),
        Some(metadata) if metadata.is_file() => {
            let text = fs::read_to_string(&target).map_err(|error| disk::failed("read", &path, &error))?;
            (text, metadata.permissions().mode() & 0o7777)
        }
        Some(_) => bail!(
            "cannot write `{path}`: it is not a regular file, and links are never written through\nnext: replace it by a file"
        ),
    };
    let edited = dotenv::add(&yours, wanted);
    if edited.added.is_empty() {
        return Ok(Vec::new());
    }
    let staged = disk::full(root, &RelPath::new(".env.shipready-new")?);
    if let Err(error) = put(&staged, &edited.text, mode).and_then(|()| fs::rename(&staged, &target)) {
        let _ = disk::remove(&staged);
        return Err(disk::failed("write", &path, &error));
    }
    disk::sync(root, &[RelPath::root()])?;
    Ok(edited.added)
}

/// Whoever made the folder, and with whatever mode: nobody else may list or enter it.
fn keep_private(root: &Path, folder: &RelPath) -> Result<()> {
    let found = disk::look(root, folder)?;
    if found.is_none_or(|metadata| metadata.permissions().mode() & 0o077 == 0) {
        return Ok(());
    }
    fs::set_permissions(disk::full(root, folder), Permissions::from_mode(0o700))
        .map_err(|error| disk::failed("make private", folder, &error))
}

fn private_folder(full: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(full)?;
    fs::set_permissions(full, Permissions::from_mode(0o700))
}

/// A whole new file on the disk itself, never readable by more than `mode` allows, not even for a moment.
fn put(full: &Path, content: &str, mode: u32) -> io::Result<()> {
    disk::remove(full)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(full)?;
    file.write_all(content.as_bytes())?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()
}
