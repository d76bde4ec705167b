//! compose: the stack for production keeps its databases to itself, and keeps running.

use crate::audit::ground::place;
use crate::audit::stack::{Service, Stack, access, is_for_developers, stacks, steady};
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::detect::stores::of_service;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "compose",
    title: "The compose file for production publishes no database, holds no password, and limits what runs",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "Docker publishes a port past the firewall, so a database with a port is on the internet within minutes. \
              Services without limits, restarts and an order take each other down on a bad day.",
    fix: "keep one compose file for production and lay a second one over it for development",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let stacks = stacks(ground);
    for stack in &stacks {
        let mut found: Vec<Raised> = stack.services().flat_map(|service| of_service_in(&stacks, service)).collect();
        found.extend(steady::limits(&stacks, stack));
        found.extend(steady::restarts(&stacks, stack));
        found.extend(steady::order(ground, &stacks, stack));
        // What mounts the source may be for developers alone.
        let doubtful = is_for_developers(stack, ground.tree);
        found.into_iter().for_each(|fault| verdict.raise(if doubtful { fault.likely() } else { fault }));
        verdict.met(hosting::file(stack.path));
    }
    if stacks.is_empty() {
        missing(ground, verdict);
    }
}

fn of_service_in(stacks: &[Stack<'_>], service: Service<'_>) -> Vec<Raised> {
    let mut found: Vec<Raised> = access::published(service).into_iter().collect();
    found.extend(access::passwords(service));
    found.extend(access::machine(service));
    let built = stacks.iter().flat_map(Stack::services).any(|other| other.name == service.name && other.is_built());
    found.extend(steady::image(service).filter(|_| !built));
    found
}

/// What needs more than one container, where nothing else runs them.
fn missing(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if let Some(platform) = hosting::platform(ground) {
        return verdict.aside(format!("{} says where it runs", platform.evidence.path));
    }
    if let Some(cluster) = hosting::cluster(ground) {
        return verdict.aside(format!("{} runs it in a cluster", cluster.path));
    }
    let several = ground.facts.apps.len() > 1;
    let needs = ground.facts.apps.iter().find_map(|app| needs(app).or_else(|| several.then(|| place(app))));
    match needs {
        Some(evidence) => verdict.raise(
            Raised::absence("nothing says which containers production runs, and how they reach each other", [evidence])
                .severity(Severity::Medium)
                .fix("write a `compose.yaml` with the application and all that it needs"),
        ),
        None => verdict.aside("one container is all that it needs"),
    }
}

/// What shows that `app` needs another container beside it.
fn needs(app: &AppFacts) -> Option<Evidence> {
    let store = app.clients.iter().find(|client| of_service(&client.value.service).is_some());
    let worker = || app.workers.first().and_then(|worker| worker.evidence.first());
    store.and_then(|client| client.evidence.last()).or_else(worker).cloned()
}
