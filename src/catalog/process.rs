//! Processes of an app, and what leads to them. All times are seconds, all sizes MiB.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::container::{Health, Limits, Volume, Writable};

/// What a process is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProcessKind {
    /// Runs once before the others of its app, and must succeed: migrations.
    Release,
    /// Answers requests.
    Web,
    Worker,
    Scheduler,
    Bot,
    /// Runs to its end at the times of its schedule.
    Cron,
}

/// One process of an app.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessSpec {
    /// Within the app: `web`, `migrate`.
    #[serde(skip_serializing)]
    pub id: String,
    /// The app that runs it; a stack or runtime speaks of its own.
    #[serde(default, skip_serializing)]
    pub app: Option<String>,
    pub kind: ProcessKind,
    pub summary: String,
    /// Arguments for the image's entry point.
    pub argv: Vec<String>,
    /// When a cron process runs, in UTC: `0 3 * * *`.
    #[serde(default)]
    pub schedule: Option<String>,
    /// Variables for development alone.
    #[serde(default)]
    pub develop: BTreeMap<String, String>,
    /// Variables that reach the process when `.env` sets them.
    #[serde(default, skip_serializing)]
    pub passes: Vec<String>,
    /// Working directory inside the image, when it is not the app's.
    #[serde(default)]
    pub workdir: Option<String>,
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub health: Option<Health>,
    #[serde(default = "one")]
    pub replicas: u32,
    /// How much of it works at once in one container.
    #[serde(default)]
    pub parallel: Parallel,
    /// Two of it would do everything twice: the old one must be gone before a new one starts.
    #[serde(default)]
    pub single: bool,
    /// How long it may take to stop after TERM.
    pub stop_seconds: u32,
    pub limits: Limits,
    #[serde(default)]
    pub writable: Vec<Writable>,
    #[serde(default)]
    pub volumes: Vec<Volume>,
    #[serde(default, skip_serializing)]
    pub environment: BTreeMap<String, String>,
    /// Variables of this process alone that are bound to a facet: `DATABASE_URL: postgres.url`.
    #[serde(default, skip_serializing)]
    pub bind: BTreeMap<String, String>,
}

/// What of a process works at once: programs with connections of their own, and threads in each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parallel {
    pub programs: f64,
    pub threads: f64,
}

impl Default for Parallel {
    fn default() -> Self {
        Parallel { programs: 1.0, threads: 1.0 }
    }
}

/// Requests that go to a process.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteSpec {
    /// Path prefix: `/`.
    pub path: String,
    /// The host name that it is for; the project's domain where it is not said.
    #[serde(default)]
    pub host: Option<String>,
    /// The app; a stack or role speaks of its own.
    #[serde(default)]
    pub app: Option<String>,
    /// The process within the app.
    pub process: String,
    /// Who alone may send requests, and how many.
    #[serde(default)]
    pub guard: Option<Guard>,
}

/// What a proxy asks of requests before it passes them on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// Whose requests these are: a sentence.
    pub summary: String,
    /// What the limit is counted under; no other route has it.
    pub zone: String,
    /// From all clients together.
    pub requests_per_second: u32,
    /// How many requests may be ahead of that rate.
    pub burst: u32,
    /// The largest body, in MiB.
    pub body_mb: u32,
    /// The networks that requests may come from; any where there are none.
    #[serde(default)]
    pub networks: Vec<String>,
    /// A header that must hold the value of a secret.
    #[serde(default)]
    pub shows: Option<Shows>,
}

/// A header by which a client proves who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shows {
    /// In lower case with `_`, as proxies call it: `x_telegram_bot_api_secret_token`.
    pub header: String,
    /// The name of the secret.
    pub secret: String,
}

/// Files that a proxy may serve instead of the application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedSpec {
    /// Path prefix: `/media/`.
    pub path: String,
    /// The volume that holds them.
    pub volume: String,
}

fn one() -> u32 {
    1
}
