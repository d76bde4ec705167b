//! process-manager: something starts the program again, after a crash and when the machine boots.

use crate::audit::ground::place;
use crate::audit::image::images;
use crate::audit::signs::mention;
use crate::audit::stack::stacks;
use crate::audit::started::is_for_production;
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "process-manager",
    title: "Something starts the program again after a crash and when the machine boots",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "A program that was started by hand is gone when it crashes, when its terminal closes, and when the machine boots. \
              It stays down until somebody notices.",
    fix: "run it in a container with `restart: unless-stopped`, or as a unit of systemd with `Restart=always`",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(app) = ground.facts.apps.first() else {
        return verdict.aside("no application was found");
    };
    let units: Vec<(&RelPath, &str)> = ground.tree.texts().filter(|(path, _)| is_unit(path)).collect();
    for (path, text) in &units {
        if let Some(fault) = unit(path, text) {
            verdict.raise(fault);
        }
    }
    if let Some((path, _)) = units.first() {
        return verdict.met(hosting::file(path));
    }
    let managed = mention(ground.tree, is_manager, &["[program:", "apps:", "apps ="]);
    let platform = || hosting::platform(ground).map(|platform| platform.evidence);
    if let Some(evidence) = managed.or_else(platform).or_else(|| hosting::cluster(ground)) {
        return verdict.met(evidence);
    }
    if !images(ground).is_empty() || !stacks(ground).is_empty() {
        return verdict.aside("containers run it");
    }
    let message = "nothing starts the program again after a crash or when the machine boots";
    verdict.raise(Raised::absence(message, [place(app)]));
}

fn is_unit(path: &RelPath) -> bool {
    path.extension() == Some("service") && is_for_production(path)
}

fn is_manager(path: &RelPath) -> bool {
    let name = path.name();
    let supervisor =
        path.extension() == Some("conf") && path.as_str().contains("supervisor") || path.extension() == Some("ini");
    let pm2 =
        name.starts_with("ecosystem.config") || name == "pm2.json" || name == "ecosystem.json" || name == "process.yml";
    is_for_production(path) && (supervisor || pm2)
}

/// A unit that runs on and that nothing starts again.
fn unit(path: &RelPath, text: &str) -> Option<Raised> {
    let lines = || text.lines().map(str::trim);
    let once = lines().any(|line| line == "Type=oneshot");
    let again = lines().any(|line| line.starts_with("Restart=") && line != "Restart=no");
    let (line, number) = lines().zip(1_u32..).find(|(line, _)| line.starts_with("ExecStart="))?;
    let evidence = Evidence { path: path.clone(), line: Some(number), text: crate::detect::nodes::shortened(line) };
    let message = "nothing starts this unit again when its program crashes";
    (!once && !again).then(|| {
        Raised::fault(message, evidence).severity(Severity::Medium).fix("add `Restart=always` and `RestartSec=2`")
    })
}
