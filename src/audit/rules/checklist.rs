//! checklist: what has to be done before the first user is listed.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "checklist",
    title: "What has to be done before the first user is listed",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "What was forgotten is found by users: the backup that never ran, the alert that goes nowhere. A list costs an hour, and shows at any time what is open.",
    fix: "keep a go-live checklist as a file, with a box for each point and where to look",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "no list says what has to be done before the first user comes",
    confidence: Confidence::Certain,
};

const SIGNS: Signs = Signs {
    files: &["checklist.md", "*checklist.md", "*checklist.rst", "go-live.md", "*readiness.md", "golive.md"],
    documents: &[
        "go-live checklist",
        "launch checklist",
        "deployment checklist",
        "production checklist",
        "pre-launch",
        "production readiness",
        "go live checklist",
    ],
    ..NONE
};
