//! `variables.yaml`: what the names of variables usually stand for.

use serde::Deserialize;

use crate::catalog::contribution::Generator;

/// `variables.yaml`: what well-known variable names stand for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownVariables {
    /// Names of secrets that can be made up, by generator.
    pub generated: Vec<Generated>,
    /// Name patterns of values that must never be shown.
    pub secret: Vec<String>,
    /// Values for production of names that have a common meaning.
    pub production: Vec<Production>,
}

/// A secret that any random value satisfies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generated {
    pub names: Vec<String>,
    pub generator: Generator,
}

/// The production value of a well-known variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Production {
    pub names: Vec<String>,
    /// The first of these that the variable's type admits is taken.
    pub values: Vec<String>,
    pub description: String,
}

/// Whether `name` matches `pattern`, in which one `*` stands for anything.
pub fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
    }
}
