//! What `component.yaml` says of the points of the checklist that a component meets.

use serde::Deserialize;

/// How a component meets one point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    /// The template whose file shows it, below the component's folder: `repo/deploy/backup/Dockerfile`. It counts as long
    /// as that file is there. Without it, the component's place in the manifest shows it.
    #[serde(default)]
    pub by: Option<String>,
    /// A template expression, of the values that files have: only where it holds.
    #[serde(default)]
    pub when: Option<String>,
    /// Of services: the one to suggest, where others meet the same point as well.
    #[serde(default)]
    pub first: bool,
}
