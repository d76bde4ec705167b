//! runbook: it is written down what to do.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "runbook",
    title: "What to do on a bad day is written down",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "On a bad day the one person who knows how it is deployed, restored or stopped is asleep. Whoever is awake tries things on production.",
    fix: "write `docs/operations/runbook.md`: deploy, roll back, restore, rotate a secret, scale, and the first steps when it is down",
    check,
};

const SIGNS: Signs = Signs {
    files: &[
        "runbook.md",
        "runbook.rst",
        "runbooks/",
        "docs/operations/",
        "docs/ops/",
        "operations.md",
        "deployment.md",
        "deploy.md",
        "deploying.md",
        "docs/deployment/",
        "docs/deploy/",
        "production.md",
        "playbook.md",
        "docs/deployment.rst",
        "docs/deploy.rst",
    ],
    documents: &["runbook", "# deploy", "# deployment", "# deploying", "# operations", "# production"],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.programs().next() else {
        return verdict.aside("nothing here runs on a server");
    };
    match SIGNS.seen(ground) {
        Some(seen) => verdict.met(seen),
        None => verdict.raise(Raised::absence(
            "nothing says how it is deployed, restored and brought back when it is down",
            [place(first)],
        )),
    }
}
