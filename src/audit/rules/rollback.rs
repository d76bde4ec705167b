//! rollback: the version before can be had back.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "rollback",
    title: "How to get the version before back is written down or scripted",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "A bad release stays up as long as it takes to find out how to undo it, and the first try is made while users wait. A database that has changed meanwhile makes the old version fail as well.",
    fix: "write down, and try once, the command that runs the image before this one, and which migrations it bears",
    check,
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

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.programs().next() else {
        return verdict.aside("nothing here runs on a server");
    };
    match SIGNS.seen(ground) {
        Some(seen) => verdict.met(seen),
        None => verdict
            .raise(Raised::absence("nothing says how to get back to the version before this one", [place(first)])),
    }
}
