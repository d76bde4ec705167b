//! zero-downtime: a release interrupts nobody.

use crate::audit::Rule;
use crate::audit::presence::{Presence, awaited};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "zero-downtime",
    title: "A new version takes over without a failed request",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Each release answers some users with an error, so releases are put off until the night and grow. Large releases are the ones that break.",
    fix: "start the new version beside the old one, wait until it is healthy, then stop the old one",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: awaited,
    seen: |ground| SIGNS.seen(ground),
    missing: "nothing lets a new version take over while the old one still answers",
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
        "app.yaml",
        "config/deploy.yml",
        "k8s/",
        "kubernetes/",
        "chart.yaml",
        "task-definition.json",
        "serverless.yml",
        "apprunner.yaml",
    ],
    settings: &[
        "rollingupdate",
        "RollingUpdate",
        "kind: Deployment",
        "start-first",
        "docker rollout",
        "docker-rollout",
        "pm2 reload",
        "blue-green",
        "bluegreen",
        "aws_ecs_service",
        "gcloud run deploy",
        "google_cloud_run",
        "amazon-ecs-deploy-task-definition",
        "azure/container-apps-deploy-action",
        "kubectl",
        "helm upgrade",
        "dokku",
        "caprover",
        "kamal",
        "fastapi deploy",
        "vercel",
    ],
    ..NONE
};
