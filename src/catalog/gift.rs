//! What `component.yaml` says of the points of the checklist that a component meets.

use serde::Deserialize;

/// How a component meets one point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    /// The templates of which the first that is written shows it: `repo/deploy/backup/Dockerfile`, below the component's
    /// folder, or for an app below those of its other parts. It counts as long as that file is there. Without any, the
    /// component's place in the manifest shows it.
    #[serde(default)]
    pub by: Vec<String>,
    /// A template expression, of the values that files have: only where it holds.
    #[serde(default)]
    pub when: Option<String>,
    /// It holds whatever the application's own code says, so that faults of the code do no harm either.
    #[serde(default)]
    pub mends: bool,
    /// It holds also where the repository's own file says what runs, so that nothing of ours does.
    #[serde(default)]
    pub alone: bool,
    /// Of services: the one to suggest, where others meet the same point as well.
    #[serde(default)]
    pub first: bool,
}
