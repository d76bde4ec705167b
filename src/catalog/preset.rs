//! `presets/<id>.yaml`: a set of choices with a name.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalog::option::Value;
use crate::tree::RelPath;

/// A named set of choices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    pub title: String,
    /// One sentence for people who choose.
    pub summary: String,
    /// The stack of its one app, in the root of the repository.
    #[serde(default)]
    pub stack: Option<String>,
    /// Several apps instead, by name.
    #[serde(default)]
    pub apps: BTreeMap<String, PresetApp>,
    pub target: String,
    /// By service id: its options where they differ from the defaults.
    pub services: BTreeMap<String, BTreeMap<String, Value>>,
    /// Options of the one app: those of its stack and runtime.
    #[serde(default)]
    pub app: BTreeMap<String, Value>,
}

/// One of several apps of a preset.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetApp {
    pub stack: String,
    /// Its folder in a repository that has no code yet.
    pub root: RelPath,
    #[serde(default)]
    pub options: BTreeMap<String, Value>,
}

impl Preset {
    /// Its apps by name; the one app has none of its own.
    pub fn apps(&self) -> Vec<(Option<&str>, PresetApp)> {
        let one = self
            .stack
            .iter()
            .map(|stack| (None, PresetApp { stack: stack.clone(), root: RelPath::root(), options: self.app.clone() }));
        one.chain(self.apps.iter().map(|(name, app)| (Some(name.as_str()), app.clone()))).collect()
    }
}
