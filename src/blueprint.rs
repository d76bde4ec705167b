//! The Blueprint: what shall run, independent of any target.

mod additions;
mod app;
mod apps;
mod around;
mod bind;
mod binding;
mod contribute;
mod demand;
mod expand;
mod facet;
mod files;
mod inside;
mod keeper;
mod offer;
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
pub use crate::blueprint::app::App;
pub use crate::blueprint::binding::{AppVariable, Binding, Entry, Read, SecretFile};
pub use crate::blueprint::contribute::Itself;
pub use crate::blueprint::demand::{Demand, Need};
pub use crate::blueprint::files::{Names, Place};
pub use crate::blueprint::keeper::{Handout, Keeper};
pub use crate::blueprint::options::{detected, is_version};
pub use crate::blueprint::platform::{Handed, PlatformView};
pub use crate::blueprint::programs::{Bot, Insisted, Kept, Linter, Migrations, Owned, Worker};
pub use crate::blueprint::resolve::resolve;
pub use crate::blueprint::routes::{Front, Route, Served};
pub use crate::blueprint::selection::Selection;
pub use crate::blueprint::steps::Step;
pub use crate::blueprint::supplies::{Parts, Provision, Supplied};
pub use crate::blueprint::wanted::Wanted;
use crate::catalog::backup::{self, Backup};
use crate::catalog::check::Trial;
use crate::catalog::container::{Container, Wait};
use crate::catalog::contribution::{Commands, Secret};
use crate::catalog::option::Value;
use crate::catalog::process::ProcessSpec;
use crate::catalog::supply::SecretStore;
use crate::facts::Notice;
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
    /// The service that keeps them in the place of files.
    pub keeper: Option<Keeper>,
    /// Services that the target supplies itself; they have no containers.
    pub supplies: Vec<Provision>,
    /// Ids of the selected services, in order.
    pub selected: Vec<String>,
    /// Those of them that the target supplies itself.
    pub supplied: Vec<String>,
    /// The selected services in the same order.
    pub services: Vec<Service>,
    pub apps: Vec<App>,
    pub processes: Vec<Process>,
    pub containers: Vec<Container>,
    /// Containers of services that only development has.
    pub development: Vec<Container>,
    /// Names of data volumes with their summaries.
    pub volumes: BTreeMap<String, String>,
    /// What `.env` may hold, in order of first use.
    pub variables: Vec<AppVariable>,
    pub secrets: Vec<Secret>,
    pub routes: Vec<Route>,
    /// The same by the host names that they are for, with files that a proxy may serve.
    pub fronts: Vec<Front>,
    /// Secrets that requests of some routes must show.
    pub tokens: Vec<String>,
    /// Throw-away instances of services, for tests.
    pub trials: Vec<Trial>,
    /// How what services keep is copied and brought back.
    pub backups: Vec<Backup>,
    /// The volumes in which the apps keep files.
    pub kept: Vec<backup::Kept>,
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
        let of_apps = |app: &App| app.stack == id || app.runtime == id || app.roles.iter().any(|role| role == id);
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
    /// The host name of what answers programs: of the first app that is more than files.
    pub api: String,
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
    /// The connections that the processes may open, where those are few.
    pub demand: Option<Demand>,
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
    /// Files of settings that only their owner has.
    pub owned: Vec<Owned>,
    /// The port on which it shows its metrics, at `/metrics`.
    pub metrics: Option<u16>,
    /// The host names that it is told to answer to; empty where its stack needs none.
    pub hostnames: Vec<String>,
    pub waits: Vec<Wait>,
    /// Addresses that readiness asks, by service.
    pub checks: BTreeMap<String, String>,
    /// Requests lead to it.
    pub routed: bool,
    /// Nothing stands in front of it: the target must publish its port itself.
    pub published: bool,
}
