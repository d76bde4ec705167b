//! load-balancing: several replicas answer, and any of them may.

use crate::audit::ground::place;
use crate::audit::proxy::{Directive, configs};
use crate::audit::signs::mention;
use crate::audit::stack::{Stack, stacks};
use crate::audit::started::is_operations;
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "load-balancing",
    title: "Several replicas can answer behind the proxy, and no client is bound to one",
    area: Area::Platform,
    severity: Severity::Low,
    meaning: "With one replica each deploy and each crash is an outage. \
              Clients that are bound to one replica are logged out with it, and overload it while others wait.",
    fix: "run two replicas behind the proxy, and keep what they share in a store of its own",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    // One bot answers one chat at a time; two of them would fight for the updates.
    let Some(app) = ground.awaited().next() else {
        return verdict.aside("nothing here answers requests from outside");
    };
    let configs = configs(ground);
    let mut spread: Option<Evidence> = None;
    for config in &configs {
        config.visit(&mut |around, directive| {
            let inside = around.last().is_some_and(|block| block.name == "upstream");
            if inside && matches!(directive.name.as_str(), "ip_hash" | "sticky") {
                verdict.raise(bound(config.evidence(directive)));
            }
            if directive.name == "upstream" && is_spread(directive) {
                spread = Some(config.evidence(directive));
            }
        });
    }
    let platform = || hosting::platform(ground).map(|platform| platform.evidence);
    let scaled = || mention(ground.tree, is_operations, &["HorizontalPodAutoscaler", "--scale "]);
    let several =
        spread.or_else(|| replicas(ground)).or_else(platform).or_else(scaled).or_else(|| hosting::cluster(ground));
    let message = "one replica answers everything, so each deploy is an outage";
    verdict.met_or(several, || Raised::absence(message, [place(app)]));
}

fn bound(evidence: Evidence) -> Raised {
    let message = "clients are bound to one replica, and lose their session with it";
    Raised::fault(message, evidence).fix("take it out, and keep sessions in a store that all replicas share")
}

fn is_spread(upstream: &Directive) -> bool {
    let resolved = upstream.all("server").any(|server| server.arguments.iter().any(|word| word == "resolve"));
    upstream.all("server").count() > 1 || resolved
}

fn replicas(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let stacks = stacks(ground);
    stacks.iter().flat_map(Stack::services).find_map(|service| {
        let count = service.yaml.at(&["deploy", "replicas"]).or_else(|| service.yaml.get("scale"))?;
        let several = count.text()?.parse::<u32>().is_ok_and(|count| count > 1);
        several.then(|| service.at(count.line, "replicas"))
    })
}
