//! `.shipready/`: the lock, which says what was rendered and for whom, and the folder of bases.

mod closed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::closed::{SECRETS_DIR, closed, foreign, is_secret};
use crate::tree::RelPath;

/// The folder that holds shipready's own state, meant to be committed.
pub const STATE_DIR: &str = ".shipready";
/// The lock file below the root.
pub const LOCK_PATH: &str = ".shipready/lock";
/// The folder of bases: the last render of every file, exactly.
pub const BASE_DIR: &str = ".shipready/base";
/// The folder of what the last apply replaced, on this machine alone.
pub const UNDO_DIR: &str = ".shipready/undo";
/// The folder of the user's own templates and components.
pub const USER_TEMPLATES_DIR: &str = ".shipready/templates";
/// The manifest below the root.
pub const MANIFEST_PATH: &str = "shipready.toml";
/// The newest format of the lock that this shipready reads and the one that it writes.
pub const LOCK_VERSION: u32 = 2;

const LOCK_HEADER: &str = "\
# What shipready rendered, and for which components. Commit it together with .shipready/base;
# it is written by shipready and is not meant to be edited.

";

/// How a rendered file may be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Ours: compared with the base, updated when the user left it alone.
    #[default]
    Owned,
    /// The beginning of the user's own code: written when it is missing, never looked at again.
    Starter,
    /// The user's, one entry a line (`.gitignore`): missing lines are added.
    Lines,
    /// The user's, `NAME=value` with comments (`.env.example`): missing names are added.
    Dotenv,
    /// The user's, a package a line (`requirements.txt`): missing packages are added.
    Requirements,
    /// The user's, tables and lists (`pyproject.toml`): missing keys and packages are added.
    Toml,
    /// The user's, objects (`package.json`): missing keys are added.
    Json,
    /// The manifest: already merged with what the user wrote, written as it is.
    Manifest,
}

/// What `.shipready/lock` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Version of the lock's own format. 0 while nothing has been rendered yet.
    pub version: u32,
    /// The shipready that wrote it: `0.1.0`.
    pub tool: String,
    /// The version of the templates that it holds the render of; 1 where an older format does not say it.
    #[serde(default = "first_templates")]
    pub templates: u32,
    /// Files that were there before and stay, beside ours for the same purpose; the person was told.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kept: BTreeSet<RelPath>,
    /// Every file that was rendered, by path.
    #[serde(default, rename = "file")]
    pub files: BTreeMap<RelPath, LockedFile>,
}

/// One rendered file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFile {
    /// The components that gave it something, in order of kind and id.
    pub owners: Vec<String>,
    /// SHA-256 of the rendered bytes, hexadecimal.
    pub hash: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
    #[serde(default, skip_serializing_if = "is_owned")]
    pub policy: Policy,
    /// For a file that the user owns: the entries of it that are ours, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<String>,
    /// Where it is rendered to, when the user renamed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<RelPath>,
}

fn first_templates() -> u32 {
    1
}

fn is_owned(policy: &Policy) -> bool {
    *policy == Policy::Owned
}

/// SHA-256 of a file's bytes, hexadecimal.
pub fn hash(content: &str) -> String {
    Sha256::digest(content.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[derive(Deserialize)]
struct Header {
    version: u32,
    #[serde(default)]
    tool: String,
}

impl Lock {
    /// Reads the text of `.shipready/lock`.
    ///
    /// # Errors
    /// TOML that is broken or not a lock (with line and column), or a format newer than [`LOCK_VERSION`].
    pub fn parse(text: &str) -> Result<Lock> {
        // The header first: a newer format may hold keys that would only give a puzzling error here.
        let header: Header = toml_edit::de::from_str(text).map_err(|error| broken(text, &error))?;
        if header.version > LOCK_VERSION {
            bail!(
                "{LOCK_PATH} has format {}, written by shipready {}; this shipready ({}) knows formats up to \
                 {LOCK_VERSION}\nnext: upgrade shipready",
                header.version,
                header.tool,
                env!("CARGO_PKG_VERSION"),
            );
        }
        toml_edit::de::from_str(text).map_err(|error| broken(text, &error))
    }

    /// Whether `text` is the lock of a newer shipready.
    pub fn is_newer(text: &str) -> bool {
        toml_edit::de::from_str::<Header>(text).is_ok_and(|header| header.version > LOCK_VERSION)
    }

    /// The text of `.shipready/lock`: a table per file in path order, with one final newline.
    ///
    /// # Errors
    /// Only if a value cannot be TOML, which the types rule out.
    pub fn to_text(&self) -> Result<String> {
        let body = toml_edit::ser::to_string_pretty(self).with_context(|| format!("cannot write {LOCK_PATH}"))?;
        Ok(format!("{LOCK_HEADER}{}\n", body.trim_end()))
    }
}

fn broken(text: &str, error: &toml_edit::de::Error) -> anyhow::Error {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    let next = if text.lines().any(|line| line.starts_with("<<<<<<<")) {
        "it holds git's conflict markers: `shipready status --repair` makes it anew"
    } else {
        "bring it back with `git checkout -- .shipready/lock`, or make it anew with `shipready status --repair`"
    };
    anyhow::anyhow!("{LOCK_PATH}:{line}:{column}: {}\nnext: {next}", error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Result<Lock> {
        let file = LockedFile { owners: vec!["fastapi".into()], hash: hash("x"), ..LockedFile::default() };
        let ignored = LockedFile { policy: Policy::Lines, entries: vec![".env".into()], ..file.clone() };
        let files = [
            (RelPath::new("deploy/api/run.sh")?, LockedFile { executable: true, ..file }),
            (RelPath::new(".gitignore")?, ignored),
        ];
        Ok(Lock {
            version: 1,
            tool: "0.1.0".into(),
            templates: 1,
            kept: [RelPath::new("Dockerfile")?].into(),
            files: files.into(),
        })
    }

    #[test]
    fn what_is_written_is_read_back() -> Result<()> {
        let text = lock()?.to_text()?;
        assert_eq!(Lock::parse(&text)?, lock()?);
        assert!(text.ends_with("executable = true\n"), "{text}");
        assert!(text.contains("[file.\".gitignore\"]\nowners = "), "{text}");
        Ok(())
    }

    #[test]
    fn a_newer_format_asks_for_an_upgrade() {
        let error = Lock::parse("version = 3\ntool = \"9.0.0\"\nshape = \"new\"\n").unwrap_err().to_string();
        assert!(error.contains("format 3, written by shipready 9.0.0") && error.contains("upgrade"), "{error}");
    }

    #[test]
    fn a_broken_lock_names_line_and_column() {
        let error = Lock::parse("version = 1\ntool = \"0.1.0\"\nfiel = 3\n").unwrap_err().to_string();
        assert!(error.starts_with(".shipready/lock:3:1: "), "{error}");
        let error = Lock::parse("version = 1\n<<<<<<< HEAD\n").unwrap_err().to_string();
        assert!(error.contains(":2:") && error.contains("conflict markers"), "{error}");
    }

    #[test]
    fn a_path_in_the_lock_cannot_leave_the_root() {
        let text = "version = 1\ntool = \"\"\n[file.\"../x\"]\nowners = []\nhash = \"\"\n";
        assert!(Lock::parse(text).unwrap_err().to_string().contains("would leave the repository"));
    }
}
