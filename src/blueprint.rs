//! The Blueprint: what shall run, independent of any target.

mod additions;
mod apps;
mod bind;
mod binding;
mod contribute;
mod expand;
mod files;
mod inside;
mod options;
mod platform;
mod processes;
mod programs;
mod resolve;
mod routes;
mod selection;
mod steps;
mod supplies;
mod trials;
mod users;
mod values;
mod variables;
mod wanted;

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::blueprint::additions::{Addition, Listed};
pub use crate::blueprint::binding::{AppVariable, Binding, Entry, Read, SecretFile};
pub use crate::blueprint::files::{Names, Place};
pub use crate::blueprint::options::{detected, is_version};
pub use crate::blueprint::platform::{Handed, PlatformView};
pub use crate::blueprint::programs::{Insisted, Linter, Migrations, Worker};
pub use crate::blueprint::resolve::resolve;
pub use crate::blueprint::routes::Route;
pub use crate::blueprint::selection::Selection;
pub use crate::blueprint::steps::Step;
pub use crate::blueprint::supplies::{Parts, Provision, Supplied};
pub use crate::blueprint::wanted::Wanted;
use crate::catalog::check::{Check, Trial};
use crate::catalog::container::{Container, Wait, Writable};
use crate::catalog::contribution::{Commands, Package, ProcessSpec, Secret, Told};
use crate::catalog::option::Value;
use crate::catalog::supply::SecretStore;
use crate::facts::Notice;
use crate::manifest::Job;
use crate::tree::RelPath;

/// Options of one component, complete and checked.
pub type Options = BTreeMap<String, Value>;

/// The resolved model. Targets are views of it.
#[derive(Clone, Debug, Serialize)]
pub struct Blueprint {
    pub project: Project,
    /// The target component.
    pub target: String,
    pub target_title: String,
    /// Options of the target; its own templates see them as `options`.
    #[serde(skip)]
    pub target_options: Options,
    /// Who keeps the secrets.
    pub secret_store: SecretStore,
    /// Services that the target supplies itself; they have no containers.
    pub supplies: Vec<Provision>,
    /// Ids of the selected services, in order.
    pub selected: Vec<String>,
    /// The selected services in the same order.
    pub services: Vec<Service>,
    pub apps: Vec<App>,
    pub processes: Vec<Process>,
    pub containers: Vec<Container>,
    /// Names of data volumes with their summaries.
    pub volumes: BTreeMap<String, String>,
    /// What `.env` may hold, in order of first use.
    pub variables: Vec<AppVariable>,
    pub secrets: Vec<Secret>,
    pub routes: Vec<Route>,
    /// Throw-away instances of services, for tests.
    pub trials: Vec<Trial>,
    /// Files of the kinds that are rendered, which the repository has of its own.
    pub existing: Vec<RelPath>,
    /// Paths that were rendered to before: a file keeps the name that it has.
    #[serde(skip)]
    pub names: Vec<RelPath>,
    /// Files of special rules, by the path that their component gives them.
    pub files: BTreeMap<String, Place>,
    /// The repository's own file that says what runs, in the place of the target's: then nothing here does.
    pub own_stack: Option<RelPath>,
    /// What a person does before the first start, in order.
    pub steps: Vec<Step>,
    /// The command that starts everything.
    pub start: String,
    /// How a person works with what runs.
    pub commands: Commands,
    /// By service: what a person does once it was added.
    #[serde(skip)]
    pub next: BTreeMap<String, String>,
    /// What only a person knows.
    pub wanted: Wanted,
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

impl Blueprint {
    /// Whether the component `id` is part of it; a base is part of every one and not asked for.
    pub fn has(&self, id: &str) -> bool {
        let of_apps = |app: &App| app.stack == id || app.runtime == id;
        self.target == id || self.selected.iter().any(|service| service == id) || self.apps.iter().any(of_apps)
    }

    /// The names that the repository already uses.
    pub fn names_here(&self) -> Names<'_> {
        Names { existing: &self.existing, used: &self.names }
    }
}

/// The repository as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct Project {
    pub name: String,
    /// The name under which the world reaches it.
    pub domain: String,
}

