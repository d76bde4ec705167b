//! uptime: somebody asks from outside whether it answers.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "uptime",
    title: "The public address is asked from outside whether it answers",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "When the name, the certificate or the proxy is broken, everything inside looks well and nobody gets in. Only a question from outside, over the same way that users take, sees it.",
    fix: "ask the public address every minute, for its answer and for the days that its certificate has left",
    check,
};

const SIGNS: Signs = Signs {
    files: &[".upptimerc.yml", "blackbox.yml", "blackbox.yaml"],
    settings: &[
        "prom/blackbox-exporter",
        "blackbox_exporter",
        "blackbox-exporter:",
        "uptime-kuma",
        "healthchecks.io",
        "hc-ping.com",
        "betteruptime",
        "betterstack",
        "uptimerobot",
        "pingdom",
        "statuscake",
        "checkly",
        "gatus",
        "aws_route53_health_check",
        "google_monitoring_uptime_check_config",
        "freshping",
    ],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.awaited().next() else {
        return verdict.aside("nothing here answers requests");
    };
    match SIGNS.seen(ground) {
        Some(seen) => verdict.met(seen),
        None => verdict.raise(
            Raised::absence("nobody asks the public address from outside whether it answers", [place(first)]).likely(),
        ),
    }
}
