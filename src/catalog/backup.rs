//! What a service keeps, in the words of whoever backs it up. Sizes are MiB.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How what a service keeps is copied, and brought back into an empty server to see whether that works.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// The service; known from where it is declared.
    #[serde(default, skip_deserializing)]
    pub service: String,
    /// The same in words: `PostgreSQL`.
    #[serde(default, skip_deserializing)]
    pub title: String,
    /// An image that has the server and its programs, in the version that runs.
    pub image: String,
    /// `uid:gid`, numeric; the server that is tried out runs as this one.
    pub user: String,
    /// Folders of which the image would make volumes, and which the copying does not need.
    #[serde(default)]
    pub unused: Vec<String>,
    /// What the functions are told.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Names of secrets; each is a file `/run/secrets/<NAME>`.
    #[serde(default)]
    pub secrets: Vec<String>,
    /// What the server needs that is tried out, beside what copying takes.
    pub memory_mb: u32,
}

/// A volume in which an app keeps files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub volume: String,
    pub app: String,
    pub summary: String,
}
