//! Containers of backing services, and what containers of any kind are told. Times are seconds, sizes MiB.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// With an exact tag; empty where it is built from the repository.
    #[serde(default)]
    pub image: String,
    #[serde(default)]
    pub build: Option<Build>,
    /// `uid:gid`, numeric.
    pub user: String,
    /// Why the user must be root, where it must.
    #[serde(default)]
    pub root: Option<String>,
    /// Further rules that it cannot keep, by name (`health`, `docker_socket`), each with the reason.
    #[serde(default)]
    pub exceptions: BTreeMap<String, String>,
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
    /// `edge`, `app`, `data`, `monitoring`.
    pub networks: Vec<String>,
    /// Further host names that it answers to there.
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub volumes: Vec<Volume>,
    /// Files of the repository that it reads.
    #[serde(default)]
    pub mounts: Vec<Mount>,
    /// Folders and files of the machine that it reads.
    #[serde(default)]
    pub host: Vec<HostPath>,
    #[serde(default)]
    pub writable: Vec<Writable>,
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Variables that reach it when `.env` sets them.
    #[serde(default)]
    pub passes: Vec<String>,
    /// Names of secrets; each is a file `/run/secrets/<NAME>`.
    #[serde(default)]
    pub secrets: Vec<String>,
    #[serde(default)]
    pub health: Option<Health>,
    /// Runs to its end, and must succeed, before others start.
    #[serde(default)]
    pub once: bool,
    /// Nothing needs it in order to serve: a deploy goes on where it is not well.
    #[serde(default)]
    pub aside: bool,
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
    /// How it follows a deploy, when requests reach the apps through it.
    #[serde(default)]
    pub proxy: Option<Proxy>,
}

/// How an image is made that nobody publishes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// A folder of the repository, which holds the Dockerfile.
    pub context: String,
    #[serde(default)]
    pub args: BTreeMap<String, String>,
}

/// What a deploy asks of a proxy. Commands run inside the container.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// Whether the mounted configuration is well-formed.
    pub check: Vec<String>,
    /// Takes over the mounted configuration without losing a request.
    pub reload: Vec<String>,
    /// With a path as one more argument: prints the status of its answer, asked as a visitor would.
    pub probe: Vec<String>,
    /// Within so many seconds it knows of a new container.
    pub follows: u32,
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

/// A path of the machine inside a container, read-only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostPath {
    /// Absolute.
    pub path: String,
    pub to: String,
    pub why: String,
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

fn three() -> u32 {
    3
}

fn ten() -> u32 {
    10
}

fn thirty() -> u32 {
    30
}
