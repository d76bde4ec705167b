//! A saved plan or baseline: one file wherever the person wants it, whole or not at all, and never in the place of another file.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

/// Writes `text`, a plan or another `what`, to the file `to`, where nothing is or a file that `is_one`.
///
/// # Errors
/// Something else is there, or the system refuses.
pub fn write_aside(what: &str, to: &Path, text: &str, is_one: impl Fn(&str) -> bool) -> Result<()> {
    let shown = to.display();
    match fs::symlink_metadata(to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Ok(metadata) if metadata.is_file() && fs::read_to_string(to).is_ok_and(|text| is_one(&text)) => {}
        Ok(_) => bail!("`{shown}` is there and is no {what}, so it is not replaced\nnext: name a new file"),
        Err(error) => bail!("cannot write the {what} `{shown}`: {error}\nnext: name a file in a folder that exists"),
    }
    let staged = beside(to);
    place(&staged, to, text).map_err(|error| {
        anyhow!("cannot write the {what} `{shown}`: {error}\nnext: name a file in a folder that exists")
    })
}

/// A name beside `to` that nobody else uses.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".shipready-{}", std::process::id()));
    PathBuf::from(name)
}

fn place(staged: &Path, to: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(staged)?;
    let placed = file.write_all(text.as_bytes()).and_then(|()| fs::rename(staged, to));
    if placed.is_err() {
        let _ = fs::remove_file(staged);
    }
    placed
}
