//! log-aggregation: logs are kept in one place.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "log-aggregation",
    title: "The logs of all processes are in one place and kept for a set time",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "A container that is replaced takes its log along, so the lines before the crash are those that are missing. With several replicas, nobody knows which of them to ask.",
    fix: "ship what the containers write to a store with a retention, such as Loki or the cloud's own",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "nothing keeps the logs when a container is replaced",
    confidence: Confidence::Likely,
};

const SIGNS: Signs = Signs {
    files: &[
        "fly.toml",
        "render.yaml",
        "railway.json",
        "railway.toml",
        "app.json",
        "heroku.yml",
        "vercel.json",
        "loki.yml",
        "loki.yaml",
        "promtail.yml",
        "promtail.yaml",
        "fluent-bit.conf",
        "fluentd.conf",
        "fluent.conf",
        "vector.toml",
        "vector.yaml",
        "filebeat.yml",
        "logstash.conf",
        "*.alloy",
    ],
    packages: &[
        "winston-loki",
        "pino-loki",
        "python-logging-loki",
        "winston-cloudwatch",
        "watchtower",
        "pino-cloudwatch",
        "@logtail/node",
        "@logtail/pino",
        "@logtail/winston",
        "logtail-python",
        "logdna",
        "winston-elasticsearch",
        "pino-elasticsearch",
        "google-cloud-logging",
        "@google-cloud/logging-winston",
        "@google-cloud/logging-bunyan",
        "winston-datadog-logs",
    ],
    settings: &[
        "grafana/loki",
        "grafana/alloy",
        "grafana/promtail",
        "fluent-bit",
        "fluentd",
        "timberio/vector",
        "filebeat",
        "logstash",
        "graylog",
        "papertrail",
        "awslogs",
        "aws_cloudwatch_log_group",
        "awslogs-group",
        "gelf",
        "splunk",
        "datadog/agent",
        "datadoghq",
        "dozzle",
        "syslog-address",
        "gcplogs",
    ],
    ..NONE
};
