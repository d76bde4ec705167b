//! scripts: a deploy is one command, the same for everybody.

use crate::audit::presence::{Presence, first};
use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::audit::{Ground, Rule, hosting};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "scripts",
    title: "A deploy is one command, and so is going back",
    area: Area::Platform,
    severity: Severity::Low,
    meaning: "Steps that live in somebody's head are forgotten in the night when they are needed. \
              Each deploy by hand is a little different, and so is each way back.",
    fix: "write the steps into a script, and let everybody and every workflow use it",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: |ground| first(ground.facts.apps.iter(), "no application was found"),
    seen: deploys,
    missing: "nothing in the repository deploys it with one command",
    confidence: Confidence::Certain,
};

fn deploys(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let script = ground.tree.paths().find(|path| is_script(path)).map(hosting::file);
    let task = || mention(ground.tree, is_tasks, &["deploy:", "release:", "deploy-prod:"]);
    let workflow = || mention(ground.tree, crate::detect::places::is_workflow, &["deploy"]);
    let platform = || hosting::platform(ground).map(|platform| platform.evidence);
    script.or_else(task).or_else(workflow).or_else(platform)
}

fn is_script(path: &RelPath) -> bool {
    let name = path.name();
    let stem = name.split('.').next().unwrap_or(name);
    let plain = path.extension() == Some("sh") || !name.contains('.');
    plain && is_operations(path) && (stem == "deploy" || stem.starts_with("deploy-") || stem.starts_with("deploy_"))
}

fn is_tasks(path: &RelPath) -> bool {
    matches!(
        path.name(),
        "Makefile" | "makefile" | "justfile" | "Justfile" | "Taskfile.yml" | "Taskfile.yaml" | "fabfile"
    )
}
