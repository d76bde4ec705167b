//! The language runtime of an app, and the range of its versions.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::Evidence;

/// The language runtime and the version to run on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Runtime {
    /// A runtime component: `python`.
    pub id: String,
    /// Major and minor: `3.13`.
    pub version: String,
    /// The range that the project states, as written: `^3.9`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<String>,
    /// Where that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_at: Option<Evidence>,
    /// The versions with an image that the range admits, newest first; all of them where there is no range.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admits: Vec<String>,
}

/// Packages that run a script when they are installed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Natives {
    /// The program fails without what the script makes or fetches.
    pub needed: BTreeSet<String>,
    /// The script only prints, or makes what is not missed.
    pub idle: BTreeSet<String>,
}

impl Runtime {
    /// Whether the project's own range admits `version`. Where it admits none that there is an image for, a person
    /// who knows better may choose.
    ///
    /// # Errors
    /// It does not; the text names the range and its place.
    pub fn check(&self, version: &str) -> Result<()> {
        let Runtime { id, requires, requires_at, admits, .. } = self;
        let outside = !admits.is_empty() && !admits.iter().any(|admitted| admitted == version);
        let Some(range) = requires.as_ref().filter(|_| outside) else { return Ok(()) };
        let place = requires_at.as_ref().map(Evidence::place).unwrap_or_default();
        let next = format!("choose one of {}, or change the range there", admits.join(", "));
        bail!("{place} asks for {id} {range}, and `{version}` is outside of it\n{next}")
    }
}
