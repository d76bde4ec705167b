//! `presets/<id>.yaml`: a set of choices with a name.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalog::option::Value;

/// A named set of choices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    pub title: String,
    /// One sentence for people who choose.
    pub summary: String,
    pub stack: String,
    pub target: String,
    /// By service id: its options where they differ from the defaults.
    pub services: BTreeMap<String, BTreeMap<String, Value>>,
    /// Options of the app: those of its stack and runtime.
    #[serde(default)]
    pub app: BTreeMap<String, Value>,
}
