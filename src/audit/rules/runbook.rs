//! runbook: it is written down what to do.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "runbook",
    title: "What to do on a bad day is written down",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "On a bad day the one person who knows how it is deployed, restored or stopped is asleep. Whoever is awake tries things on production.",
    fix: "write `docs/operations/runbook.md`: deploy, roll back, restore, rotate a secret, scale, and the first steps when it is down",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "nothing says how it is deployed, restored and brought back when it is down",
    confidence: Confidence::Certain,
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
