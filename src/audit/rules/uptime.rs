//! uptime: somebody asks from outside whether it answers.

use crate::audit::Rule;
use crate::audit::presence::{Presence, awaited};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "uptime",
    title: "The public address is asked from outside whether it answers",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "When the name, the certificate or the proxy is broken, everything inside looks well and nobody gets in. Only a question from outside, over the same way that users take, sees it.",
    fix: "ask the public address every minute, for its answer and for the days that its certificate has left",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: awaited,
    seen: |ground| SIGNS.seen(ground),
    missing: "nobody asks the public address from outside whether it answers",
    confidence: Confidence::Likely,
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
