//! `pins.yaml`: the exact versions that generated files name, and when they were checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// By runtime, then package, then version of the runtime: the first release with a wheel for it.
    pub wheels: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
}

impl Pins {
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
