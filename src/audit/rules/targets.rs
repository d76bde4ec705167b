//! targets: it says where it runs.

use crate::audit::Rule;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "targets",
    title: "The repository says where it runs",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Only the person who set up the server knows how it was done, and nobody can do it a second time. A server that dies takes its set-up along.",
    fix: "choose a target and keep its files here: `compose.yaml` for a server, or the file of the platform",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: |ground| SIGNS.seen(ground),
    missing: "nothing here says where and how it runs in production",
    confidence: Confidence::Certain,
};

const SIGNS: Signs = Signs {
    files: &[
        "compose.yaml",
        "compose.yml",
        "docker-compose.yml",
        "docker-compose.yaml",
        "*compose.prod.yml",
        "*compose.prod.yaml",
        "*compose.production.yml",
        "*compose.deploy.yml",
        "fly.toml",
        "render.yaml",
        "railway.json",
        "railway.toml",
        "app.json",
        "heroku.yml",
        "procfile",
        "vercel.json",
        "netlify.toml",
        "app.yaml",
        "config/deploy.yml",
        "k8s/",
        "kubernetes/",
        "chart.yaml",
        "*.tf",
        "*.service",
        "task-definition.json",
        "serverless.yml",
        "dockerrun.aws.json",
        ".ebextensions/",
        "apprunner.yaml",
        ".do/app.yaml",
        "captain-definition",
        "pulumi.yaml",
        "ecosystem.config.js",
        "ecosystem.config.cjs",
        "ecosystem.config.json",
        "nixpacks.toml",
        "wrangler.toml",
        "ansible/",
        "template.yaml",
    ],
    settings: &["kind: Deployment", "aws_ecs_service", "google_cloud_run", "gcloud run deploy", "ansible-playbook"],
    ..NONE
};
