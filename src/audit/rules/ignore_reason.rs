//! ignore-reason: whoever decides to live with a finding says why.

use crate::audit::{Ground, RULES, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "ignore-reason",
    title: "Every finding that is lived with has its reason",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "A finding that was silenced without a word looks like one that somebody thought about. \
              The next reader cannot tell whether it still holds, and so it stays silenced for good.",
    fix: "write the reason behind the bracket, or in `reason`",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut any = false;
    for ignored in ground.ignores.all() {
        any = true;
        let known = RULES.iter().any(|rule| rule.id == ignored.rule);
        let message = match (known, ignored.reason.is_empty()) {
            (false, _) => format!("there is no rule `{}`, so nothing is ignored here", ignored.rule),
            (true, true) => format!("`{}` is ignored, and nobody says why", ignored.rule),
            (true, false) => continue,
        };
        let raised = Raised::fault(message, ignored.evidence);
        verdict.raise(if known {
            raised
        } else {
            raised.fix("`shipready audit --explain` knows the names of the rules")
        });
    }
    if !any {
        verdict.aside("nothing is ignored");
    }
}
