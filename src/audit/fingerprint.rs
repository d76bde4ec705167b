//! The same name for the same fault, wherever its line moves to.

use std::collections::BTreeMap;

use crate::finding::{Finding, Nature};
use crate::state::hash;

/// How many hexadecimal digits tell findings apart.
const DIGITS: usize = 20;

/// Names every fault by its rule, app, file and quoted text, every absence by its rule and app; equal ones by their
/// order as well.
pub fn name(findings: &mut [Finding]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        // What is missing is missing wherever the line stands that needs it.
        let place = finding.evidence.first().filter(|_| finding.nature == Nature::Fault);
        let (path, text) = place.map_or(("", String::new()), |evidence| {
            (evidence.path.as_str(), evidence.text.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        let app = finding.app.as_deref().unwrap_or_default();
        let subject = [finding.rule.as_str(), path, app, &text, &finding.identity].join("\0");
        let before = seen.entry(subject.clone()).or_default();
        let whole = hash(&format!("{subject}\0{before}"));
        *before += 1;
        let digits = whole.rsplit(':').next().unwrap_or_default();
        finding.fingerprint = digits.chars().take(DIGITS).collect();
    }
}
