//! What the audit finds: where it stands, how bad and how sure it is, and what to do about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{Confidence, Evidence};
use crate::tree::RelPath;

/// How much it hurts when nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth doing; nobody is harmed meanwhile.
    Low,
    /// Hurts on a bad day: an outage that lasts longer, a fault that is hard to find.
    Medium,
    /// Will hurt: data that is lost, users who are locked out, an attack that works with effort.
    High,
    /// Somebody can take over, or data is lost, as it is.
    Critical,
}

impl Severity {
    /// The worst first.
    pub const ALL: [Severity; 4] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// What a point of this severity counts for in the readiness figure.
    pub fn weight(self) -> u32 {
        match self {
            Severity::Low => 1,
            Severity::Medium => 3,
            Severity::High => 6,
            Severity::Critical => 10,
        }
    }
}

/// The part of the way to production that a rule belongs to, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Area {
    Secrets,
    Application,
    Observability,
    Data,
    Platform,
    Delivery,
}

impl Area {
    pub const ALL: [Area; 6] =
        [Area::Secrets, Area::Application, Area::Observability, Area::Data, Area::Platform, Area::Delivery];

    pub fn title(self) -> &'static str {
        match self {
            Area::Secrets => "Secrets and configuration",
            Area::Application => "Application hardening",
            Area::Observability => "Logging, health, metrics, alerts",
            Area::Data => "Data",
            Area::Platform => "Containers, proxy, processes",
            Area::Delivery => "Delivery",
        }
    }
}

/// Whether something is wrong or something is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// What the evidence shows is wrong. Only changing it helps.
    Fault,
    /// Nothing does it; the evidence shows what needs it. Whatever brings it settles the finding.
    Absence,
}

/// A change of a file that mends a finding and nothing else, so that it may be applied unseen by a reviewer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Edit {
    pub path: RelPath,
    /// Bytes from the beginning of the file: where the replaced text begins and ends.
    pub start: usize,
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}

/// One thing that stands between the repository and production.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule: the id of its row in the checklist, `debug-off`.
    pub rule: String,
    pub severity: Severity,
    pub confidence: Confidence,
    pub nature: Nature,
    /// The app that it is about; none where it is about the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// One sentence without its full stop: what is wrong here.
    pub message: String,
    /// The first is the place; never the value of a secret.
    pub evidence: Vec<Evidence>,
    /// What to do: one sentence, or the lines to change.
    pub fix: String,
    /// The command that does it: `shipready add backups`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What `--fix` would change; empty where only a person can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// What tells it from another of the same words: the hash of a secret.
    #[serde(skip)]
    pub identity: String,
    /// The same for the same fault, wherever its line moves to: for baselines and code scanning.
    pub fingerprint: String,
}

impl Finding {
    /// `app/main.py:12`, or the path alone; empty where nothing can be shown.
    pub fn place(&self) -> String {
        self.evidence.first().map(Evidence::place).unwrap_or_default()
    }
}
