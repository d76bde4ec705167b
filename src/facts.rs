//! What was seen in a repository, each fact with where it was seen and how sure that is.

mod known;
mod listing;
mod programs;
mod runtime;
mod stacks;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::known::Known;
pub use self::listing::{Form, Listing};
pub use self::programs::{Host, Linter, Migrations, Owned, Worker, Write};
pub use self::runtime::{Natives, Runtime};
pub use self::stacks::{Bot, Django, Hook, Mode, Next, Node, Site, Switch};
use crate::tree::RelPath;

/// Where a fact was read, in words that a person recognises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    pub path: RelPath,
    /// Line in the file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What stands there, shortened: `app = FastAPI(`.
    pub text: String,
}

impl Evidence {
    /// `app/main.py:12`.
    pub fn place(&self) -> String {
        self.line.map_or_else(|| self.path.to_string(), |line| format!("{}:{line}", self.path))
    }
}

/// How far a fact may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A convention was followed; the wizard asks, `--yes` says what it assumed.
    Guess,
    /// One indirect sign, or several candidates of which one is better.
    Likely,
    /// Read from the code or a file that decides it.
    Certain,
}

/// A value with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Seen<T> {
    pub value: T,
    pub confidence: Confidence,
    pub evidence: Vec<Evidence>,
}

/// Everything that was seen in one repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// In order of their root folders.
    pub apps: Vec<AppFacts>,
    /// Container, proxy and delivery files that the repository has of its own.
    pub existing: Vec<ExistingFile>,
    /// Paths that shipready rendered to before: a file keeps the name that it has.
    #[serde(skip)]
    pub names: Vec<RelPath>,
    /// What could not be decided or read, for the person.
    pub notices: Vec<Notice>,
}

/// One program of the repository that is deployed on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppFacts {
    /// Lower-case letters, digits and hyphens; from the project's metadata or the folder.
    pub name: String,
    /// The folder that holds the app's manifest (pyproject.toml, package.json …).
    pub root: RelPath,
    /// A stack component: `fastapi`.
    pub stack: Seen<String>,
    pub runtime: Seen<Runtime>,
    /// `uv`, `poetry`, `pip` …
    pub package_manager: Seen<String>,
    /// The lock file, if there is one.
    pub lock: Option<Seen<RelPath>>,
    /// The folder of the lock file: where dependencies are installed from.
    pub build_root: RelPath,
    /// Requirement files or manifests that an install without a lock reads, in order.
    pub requirements: Vec<RelPath>,
    /// Where one more dependency can be listed; None where only a program states them (setup.py), or with hashes.
    pub listing: Option<Listing>,
    /// Direct dependencies by normalised name; the locked version where one is known.
    pub dependencies: BTreeMap<String, Option<String>>,
    /// Extras of the project that run-time dependencies come from (`standard`); an install must name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<String>,
    /// Dependency groups that run-time dependencies come from (`server`); an install must name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Dependencies of the development groups alone (`pytest`, `ruff`), in the same form.
    pub development: BTreeMap<String, Option<String>>,
    /// Linters and type checkers that its settings are written for, in order of their names.
    pub linters: Vec<Seen<Linter>>,
    /// The folder of its tests.
    pub tests: Option<Seen<RelPath>>,
    pub entry: Option<Seen<Entry>>,
    /// What it listens on; None for a bot that asks for its updates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<Seen<u16>>,
    /// The path below which all of its routes are: `/api`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<Seen<String>>,
    /// Drivers and client libraries of backing services, in order of their names.
    pub clients: Vec<Seen<Client>>,
    pub migrations: Option<Seen<Migrations>>,
    /// How many revisions the migration scripts hold; None where no migration tool is set up and there are none.
    pub revisions: Option<Seen<usize>>,
    /// Programs that work off queues, and those that put work into them on time.
    pub workers: Vec<Seen<Worker>>,
    /// Where the tables of the models are: `app.models:Base.metadata`.
    pub metadata: Option<Seen<String>>,
    /// Environment variables that the code reads, in order of their names.
    pub variables: Vec<VariableFact>,
    /// Functions by which the program opens a port of its own while it serves: `prometheus_client.start_http_server`.
    pub listeners: Vec<Seen<String>>,
    /// Files of settings that the code does not start without and that the repository does not hold (`.env`).
    pub insists: Vec<Seen<RelPath>>,
    /// Files of settings that the code opens and that only their owner has: the repository holds an example.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owned: Vec<Seen<Owned>>,
    /// Folders that the program serves files from and that the repository does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<Seen<RelPath>>,
    /// Paths that the program writes to, relative to its working directory.
    pub writes: Vec<Seen<Write>>,
    /// Chat bots that it runs, in a program of their own or inside of the web application.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bots: Vec<Seen<Bot>>,
    /// Programs of the system that the code runs by their names: `ffmpeg`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Seen<String>>,
    /// Host names of services that stand in the code itself, so that the services must be called so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<Seen<Host>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Node>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Seen<Site>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub django: Option<Seen<Django>>,
}

/// What the server imports to get the application, or the program that is one itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Dotted module: `app.main`. Of a program on Node its file, relative to the app's root: `dist/index.js`.
    pub module: String,
    /// Attribute of the module: `app`. Empty where the module is the program.
    pub attribute: String,
    /// The attribute is a function to be called without arguments.
    pub factory: bool,
    /// The folder that must be on the import path.
    pub import_root: RelPath,
}

impl Entry {
    /// `app.main:app`, or `app.main:create_app()` for a factory; the module alone where it is the program.
    pub fn target(&self) -> String {
        if self.attribute.is_empty() {
            return self.module.clone();
        }
        let call = if self.factory { "()" } else { "" };
        format!("{}:{}{call}", self.module, self.attribute)
    }
}

/// A client library of a service, as the service's component lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Client {
    /// The package, normalised: `asyncpg`.
    pub package: String,
    /// The service component that it talks to: `postgres`.
    pub service: String,
}

/// The type that the code gives to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    String,
    Integer,
    Number,
    Boolean,
    /// A URL or DSN.
    Url,
    /// A list in the reader's own notation, or JSON.
    List,
    Json,
    /// A type whose values must not be shown (`SecretStr`).
    Secret,
}

/// An environment variable that the code reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariableFact {
    /// As the process must have it: `DATABASE_URL`.
    pub name: String,
    #[serde(rename = "type")]
    pub kind: ValueType,
    /// The program does not start, or fails later, without it.
    pub required: bool,
    /// The default in the code, when it is a literal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The value that the repository's own example file gives, unless it looks like a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The values that the type admits (an enumeration), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    pub evidence: Vec<Evidence>,
}

/// A file of a kind that shipready also renders, which the repository already has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExistingFile {
    pub path: RelPath,
    /// `dockerfile`, `compose`, `compose-override`, `nginx`, `procfile`, `workflow`, `dependabot`.
    pub kind: String,
}

/// Something that the person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// A file that it is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<RelPath>,
    pub text: String,
}
