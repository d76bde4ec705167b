//! `pins.yaml`: the exact versions that generated files name, and when they were checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::facts::Natives;

/// Every pinned version.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pins {
    /// When the pins were last compared with what their projects publish: `2026-08-22`.
    pub checked: String,
    /// By image, then by the version that an option names: the tag.
    pub images: BTreeMap<String, BTreeMap<String, String>>,
    /// Tools that images install, by name, then by what they depend on (`default`, or a runtime's minor).
    pub tools: BTreeMap<String, BTreeMap<String, String>>,
    /// Published actions of GitHub, `owner/name`.
    #[serde(skip_serializing)]
    pub actions: BTreeMap<String, Action>,
    /// By runtime, then package, then version of the runtime: the first release with a wheel for it.
    pub wheels: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
    /// Programs that code runs by their names, and the packages of Debian that bring them.
    pub programs: BTreeMap<String, String>,
    /// By runtime, then package: what it needs of the system.
    pub libraries: BTreeMap<String, BTreeMap<String, Library>>,
    /// By runtime: packages with scripts of their own that an install runs.
    #[serde(skip_serializing)]
    pub natives: BTreeMap<String, Natives>,
}

/// Packages of Debian that another package needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    pub run: Vec<String>,
    /// Where it has to be compiled.
    #[serde(default)]
    pub build: Vec<String>,
}

/// A published action at one release.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub tag: String,
    /// The commit that the tag pointed to when it was checked.
    pub sha: String,
}

impl Pins {
    /// What stands behind `uses:`, by action: the commit, with its tag for people and for Dependabot.
    pub fn uses(&self) -> BTreeMap<&str, String> {
        let line = |(name, at): (&String, &Action)| format!("{name}@{} # {}", at.sha, at.tag);
        self.actions.iter().map(|(name, at)| (name.as_str(), line((name, at)))).collect()
    }

    /// The versions of every image, newest first.
    pub fn versions(&self) -> BTreeMap<String, Vec<String>> {
        let newest_first = |tags: &BTreeMap<String, String>| {
            let mut versions: Vec<String> = tags.keys().cloned().collect();
            versions.sort_by_key(|version| std::cmp::Reverse(numbers(version)));
            versions
        };
        self.images.iter().map(|(image, tags)| (image.clone(), newest_first(tags))).collect()
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}
