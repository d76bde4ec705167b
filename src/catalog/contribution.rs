//! `blueprint.yaml`, rendered: what a component adds to the Blueprint. All times are seconds, all sizes MiB.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// Libraries of the system that the image of the app needs.
    pub packages: Vec<Package>,
    pub notices: Vec<String>,
    /// For a target: the command that starts everything.
    pub start: Option<String>,
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
}

/// One process of an app.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessSpec {
    /// Within the app: `web`, `migrate`.
    pub id: String,
    /// The app that runs it; a stack or runtime speaks of its own.
    #[serde(default)]
    pub app: Option<String>,
    pub kind: ProcessKind,
    pub summary: String,
    /// Arguments for the image's entry point.
    pub argv: Vec<String>,
    /// Variables for development alone.
    #[serde(default)]
    pub develop: BTreeMap<String, String>,
    /// Variables that reach the process when `.env` sets them.
    #[serde(default)]
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
    /// How long it may take to stop after TERM.
    pub stop_seconds: u32,
    pub limits: Limits,
    #[serde(default)]
    pub writable: Vec<Writable>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Variables of this process alone that are bound to a facet: `DATABASE_URL: postgres.url`.
    #[serde(default)]
    pub bind: BTreeMap<String, String>,
}

/// A backing service's container.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Container {
    pub id: String,
    /// The service that brings it; known from where it is declared.
    #[serde(default, skip_deserializing)]
    pub service: String,
    /// Apps connect to it, so they wait until it is healthy.
    #[serde(default)]
    pub serves: bool,
    pub summary: String,
    /// With an exact tag.
    pub image: String,
    /// `uid:gid`, numeric.
    pub user: String,
    /// Why the user must be root, where it must.
    #[serde(default)]
    pub root: Option<String>,
    #[serde(default)]
    pub entrypoint: Vec<String>,
    #[serde(default)]
    pub command: Vec<String>,
    /// Ports that other containers connect to.
    #[serde(default)]
    pub ports: Vec<u16>,
    /// Ports of the host that lead to it.
    #[serde(default)]
    pub publish: Vec<Publish>,
    /// `edge`, `app`, `data`.
    pub networks: Vec<String>,
    #[serde(default)]
    pub volumes: Vec<Volume>,
    /// Files of the repository that it reads.
    #[serde(default)]
    pub mounts: Vec<Mount>,
    #[serde(default)]
    pub writable: Vec<Writable>,
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Names of secrets; each is a file `/run/secrets/<NAME>`.
    #[serde(default)]
    pub secrets: Vec<String>,
    #[serde(default)]
    pub health: Option<Health>,
    /// Runs to its end, and must succeed, before others start.
    #[serde(default)]
    pub once: bool,
    #[serde(default)]
    pub waits: Vec<Wait>,
    pub stop_seconds: u32,
    /// The signal that stops it gracefully, when it is not TERM.
    #[serde(default)]
    pub stop_signal: Option<String>,
    pub limits: Limits,
    /// Shared memory, when the default 64 MiB is too little.
    #[serde(default)]
    pub shm_mb: Option<u32>,
}

/// How somebody finds out that a container works.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// Exec form; a shell command is `[sh, -c, …]`.
    pub argv: Vec<String>,
    #[serde(default = "ten")]
    pub interval: u32,
    #[serde(default = "three")]
    pub timeout: u32,
    #[serde(default = "three")]
    pub retries: u32,
    /// Failures do not count for so long after the start.
    #[serde(default = "thirty")]
    pub start: u32,
}

/// The most that a container may take.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Processor cores.
    pub cpus: f64,
    pub memory_mb: u32,
    pub pids: u32,
}

/// A folder in memory that a container may write to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writable {
    pub path: String,
    pub size_mb: u32,
    /// Who writes there; the container's user when it is not said.
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub why: Option<String>,
}

/// A Linux capability and its reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    pub name: String,
    pub why: String,
}

/// A host port, set by a variable.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    pub variable: String,
    pub default: u16,
    /// The container's port.
    pub port: u16,
}

/// Data that outlives its container.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    pub name: String,
    pub path: String,
    #[serde(default)]
    pub read_only: bool,
    pub summary: String,
}

/// A file of the repository inside a container, read-only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mount {
    /// From the repository root.
    pub from: String,
    pub to: String,
}

/// Something that must be there first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// The id of a container or process.
    pub on: String,
    pub until: Until,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Until {
    Healthy,
    Completed,
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
}

/// How a secret is made up. Lengths are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generator {
    /// 32 letters and digits: safe in every URL and configuration file.
    Password,
    /// 64 letters and digits: a signing key.
    Key,
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

fn three() -> u32 {
    3
}

fn ten() -> u32 {
    10
}

fn thirty() -> u32 {
    30
}

fn yes() -> bool {
    true
}
