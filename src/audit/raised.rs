//! What a rule raises: faults, absences, what meets it, or why it is of no concern here.

use crate::facts::{Confidence, Evidence};
use crate::finding::{Edit, Nature, Severity};
use crate::state::hash;

/// A finding as a rule raises it; what all findings of the rule have in common is added later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    pub nature: Nature,
    pub message: String,
    pub evidence: Vec<Evidence>,
    pub confidence: Confidence,
    /// The rule's own where it is none.
    pub severity: Option<Severity>,
    pub app: Option<String>,
    /// The rule's own where it is none.
    pub fix: Option<String>,
    pub edits: Vec<Edit>,
    /// What tells it from another of the same words, where that is not to be seen: the hash of a secret.
    pub identity: String,
}

impl Raised {
    /// Something that is wrong where `evidence` shows it.
    pub fn fault(message: impl Into<String>, evidence: Evidence) -> Self {
        Self::new(Nature::Fault, message.into(), vec![evidence])
    }

    /// Something that nothing does; `evidence` shows what needs it.
    pub fn absence(message: impl Into<String>, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        Self::new(Nature::Absence, message.into(), evidence.into_iter().collect())
    }

    fn new(nature: Nature, message: String, evidence: Vec<Evidence>) -> Self {
        let confidence = Confidence::Certain;
        Raised {
            nature,
            message,
            evidence,
            confidence,
            severity: None,
            app: None,
            fix: None,
            edits: Vec::new(),
            identity: String::new(),
        }
    }

    /// One indirect sign, so that it may be otherwise.
    #[must_use]
    pub fn likely(self) -> Self {
        Raised { confidence: Confidence::Likely, ..self }
    }

    /// Of the app called so: what is given to it settles an absence.
    #[must_use]
    pub fn of(self, app: &str) -> Self {
        Raised { app: Some(app.to_owned()), ..self }
    }

    #[must_use]
    pub fn severity(self, severity: Severity) -> Self {
        Raised { severity: Some(severity), ..self }
    }

    /// Another value in the same place is another finding.
    #[must_use]
    pub fn hiding(self, secret: &str) -> Self {
        Raised { identity: hash(secret), ..self }
    }

    /// What to do: one sentence, or the lines to change.
    #[must_use]
    pub fn fix(self, fix: impl Into<String>) -> Self {
        Raised { fix: Some(fix.into()), ..self }
    }

    /// A change that mends it and nothing else.
    #[must_use]
    pub fn edit(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    /// More places that show it.
    #[must_use]
    pub fn also(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// What a rule says of a repository. Without findings, `met` or `aside` it is met, and nothing in particular shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub findings: Vec<Raised>,
    /// What shows that it is met.
    pub met: Vec<Evidence>,
    /// Why it is of no concern here: a sentence without its full stop.
    pub aside: Option<String>,
}

impl Verdict {
    pub fn raise(&mut self, finding: Raised) {
        self.findings.push(finding);
    }

    /// `evidence` shows that it is met, as far as that goes.
    pub fn met(&mut self, evidence: Evidence) {
        self.met.push(evidence);
    }

    /// It is met where something is `seen`; otherwise it is `missing`.
    pub fn met_or(&mut self, seen: Option<Evidence>, missing: impl FnOnce() -> Raised) {
        match seen {
            Some(evidence) => self.met(evidence),
            None => self.raise(missing()),
        }
    }

    /// Nothing here needs it.
    pub fn aside(&mut self, why: impl Into<String>) {
        self.aside = Some(why.into());
    }
}
