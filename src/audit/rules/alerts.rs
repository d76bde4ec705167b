//! alerts: somebody is told when something is wrong.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "alerts",
    title: "Rules say when something is wrong, and tell somebody",
    area: Area::Observability,
    severity: Severity::Medium,
    meaning: "The users notice before you do, and most of them say nothing and leave. A full disk or an expired certificate is announced for days by figures that nobody looks at.",
    fix: "write alert rules for: server down, error rate, latency, disk space, memory, database connections, age of the backup, certificate",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "nothing tells anybody when the program is down, fails or fills its disk",
    confidence: Confidence::Likely,
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
