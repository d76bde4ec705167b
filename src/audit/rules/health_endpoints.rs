//! health-endpoints: the program says whether it is well.

use crate::audit::answered::answered;
use crate::audit::ground::place;
use crate::audit::signs::listed;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "health-endpoints",
    title: "The program says whether it lives and whether it is ready",
    area: Area::Observability,
    severity: Severity::Medium,
    meaning: "Whoever runs the container sees a process and takes it for well, so requests go to one that answers none. \
              A deploy cannot tell a version that works from one that does not.",
    fix: "answer `/health/live` while the process lives, and `/health/ready` once the database and the cache answer",
    check,
};

/// The last part of a path that is asked for nothing else.
const NAMES: &[&str] = &[
    "health",
    "healthz",
    "healthcheck",
    "health-check",
    "health_check",
    "_health",
    "ready",
    "readyz",
    "readiness",
    "live",
    "livez",
    "liveness",
    "alive",
    "ping",
    "/up",
    "/status",
    "/api/status",
    "/api/v1/status",
    "heartbeat",
    "__heartbeat__",
    "__lbheartbeat__",
    "health_check.urls",
    "watchman.urls",
    "django_alive.urls",
];
const PACKAGES: &[&str] = &[
    "django-health-check",
    "django-watchman",
    "django-alive",
    "django-probes",
    "django-healthy",
    "fastapi-health",
    "fastapi-healthcheck",
    "fastapi-healthchecks",
    "flask-healthz",
    "py-healthcheck",
    "healthcheck",
    "@godaddy/terminus",
    "@nestjs/terminus",
    "lightship",
    "express-healthcheck",
    "express-actuator",
    "fastify-healthcheck",
    "@cloudnative/health-connect",
    "under-pressure",
    "@fastify/under-pressure",
    "fastify-custom-healthcheck",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if ground.servers().next().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    for app in ground.servers() {
        let seen = answered(ground, app, NAMES).or_else(|| listed(ground, app, PACKAGES));
        let message = "no path of the program says whether it is well";
        verdict.met_or(seen, || Raised::absence(message, [place(app)]).of(&app.name));
    }
}
