//! `blueprint.yaml`, rendered: what a component adds to the Blueprint. All times are seconds, all sizes MiB.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::check::{Check, Trial};
use crate::catalog::container::{Container, Health, Limits, Writable};

/// Everything that one component adds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contribution {
    pub processes: Vec<ProcessSpec>,
    pub containers: Vec<Container>,
    /// What variables can be bound to, by facet: `host`, `password`, `url`.
    pub facets: BTreeMap<String, Facet>,
    /// Where the service is asked whether it is there: `redis://redis:6379`, without credentials.
    pub address: Option<String>,
    pub secrets: Vec<Secret>,
    pub variables: Vec<Variable>,
    pub routes: Vec<RouteSpec>,
    /// Of a runtime or stack: values of variables that it decides itself (`PORT`), where the code reads them.
    pub decides: BTreeMap<String, String>,
    /// Of a runtime or stack: what every process of the app is told that goes on or comes back, so not a release.
    pub tells: Told,
    /// Libraries of the system that the image of the app needs.
    pub packages: Vec<Package>,
    /// Steps of continuous integration.
    pub checks: Vec<Check>,
    /// How tests reach a throw-away instance of the service.
    pub trial: Option<Trial>,
    pub notices: Vec<String>,
    /// What a person does once, before the first start.
    pub steps: Vec<StepSpec>,
    /// Of a runtime: what the image starts, and the arguments that stand behind it unless a process has others.
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    /// Of a runtime: the command that renews the lock of the app after its list of dependencies was edited.
    pub relock: Option<String>,
    /// For a target: the command that starts everything.
    pub start: Option<String>,
    /// For a target: how a person works with what runs there.
    pub commands: Commands,
    /// For a service: what a person does once it was added, a command or a remark (`# …`) a line.
    pub next: Option<String>,
}

/// Commands of a target, in which `{name}` stands for a process or container. None where the target has no such thing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Commands {
    /// Shows what runs and whether it is healthy.
    pub status: Option<String>,
    /// Shows the last lines that it logged.
    pub logs: Option<String>,
    /// Stands before a command that shall run inside it, without a terminal.
    pub exec: Option<String>,
    /// Stands before arguments for a new container of a process, with its settings and secrets.
    pub run: Option<String>,
    /// Stands before a command that a new container of a process runs and that writes into the working copy, as the
    /// person who calls it; `{folder}` stands for the app's build root.
    pub author: Option<String>,
    /// Shows the volumes that are there.
    pub volumes: Option<String>,
    /// Stops everything and deletes the volume `{name}` with what it holds.
    pub discard: Option<String>,
    /// Starts what does not run, from the images that are there.
    pub resume: Option<String>,
    /// Starts it anew with the settings and secrets that hold now.
    pub recreate: Option<String>,
    /// Replaces the version that serves by the one of the working copy, without a gap.
    pub deploy: Option<String>,
    /// Brings the version before back.
    pub rollback: Option<String>,
}

/// A command that a person runs once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSpec {
    pub app: String,
    /// The process of the app that has what the command needs.
    pub process: String,
    pub argv: Vec<String>,
    /// What is missing as long as it was not run.
    pub why: String,
    /// What it makes, in a few words.
    pub makes: String,
}

/// What several processes are told alike.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Told {
    pub environment: BTreeMap<String, String>,
    /// Variables that reach them when `.env` sets them.
    pub passes: Vec<String>,
}

/// A value that a service offers to variables.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Facet {
    /// The name of a secret.
    Secret { secret: String },
    /// Text in which `{facet}` stands for another facet and `{scheme}` for the driver's URL scheme.
    Text(String),
}

/// A Debian package that the program needs at run time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    pub name: String,
    /// What compiling against it needs, in the build stage alone.
    #[serde(default)]
    pub build: Vec<String>,
}

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
    /// Two of it would do everything twice: the old one must be gone before a new one starts.
    #[serde(default)]
    pub single: bool,
    /// How long it may take to stop after TERM.
    pub stop_seconds: u32,
    pub limits: Limits,
    #[serde(default)]
    pub writable: Vec<Writable>,
    #[serde(default, skip_serializing)]
    pub environment: BTreeMap<String, String>,
    /// Variables of this process alone that are bound to a facet: `DATABASE_URL: postgres.url`.
    #[serde(default, skip_serializing)]
    pub bind: BTreeMap<String, String>,
}

/// A value that nobody may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The name of its file and of its variable: `POSTGRES_PASSWORD`.
    pub name: String,
    pub description: String,
    /// How a value is made up; None when only the user knows it.
    #[serde(default)]
    pub generator: Option<Generator>,
    /// The stack does not start without it.
    #[serde(default = "yes")]
    pub required: bool,
    /// What a person must know once a value was made up: a sentence.
    #[serde(default)]
    pub note: Option<String>,
}

/// How a secret is made up. Lengths are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generator {
    /// 32 letters and digits: safe in every URL and configuration file.
    Password,
    /// 64 letters and digits: a signing key.
    Key,
    /// 32 random bytes in URL-safe base64: what Fernet and others that encrypt ask for.
    Base64,
}

/// A setting that is not secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    pub name: String,
    pub description: String,
    /// The value in production, unless `.env` says another.
    #[serde(default)]
    pub value: Option<String>,
    /// What a value looks like.
    #[serde(default)]
    pub example: Option<String>,
    #[serde(default)]
    pub required: bool,
}

/// Requests that go to a process.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteSpec {
    /// Path prefix: `/`.
    pub path: String,
    /// The process within the app.
    pub process: String,
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}
