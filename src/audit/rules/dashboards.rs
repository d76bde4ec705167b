//! dashboards: there are pictures of what the program does.

use crate::audit::Rule;
use crate::audit::presence::{Presence, servers};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "dashboards",
    title: "Dashboards show the program, its data and its machine",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "When something is slow, people guess which part it is, and each guess takes an hour. A dashboard shows the moment at which a figure left its usual place.",
    fix: "keep dashboards of requests, errors, latency, database and machine as files, and let Grafana load them",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: servers,
    seen: |ground| SIGNS.seen(ground),
    missing: "no dashboard shows how many requests fail and how long they take",
    confidence: Confidence::Likely,
};

const SIGNS: Signs = Signs {
    files: &["grafana/", "*dashboard.json", "*.jsonnet", "*.libsonnet"],
    settings: &[
        "grafana/grafana",
        "grafana_dashboard",
        "aws_cloudwatch_dashboard",
        "datadog_dashboard",
        "newrelic_one_dashboard",
        "google_monitoring_dashboard",
        "netdata/netdata",
        "openobserve",
        "signoz",
    ],
    ..NONE
};
