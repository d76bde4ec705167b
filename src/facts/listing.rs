//! Where an app lists its own dependencies, so that one can be added.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tree::RelPath;

/// A file that lists dependencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listing {
    pub path: RelPath,
    pub form: Form,
    /// The command that makes the file from it that is installed, as that file says: `pip-compile requirements.in`.
    #[serde(default)]
    pub compiled: Option<String>,
    /// Of such a file: the packages that it lists itself, normalised. What is installed lists theirs as well.
    #[serde(skip)]
    pub own: BTreeSet<String>,
}

/// How a file lists dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A specifier a line.
    Requirements,
    /// `dependencies` of `[project]`, in a pyproject.toml.
    Project,
    /// `[tool.poetry.dependencies]`, in a pyproject.toml.
    Poetry,
    /// `[packages]` of a Pipfile.
    Pipfile,
}
