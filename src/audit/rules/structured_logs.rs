//! structured-logs: logs are lines that programs can read, and hold nobody's secrets.

use crate::audit::ground::place;
use crate::audit::log_files::unrotated;
use crate::audit::logged::{formatter, secrets};
use crate::audit::signs::listed;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "structured-logs",
    title: "Logs are lines of JSON with level, time and request id, and hold no secrets",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "Nobody can find the lines of one request among those of a thousand others, so faults take hours. \
              What is logged is read by many and kept for long: a password in it is no longer one.",
    fix: "write JSON to stdout, one object a line, with the id of the request, and mask what is secret",
    check,
};

/// Packages that write JSON as they are.
const PACKAGES: &[&str] = &[
    "structlog",
    "django-structlog",
    "python-json-logger",
    "json-log-formatter",
    "json-logging",
    "ecs-logging",
    "logstash-formatter",
    "python-logstash",
    "logfire",
    "google-cloud-logging",
    "aws-lambda-powertools",
    "pino",
    "pino-http",
    "express-pino-logger",
    "nestjs-pino",
    "koa-pino-logger",
    "hono-pino",
    "bunyan",
    "express-bunyan-logger",
    "fastify",
    "@nestjs/platform-fastify",
    "@google-cloud/logging",
    "@google-cloud/logging-winston",
    "ecs-winston-format",
    "@elastic/ecs-winston-format",
    "@elastic/ecs-pino-format",
    "roarr",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    secrets(ground).into_iter().chain(unrotated(ground)).for_each(|raised| verdict.raise(raised));
    if ground.programs().next().is_none() {
        return verdict.aside("nothing here runs on a server");
    }
    for app in ground.programs() {
        let seen = listed(ground, app, PACKAGES).or_else(|| formatter(ground, app));
        let message = "the log is plain lines, without the id of the request that each belongs to";
        verdict.met_or(seen, || Raised::absence(message, [place(app)]).of(&app.name));
    }
}
