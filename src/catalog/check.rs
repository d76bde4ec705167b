//! Continuous integration in a component's words: steps that check an app, and throw-away services for its tests.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::container::Health;

/// When a step runs; each stage after the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Brings the runtime and what is locked.
    Setup,
    Lint,
    Types,
    /// Brings a database and the like into the state that tests expect.
    Release,
    Test,
}

/// One step that checks an app.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The app that is checked; a stack or runtime speaks of its own.
    #[serde(default, skip_serializing)]
    pub app: Option<String>,
    pub stage: Stage,
    pub name: String,
    #[serde(default)]
    pub why: Option<String>,
    /// A published action, `owner/name`, as `pins.yaml` lists it.
    #[serde(default)]
    pub uses: Option<String>,
    /// The inputs of that action.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// Lines for the shell, where there is no action.
    #[serde(default)]
    pub run: Option<String>,
    /// Where they run, from the repository root.
    #[serde(default)]
    pub folder: Option<String>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Variables of this step alone that are bound to a facet: `DATABASE_URL: postgres.url`.
    #[serde(default, skip_serializing)]
    pub bind: BTreeMap<String, String>,
}

/// How tests reach a throw-away instance of a service, beside them on the same machine.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The service that brings it; known from where it is declared.
    #[serde(default, skip_deserializing)]
    pub service: String,
    /// With an exact tag.
    pub image: String,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Ports that it listens on, and that lead to it on the machine of the tests.
    pub ports: Vec<u16>,
    pub health: Health,
    /// Facets with other values than in production; text in which `{facet}` stands for another.
    #[serde(default, skip_serializing)]
    pub facets: BTreeMap<String, String>,
}
