//! The findings that are known already, so that only new ones count.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::finding::Finding;

/// What is known. Written to a file that belongs into the repository, so the rules and places stand in it for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// In order of rule and place.
    pub findings: Vec<Known>,
}

/// One finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    pub fingerprint: String,
    pub rule: String,
    /// Where it was; its line may move.
    pub place: String,
}

impl Baseline {
    pub fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let known = |finding: &Finding| Known {
            fingerprint: finding.fingerprint.clone(),
            rule: finding.rule.clone(),
            place: finding.place(),
        };
        let mut findings: Vec<Known> = findings.map(known).collect();
        findings.sort_by(|one, other| {
            (&one.rule, &one.place, &one.fingerprint).cmp(&(&other.rule, &other.place, &other.fingerprint))
        });
        Baseline { findings }
    }

    /// # Errors
    /// Text that no audit wrote.
    pub fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text).context("it is no baseline of an audit: `--write-baseline` makes one")
    }

    /// # Errors
    /// None that is known of.
    pub fn text(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    pub fn fingerprints(&self) -> BTreeSet<&str> {
        self.findings.iter().map(|known| known.fingerprint.as_str()).collect()
    }
}
