//! rollback: the version before can be had back.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "rollback",
    title: "How to get the version before back is written down or scripted",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "A bad release stays up as long as it takes to find out how to undo it, and the first try is made while users wait. A database that has changed meanwhile makes the old version fail as well.",
    fix: "write down, and try once, the command that runs the image before this one, and which migrations it bears",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "nothing says how to get back to the version before this one",
    confidence: Confidence::Certain,
};

const SIGNS: Signs = Signs {
    files: &[
        "rollback.sh",
        "rollback",
        "fly.toml",
        "render.yaml",
        "railway.json",
        "railway.toml",
        "app.json",
        "heroku.yml",
        "vercel.json",
        "config/deploy.yml",
    ],
    settings: &["rollback", "rollout undo", "helm upgrade", "releases:rollback", "deployment_circuit_breaker"],
    documents: &["roll back", "rollback", "rolling back", "rollout undo"],
    ..NONE
};
