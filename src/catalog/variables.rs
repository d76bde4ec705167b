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
    /// Name patterns of values that look like secrets and are made to be seen.
    pub public: Vec<String>,
    /// Values for production of names that have a common meaning.
    pub production: Vec<Production>,
    /// Values that suit most, where the code asks for one and has no default. `{domain}` and `{project}` are filled in.
    pub usual: Vec<Usual>,
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
    /// Only where the code itself lists the values that it knows.
    #[serde(default)]
    pub listed: bool,
    pub description: String,
}

/// A value for a well-known variable, which `.env` may change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    pub names: Vec<String>,
    /// The first of these that the variable's type admits is taken.
    pub values: Vec<String>,
}

impl Usual {
    /// It follows from a choice of the manifest, so it is better than any example.
    pub fn is_chosen(&self) -> bool {
        self.values.iter().any(|value| value.contains("{domain}"))
    }
}

/// Whether `name` matches `pattern`, in which one `*` stands for anything.
pub fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
    }
}
