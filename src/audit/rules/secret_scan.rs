//! secret-scan: something looks for secrets before they are committed, and in CI.

use crate::audit::signs::{Kind, stands};
use crate::audit::{Ground, Raised, Rule, Verdict, ground};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "secret-scan",
    title: "Commits are scanned for secrets",
    area: Area::Secrets,
    severity: Severity::Medium,
    meaning: "A key that slips into a commit is found by whoever scans public repositories, often within minutes. \
              Found before the commit it costs nothing; found later it has to be changed everywhere.",
    fix: "let pre-commit and CI run gitleaks",
    check,
};

const SCANNERS: &[&str] = &["gitleaks", "trufflehog", "detect-secrets", "ggshield", "talisman", "secretlint"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    match stands(ground, Kind::Setting, SCANNERS) {
        Some(evidence) => verdict.met(evidence),
        None if ground.facts.apps.is_empty() => verdict.aside("there is no application here"),
        None => {
            let shown = ground.facts.apps.first().map(ground::place);
            verdict.raise(Raised::absence("nothing looks for secrets before they are committed", shown));
        }
    }
}
