//! `pools.yaml`: how many connections to a database programs open.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What libraries open by themselves, and the variables that say another number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pools {
    /// By runtime, in the order in which they are looked for.
    pub libraries: BTreeMap<String, Vec<Pool>>,
    /// Patterns of variables.
    pub size: Vec<String>,
    pub overflow: Vec<String>,
}

/// The pool of one library.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Normalised.
    pub package: String,
    /// Connections of one program; 0 where each thread has one.
    pub size: u32,
    /// How many more it opens while all of them are busy.
    #[serde(default)]
    pub overflow: u32,
}
