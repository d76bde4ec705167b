//! alerts: somebody is told when something is wrong.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "alerts",
    title: "Rules say when something is wrong, and tell somebody",
    area: Area::Observability,
    severity: Severity::Medium,
    meaning: "The users notice before you do, and most of them say nothing and leave. A full disk or an expired certificate is announced for days by figures that nobody looks at.",
    fix: "write alert rules for: server down, error rate, latency, disk space, memory, database connections, age of the backup, certificate",
    check,
};

const SIGNS: Signs = Signs {
    files: &[
        "alertmanager.yml",
        "alertmanager.yaml",
        "alerts.yml",
        "alerts.yaml",
        "alert.rules",
        "alert.rules.yml",
        "*alerts.rules.yml",
        "prometheus/rules/",
    ],
    settings: &[
        "PrometheusRule",
        "prom/alertmanager",
        "rule_files:",
        "aws_cloudwatch_metric_alarm",
        "AWS::CloudWatch::Alarm",
        "datadog_monitor",
        "google_monitoring_alert_policy",
        "azurerm_monitor_metric_alert",
        "newrelic_nrql_alert_condition",
        "grafana_rule_group",
        "checkly",
    ],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.programs().next() else {
        return verdict.aside("nothing here runs on a server");
    };
    match SIGNS.seen(ground) {
        Some(seen) => verdict.met(seen),
        None => verdict.raise(
            Raised::absence("nothing tells anybody when the program is down, fails or fills its disk", [place(first)])
                .likely(),
        ),
    }
}
