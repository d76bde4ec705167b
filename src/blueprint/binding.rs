//! Variables of processes, and where their values come from.

use serde::Serialize;

use crate::blueprint::{Parts, Supplied};
use crate::catalog::contribution::Variable;
use crate::facts::{ValueType, VariableFact};
use crate::tree::RelPath;

/// A secret as a process wants it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SecretFile {
    /// The secret.
    pub name: String,
    /// The variable that the process reads.
    pub variable: String,
}

/// One variable of a process and where its value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub name: String,
    /// What it is bound to, when that is a service's: `postgres.url`.
    pub facet: Option<String>,
    /// What the code says of it; None when only the manifest or a component names it.
    pub read: Option<Read>,
    #[serde(flatten)]
    pub binding: Binding,
}

/// A variable as the code reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Read {
    #[serde(rename = "type")]
    pub kind: ValueType,
    /// The program does not start, or fails later, without it.
    pub required: bool,
    pub default: Option<String>,
    /// The values that its type admits, when they are few.
    pub choices: Vec<String>,
    /// Without lines, which every edit above them would move.
    pub files: Vec<RelPath>,
}

impl Read {
    pub(crate) fn of(fact: &VariableFact) -> Self {
        let mut files: Vec<RelPath> = fact.evidence.iter().map(|seen| seen.path.clone()).collect();
        files.dedup();
        let VariableFact { kind, required, default, choices, .. } = fact.clone();
        Read { kind, required, default, choices, files }
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Binding {
    /// Fixed by the stack: `postgres`.
    Literal { value: String },
    /// `value` unless `.env` says another.
    Setting { value: String },
    /// Must stand in `.env`.
    Required,
    /// A secret's value.
    Secret { secret: String },
    /// Text in which `{NAME}` stands for the percent-encoded value of a secret or of a part.
    Composed { value: String, secrets: Vec<String>, parts: Parts },
    /// The target alone knows it, and hands it over.
    Supplied(Supplied),
    /// What identifies the image that runs, unless `.env` says another. Only a target knows that.
    Release,
    /// The code's own default holds unless `.env` says another.
    Optional,
    /// All that its type admits is for development: production never passes it on, whatever `.env` says.
    Absent,
}

/// A variable for `.env.example`, with how it is bound.
#[derive(Clone, Debug, Serialize)]
pub struct AppVariable {
    #[serde(flatten)]
    pub variable: Variable,
    /// Set by the generated stack itself; `.env` need not hold it.
    pub bound: Option<String>,
    pub secret: bool,
}
