//! dashboards: there are pictures of what the program does.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "dashboards",
    title: "Dashboards show the program, its data and its machine",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "When something is slow, people guess which part it is, and each guess takes an hour. A dashboard shows the moment at which a figure left its usual place.",
    fix: "keep dashboards of requests, errors, latency, database and machine as files, and let Grafana load them",
    check,
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

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.servers().next() else {
        return verdict.aside("nothing here answers requests");
    };
    match SIGNS.seen(ground) {
        Some(seen) => verdict.met(seen),
        None => verdict.raise(
            Raised::absence("no dashboard shows how many requests fail and how long they take", [place(first)])
                .likely(),
        ),
    }
}
