//! Reads what `.env` and the files of secrets hold, for those who move or judge it: no value leaves in plain text.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Result, bail};
use secrecy::SecretString;

use crate::apply::disk;
use crate::secrets::Held;
use crate::tree::RelPath;
use crate::workspace::SECRETS_DIR;

/// What is in the file of a secret.
pub enum Content {
    /// There is no such file.
    Missing,
    Text(SecretString),
    /// It is no regular file of text, or cannot be read.
    Unreadable,
}

/// What the `.env` of each of `folders` holds; a folder called `.env`, as virtual environments now and then are,
/// holds nothing.
///
/// # Errors
/// One is a link, is not text, or cannot be read: what it holds would be taken for missing, and made anew.
pub fn read_env(root: &Path, folders: &BTreeSet<RelPath>) -> Result<Held> {
    let mut held = Held::default();
    for folder in folders {
        let path = folder.join(".env")?;
        match disk::look(root, &path)? {
            Some(metadata) if metadata.is_file() => match fs::read_to_string(disk::full(root, &path)) {
                Ok(text) => held.take(path, &SecretString::from(text)),
                Err(error) => return Err(disk::failed("read", &path, &error)),
            },
            Some(metadata) if !metadata.is_dir() => bail!(
                "cannot read `{path}`: it is not a regular file, and links are never followed\nnext: replace it by a file"
            ),
            _ => {}
        }
    }
    Ok(held)
}

/// The secret `name`. A link in its place, or on the way to it, is not followed.
///
/// # Errors
/// `name` cannot be a path.
pub fn read_secret(root: &Path, name: &str) -> Result<Content> {
    let path = RelPath::new(SECRETS_DIR)?.join(name)?;
    if disk::parents_are_folders(root, &path).is_err() {
        return Ok(Content::Unreadable);
    }
    Ok(match disk::look(root, &path) {
        Ok(None) => Content::Missing,
        Ok(Some(metadata)) if metadata.is_file() => {
            let text = fs::read_to_string(disk::full(root, &path));
            text.map_or(Content::Unreadable, |text| Content::Text(text.into()))
        }
        _ => Content::Unreadable,
    })
}

/// Whether others than its owner may list or enter the folder of secrets; false where there is none.
///
/// # Errors
/// It cannot be looked at.
pub fn folder_is_open(root: &Path) -> Result<bool> {
    let found = disk::look(root, &RelPath::new(SECRETS_DIR)?)?;
    Ok(found.is_some_and(|metadata| metadata.is_dir() && metadata.permissions().mode() & 0o077 != 0))
}
