//! An app of the Blueprint, as templates see it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::blueprint::{Addition, Bot, Entry, Insisted, Kept, Linter, Listed, Migrations, Options, Owned, Worker};
use crate::catalog::check::Check;
use crate::catalog::container::Writable;
use crate::catalog::contribution::{Package, Told};
use crate::facts;
use crate::manifest::Job;
use crate::tree::RelPath;

/// One app with what its image needs.
#[derive(Clone, Debug, Serialize)]
pub struct App {
    pub name: String,
    pub root: RelPath,
    /// The Dockerfile, from the repository root.
    pub dockerfile: RelPath,
    pub stack: String,
    /// What it has in common with apps of other stacks: `web`.
    pub roles: Vec<String>,
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
    /// Folders inside the image that the code serves files from and that the repository does not hold.
    pub shown: Vec<String>,
    /// Files of settings that only their owner has.
    pub owned: Vec<Owned>,
    /// Folders whose files outlive a restart.
    pub kept: Vec<Kept>,
    /// Folders that the code writes to, inside the image.
    pub writable: Vec<Writable>,
    /// What its processes are told alike, by its runtime and stack.
    #[serde(skip)]
    pub told: Told,
    /// How its variables get their values, in order of their names.
    pub environment: Vec<Entry>,
    /// The same for its releases, which a pool of connections does not suit.
    #[serde(skip)]
    pub direct: Vec<Entry>,
    /// Those of them that are built into what browsers are sent; none is secret.
    pub built: Vec<Entry>,
    /// Steps of continuous integration, in order.
    pub checks: Vec<Check>,
    /// What its variables are set to while it is checked.
    pub trial: BTreeMap<String, String>,
    /// Options of its stack and runtime.
    pub options: Options,
    /// What its image starts, and the arguments that stand behind it unless a process has others.
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    /// How it is asked whether it is ready, and what stands before its own programs and before other commands.
    pub probe: Vec<String>,
    pub program: Vec<String>,
    pub run: Vec<String>,
    /// Its chat bots, how it is built on Node, what of it is served as files, and what Django is told.
    pub bots: Vec<Bot>,
    /// Programs of the system that the code runs by their names.
    pub programs: Vec<String>,
    /// Names under which it looks for services, whatever they are called here.
    pub hosts: Vec<facts::Host>,
    pub node: Option<facts::Node>,
    pub site: Option<facts::Site>,
    pub django: Option<facts::Django>,
    /// Variables of its secrets that are made up, where secrets come as variables.
    pub made: Vec<String>,
}

impl App {
    /// Takes what all of its processes are told.
    pub(crate) fn hear(&mut self, told: Told) {
        let Told { environment, passes, volumes, hostnames, metrics, bind, release } = told;
        self.told.environment.extend(environment);
        self.told.passes.extend(passes);
        self.told.volumes.extend(volumes);
        self.told.hostnames = hostnames.or(self.told.hostnames.take());
        self.told.metrics = metrics.or(self.told.metrics);
        self.told.bind.extend(bind);
        self.told.release.extend(release);
    }
}
