//! `blueprint.yaml`, rendered: what a component adds to the Blueprint. All times are seconds, all sizes MiB.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::backup::Backup;
use crate::catalog::check::{Check, Trial};
use crate::catalog::container::{Container, Volume};
use crate::catalog::process::{ProcessSpec, RouteSpec, ServedSpec};

/// Everything that one component adds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contribution {
    pub processes: Vec<ProcessSpec>,
    pub containers: Vec<Container>,
    /// What variables can be bound to, by facet: `host`, `password`, `url`.
    pub facets: BTreeMap<String, Facet>,
    /// Facets with other values for what runs once before a new version serves: past a pool of connections, say.
    pub direct: BTreeMap<String, Facet>,
    /// Where the service is asked whether it is there: `redis://redis:6379`, without credentials.
    pub address: Option<String>,
    pub secrets: Vec<Secret>,
    pub variables: Vec<Variable>,
    pub routes: Vec<RouteSpec>,
    /// Folders of the app that a proxy may serve itself.
    pub served: Vec<ServedSpec>,
    /// Of a runtime or stack: values of variables that it decides itself (`PORT`), where the code reads them.
    pub decides: BTreeMap<String, String>,
    /// Of a service: the same, by app.
    pub decides_for: BTreeMap<String, BTreeMap<String, String>>,
    /// Of a runtime or stack: what every process of the app is told that goes on or comes back, so not a release.
    pub tells: Told,
    /// Of a service: the same, by app.
    pub tells_for: BTreeMap<String, Told>,
    /// Of a service: host names of the project beside its domain.
    pub hostnames: Vec<String>,
    /// Libraries of the system that the image of the app needs.
    pub packages: Vec<Package>,
    /// Steps of continuous integration.
    pub checks: Vec<Check>,
    /// How tests reach a throw-away instance of the service.
    pub trial: Option<Trial>,
    /// How what a service keeps is copied and brought back.
    pub backup: Option<Backup>,
    /// What stands in its place while somebody develops.
    pub development: Development,
    pub notices: Vec<String>,
    /// What a person does once, before the first start.
    pub steps: Vec<StepSpec>,
    /// Of a runtime: what the image starts, and the arguments that stand behind it unless a process has others.
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    /// Of a runtime: the command inside the container that asks a process whether it is ready.
    pub probe: Vec<String>,
    /// Of a runtime: what stands before a program of the app's own, a module or a file, to start it.
    pub program: Vec<String>,
    /// Of a runtime: what stands before any command to run it once, with settings and secrets.
    pub run: Vec<String>,
    /// Of a runtime: the command that renews the lock of the app after its list of dependencies was edited.
    pub relock: Option<String>,
    /// For a target: the command that starts everything.
    pub start: Option<String>,
    /// For a target: how a person works with what runs there.
    pub commands: Commands,
    /// For a service: what a person does once it was added, a command or a remark (`# …`) a line. Unless a line is
    /// `{start}`, what runs need not start anew for it.
    pub next: Option<String>,
    /// For a service that keeps the secrets in the place of files: one of its containers hands them out.
    pub keeper: Option<KeeperSpec>,
}

/// How a service that keeps the secrets hands them out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeeperSpec {
    /// The container that fetches them: it is told in `HANDOUTS` who gets which, and writes them below `/handouts/`.
    pub container: String,
    /// The command that takes the files of `secrets generate` to where they are kept.
    pub fill: String,
    /// The command that names those that are missing there.
    pub check: String,
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
    /// Gives the secret `{name}` a new value, and that to all who read it.
    pub rotate: Option<String>,
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
    /// Folders whose content outlives them, and which they share.
    pub volumes: Vec<Volume>,
    /// The port on which they show their metrics, at `/metrics`.
    pub metrics: Option<u16>,
    /// They are told under which host names the app is reached, and under these beside.
    pub hostnames: Option<Vec<String>>,
    /// Variables that are bound to a facet, `EMAIL_HOST: mail.host`, where none of the app's own is bound to it.
    pub bind: BTreeMap<String, String>,
    /// Variables that hold what identifies the image that runs, unless `.env` sets them.
    pub release: Vec<String>,
}

/// What only the development of an app has of a service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Development {
    /// Containers that production does not have.
    pub containers: Vec<Container>,
    /// Facets with other values than in production.
    pub facets: BTreeMap<String, String>,
}

/// A value that a service offers to variables.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Facet {
    /// The name of a secret.
    Secret { secret: String },
    /// A value that `.env` may change; without one, only a person knows it.
    Setting { setting: Option<String> },
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
    /// How who keeps a copy of its own is told a new value.
    #[serde(default)]
    pub change: Option<Change>,
}

/// A command inside a container whose program keeps a copy of a secret, such as a database that of a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub container: String,
    /// Its standard input holds the new value and the one before, a line each. The container need not start anew.
    pub argv: Vec<String>,
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
    /// An identity of age: the private half of a key pair, from which `age-keygen -y` tells the public one.
    Age,
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

fn yes() -> bool {
    true
}
