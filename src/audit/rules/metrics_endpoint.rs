//! metrics-endpoint: the program counts its requests and shows the figures.

use crate::audit::answered::answered;
use crate::audit::ground::place;
use crate::audit::signs::{is_setting, listed};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::nodes::shortened;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "metrics-endpoint",
    title: "The program shows how many requests it answers, how fast, and with how many errors",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "Nobody sees that it gets slower, or that one request in twenty fails, before users complain. \
              Without figures from before, nobody can say afterwards what changed.",
    fix: "count requests and measure their time by route, and show both on a path that the internet does not reach",
    check,
};

const NAMES: &[&str] = &["metrics", "django_prometheus.urls"];
const PACKAGES: &[&str] = &[
    "prometheus-client",
    "prometheus-fastapi-instrumentator",
    "starlette-prometheus",
    "starlette-exporter",
    "django-prometheus",
    "prometheus-flask-exporter",
    "aioprometheus",
    "prom-client",
    "express-prom-bundle",
    "prometheus-api-metrics",
    "fastify-metrics",
    "@willsoto/nestjs-prometheus",
    "koa-prometheus-exporter",
    "opentelemetry-distro",
    "opentelemetry-sdk",
    "opentelemetry-instrumentation-fastapi",
    "opentelemetry-instrumentation-flask",
    "opentelemetry-instrumentation-django",
    "@opentelemetry/sdk-node",
    "@opentelemetry/sdk-metrics",
    "@opentelemetry/auto-instrumentations-node",
    "statsd",
    "hot-shots",
    "datadog",
    "ddtrace",
    "dd-trace",
    "newrelic",
    "elastic-apm",
    "elastic-apm-node",
    "logfire",
    "scout-apm",
    "appsignal",
    "@appsignal/nodejs",
    "azure-monitor-opentelemetry",
    "applicationinsights",
    "swagger-stats",
    "@hono/prometheus",
];

/// Those of Python that keep their figures in the process.
const IN_MEMORY: &[&str] = &[
    "prometheus-client",
    "prometheus-fastapi-instrumentator",
    "starlette-prometheus",
    "starlette-exporter",
    "prometheus-flask-exporter",
    "django-prometheus",
];
/// The folder that they share them in, where it is set.
const SHARED: &str = "PROMETHEUS_MULTIPROC_DIR";

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if ground.servers().next().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    for app in ground.servers() {
        apart(ground, app).into_iter().for_each(|raised| verdict.raise(raised));
        let seen = listed(ground, app, PACKAGES).or_else(|| answered(ground, app, NAMES));
        let message = "the program shows no figures of its requests";
        verdict.met_or(seen, || Raised::absence(message, [place(app)]).of(&app.name));
    }
}

/// Several workers, each of which counts for itself: whoever asks gets the figures of one of them.
fn apart(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Raised> {
    listed(ground, app, IN_MEMORY)?;
    let said =
        ground.tree.texts().any(|(_, text)| text.contains(SHARED) || text.contains(&SHARED.to_ascii_lowercase()));
    let own = |path: &RelPath| ground.belongs(path, app);
    let files = ground.tree.texts().filter(|(path, _)| !said && is_setting(path) && own(path));
    let (path, line, text) = files.into_iter().find_map(|(path, text)| {
        let (line, number) = text.lines().zip(1_u32..).find(|(line, _)| several(line))?;
        Some((path, number, shortened(line.trim())))
    })?;
    let place = Evidence { path: path.clone(), line: Some(line), text };
    let message =
        format!("each worker counts for itself, so the figures are those of one of them: nothing sets `{SHARED}`");
    let fix = format!("set `{SHARED}` to a folder in memory that is empty at each start");
    Some(Raised::fault(message, place).severity(Severity::Medium).likely().of(&app.name).fix(fix))
}

/// Whether a line starts a server of Python with more than one worker: `gunicorn -w 4`, `["uvicorn", "--workers", "2"]`.
fn several(line: &str) -> bool {
    let bare = line.trim_start();
    let server = ["gunicorn", "uvicorn", "hypercorn", "fastapi run", "\"fastapi\", \"run\""];
    if bare.starts_with('#') || !server.iter().any(|name| bare.contains(name)) {
        return false;
    }
    let words = bare.split(|c: char| c.is_whitespace() || "\"',[]=".contains(c)).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    words.windows(2).any(|pair| match pair {
        ["--workers" | "-w", count] => count.parse::<u32>().is_ok_and(|count| count > 1),
        _ => false,
    })
}
