//! A saved plan: one file wherever the person wants it, whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

/// Writes `text` to the file `to`, over what is there.
///
/// # Errors
/// The system refuses.
pub fn write_plan(to: &Path, text: &str) -> Result<()> {
    let mut staged = to.as_os_str().to_owned();
    staged.push(".new");
    let staged = PathBuf::from(staged);
    let placed = fs::write(&staged, text).and_then(|()| fs::rename(&staged, to));
    placed.map_err(|error| {
        let _ = fs::remove_file(&staged);
        anyhow!("cannot write the plan `{}`: {error}\nnext: name a file in a folder that exists", to.display())
    })
}
