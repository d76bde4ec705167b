//! alert-routing: an alert reaches a person.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "alert-routing",
    title: "Alerts go to people, by how bad they are",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "An alert that only shows on a page wakes nobody at night. One that goes to everybody for everything is muted within a month.",
    fix: "send what users notice now to whoever is on call, and the rest to a channel; mute what follows from another alert",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "no alert would reach a person: neither e-mail nor chat nor a pager is told of one",
    confidence: Confidence::Likely,
};

const SIGNS: Signs = Signs {
    files: &["alertmanager.yml", "alertmanager.yaml"],
    settings: &[
        "receivers:",
        "pagerduty",
        "opsgenie",
        "victorops",
        "aws_sns_topic_subscription",
        "slack_configs",
        "telegram_configs",
        "email_configs",
        "grafana_contact_point",
        "datadog_monitor",
        "google_monitoring_notification_channel",
        "azurerm_monitor_action_group",
        "uptime-kuma",
    ],
    ..NONE
};
