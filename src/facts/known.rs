//! What the catalog tells detection.

use std::collections::BTreeMap;

use crate::facts::Natives;

/// What detection takes from the catalog, so that a new service or version needs no code.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By runtime id, then normalised package name: the service component that it is a client of.
    pub clients: BTreeMap<String, BTreeMap<String, String>>,
    /// By runtime id: the versions that images are pinned for, newest first (`3.14`, `3.13` …).
    pub versions: BTreeMap<String, Vec<String>>,
    /// By runtime id, then normalised package name, then version of the runtime: the first release with a wheel for it.
    pub wheels: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
    /// By runtime id: packages with scripts of their own that an install runs.
    pub natives: BTreeMap<String, Natives>,
}