/// A selected service.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    pub id: String,
    pub title: String,
    pub provides: Vec<String>,
    pub options: Options,
    /// Where readiness asks for it, without credentials; `{NAME}` stands for a variable of `parts`.
    pub address: Option<String>,
    pub parts: Parts,
    /// The target supplies it itself.
    pub supplied: bool,
}

/// One app with what its image needs.
#[derive(Clone, Debug, Serialize)]
pub struct App {
    pub name: String,
    pub root: RelPath,
    /// The Dockerfile, from the repository root.
    pub dockerfile: RelPath,
    pub stack: String,
    pub runtime: String,
    pub package_manager: String,
    pub lock: Option<RelPath>,
    pub build_root: RelPath,
    /// Every requirements file, those that others include among them.
    pub requirements: Vec<RelPath>,
    /// The requirements file that an install starts from.
    pub installs: Vec<RelPath>,
    /// Where its dependencies are listed, and what must be listed more.
    pub listing: Listed,
    pub additions: Vec<Addition>,
    /// The command that renews its lock after that.
    #[serde(skip)]
    pub relock: Option<String>,
    /// Direct dependencies and their locked versions.
    pub dependencies: BTreeMap<String, Option<String>>,
    /// Extras and dependency groups that run-time dependencies come from; an install must name them.
    pub extras: Vec<String>,
    pub groups: Vec<String>,
    /// Dependencies of the development groups alone, in the same form.
    pub development: BTreeMap<String, Option<String>>,
    /// The folder of its tests, from the repository root.
    pub tests: Option<RelPath>,
    /// Programs that work beside the one that answers requests.
    pub workers: Vec<Worker>,
    /// Commands that run at fixed times, by the names that the manifest gives them.
    pub jobs: BTreeMap<String, Job>,
    /// What the server imports: `app.main:app`.
    pub entry: String,
    /// The folder that must be on the import path, inside the image: `/app/src`.
    pub import_folder: String,
    /// Where its processes start, inside the image.
    pub workdir: String,
    /// Where its root stands, inside the image: `/app/services/api`.
    pub home: String,
    pub migrations: Option<Migrations>,
    /// No revision of the schema exists yet.
    pub unmigrated: bool,
    /// Linters and type checkers that it has settings for and that its packages do not bring, by name.
    pub linters: BTreeMap<String, Linter>,
    /// Ids of the selected services that it uses.
    pub uses: Vec<String>,
    /// Debian packages for run time, with what building against them needs.
    pub packages: Vec<Package>,
    /// All of what building needs.
    pub build_packages: Vec<String>,
    /// Files of settings that are made, empty, wherever it runs.
    pub insists: Vec<Insisted>,
    /// Folders that the code writes to, inside the image.
    pub writable: Vec<Writable>,
    /// What its processes are told alike, by its runtime and stack.
    #[serde(skip)]
    pub told: Told,
    /// How its variables get their values, in order of their names.
    pub environment: Vec<Entry>,
    /// Steps of continuous integration, in order.
    pub checks: Vec<Check>,
    /// What its variables are set to while it is checked.
    pub trial: BTreeMap<String, String>,
    /// Options of its stack and runtime.
    pub options: Options,
    /// What its image starts, and the arguments that stand behind it unless a process has others.
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    /// Variables of its secrets that are made up, where secrets come as variables.
    pub made: Vec<String>,
}

/// A process with everything that a target needs to run it.
#[derive(Clone, Debug, Serialize)]
pub struct Process {
    /// `<app>-<id>`.
    pub name: String,
    pub app: String,
    /// What its component said of it; templates see these fields as the process's own.
    #[serde(flatten)]
    pub spec: ProcessSpec,
    pub environment: Vec<Entry>,
    /// What a target needs that has no files for secrets and no `.env`.
    #[serde(flatten)]
    pub platform: PlatformView,
    pub secrets: Vec<SecretFile>,
    pub waits: Vec<Wait>,
    /// Addresses that readiness asks, by service.
    pub checks: BTreeMap<String, String>,
    /// Nothing stands in front of it: the target must publish its port itself.
    pub published: bool,
}
