//! `.shipready/`: the lock, which says what was rendered and for whom, and the folder of bases.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tree::RelPath;

/// The folder that holds shipready's own state, meant to be committed.
pub const STATE_DIR: &str = ".shipready";
/// The lock file below the root.
pub const LOCK_PATH: &str = ".shipready/lock";
/// The folder of bases: the last render of every file, exactly.
pub const BASE_DIR: &str = ".shipready/base";
/// The folder of the user's own templates and components.
pub const USER_TEMPLATES_DIR: &str = ".shipready/templates";
/// The manifest below the root.
pub const MANIFEST_PATH: &str = "shipready.toml";

/// What `.shipready/lock` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Version of the lock's own format; 1.
    pub version: u32,
    /// The shipready that wrote it: `0.1.0`.
    pub tool: String,
    /// Every file that was rendered, by path.
    #[serde(default, rename = "file")]
    pub files: BTreeMap<RelPath, LockedFile>,
}

/// One rendered file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFile {
    /// The components that gave it something, in order of kind and id.
    pub owners: Vec<String>,
    /// SHA-256 of the rendered bytes, hexadecimal.
    pub hash: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub executable: bool,
    /// For a file that the user owns: the entries that were added to it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<String>,
}
