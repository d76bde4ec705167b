//! The secrets that are there: their names are known, their contents are never read.

use std::fs;
use std::io::ErrorKind;

use anyhow::{Context, Result};

use super::Workspace;
pub use crate::state::{SECRETS_DIR, is_secret};

/// A secret as far as it may be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFile {
    pub name: String,
    /// Whether the file is there but holds nothing.
    pub empty: bool,
}

impl Workspace {
    /// The secrets in [`SECRETS_DIR`], by name; none when there is no such folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn list_secrets(&self) -> Result<Vec<SecretFile>> {
        let folder = match fs::read_dir(self.root().join(SECRETS_DIR)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            folder => folder.with_context(|| format!("cannot read `{SECRETS_DIR}`\nnext: check its owner and mode"))?,
        };
        let mut secrets = Vec::new();
        for entry in folder {
            let entry = entry.with_context(|| format!("cannot read `{SECRETS_DIR}`"))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let metadata = entry.metadata().with_context(|| format!("cannot look at `{SECRETS_DIR}/{name}`"))?;
            if metadata.is_file() && !name.starts_with('.') {
                secrets.push(SecretFile { name, empty: metadata.len() == 0 });
            }
        }
        secrets.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(secrets)
    }
}
