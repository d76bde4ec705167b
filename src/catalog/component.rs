//! `component.yaml`: what a component is, before anything is rendered.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::catalog::bind::{Bind, Credentials, Scheme};
use crate::catalog::file::FileRule;
use crate::catalog::gift::Gift;
use crate::catalog::option::Spec;
use crate::catalog::source::{Source, parse};
use crate::catalog::supply::{Containers, SecretStore, Supply};
use crate::facts::AppFacts;
use crate::requirement::Specifier;

/// What a component is for. The order is the order in which components contribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Always part of a project.
    Base,
    Runtime,
    /// What several stacks or services have in common; each says which of them it plays.
    Role,
    Stack,
    Service,
    Target,
}

impl Kind {
    /// The folder below `templates/` that holds components of this kind.
    pub fn folder(self) -> String {
        format!("{self}s")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Kind::Base => "base",
            Kind::Runtime => "runtime",
            Kind::Role => "role",
            Kind::Stack => "stack",
            Kind::Service => "service",
            Kind::Target => "target",
        })
    }
}

/// A component of the catalog, as its `component.yaml` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The name of its folder.
    #[serde(skip)]
    pub id: String,
    /// Path below `templates/`: `services/redis`.
    #[serde(skip)]
    pub folder: String,
    pub kind: Kind,
    pub title: String,
    /// One sentence for people who choose.
    pub summary: String,
    /// For a stack: the runtime component that it needs.
    #[serde(default)]
    pub runtime: Option<String>,
    /// The roles that a stack or a service plays (`web`). Their options, files and parts of the blueprint are its own,
    /// unless it has others of that name.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Selected unless the person says otherwise.
    #[serde(default)]
    pub recommended: bool,
    /// Of a service: the roles of which an app must play one, or parts that options give it (`plays`), for it to be
    /// recommended; any app when it is not said.
    #[serde(default)]
    pub suits: Vec<String>,
    /// Of a service: it looks at what all others bring, so it comes after them.
    #[serde(default)]
    pub gathers: bool,
    /// Capabilities: `cache.redis`.
    #[serde(default)]
    pub provides: Vec<String>,
    /// Those of them for which it is the one to select, where others provide them as well.
    #[serde(default)]
    pub usual_for: Vec<String>,
    /// Capabilities that another selected component must provide.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Of a service that takes few connections: the option that says how many.
    #[serde(default)]
    pub connections: Option<String>,
    /// Of a service: a capability that it stands in front of. Who uses a service that provides that, uses this one too.
    #[serde(default)]
    pub before: Option<String>,
    /// Components or capabilities that cannot stand beside it.
    #[serde(default)]
    pub conflicts: Vec<String>,
    /// By runtime: the client packages that show that an application uses it.
    #[serde(default)]
    pub detect: BTreeMap<String, Vec<String>>,
    /// By runtime: the packages that it needs among the dependencies of an application that uses it.
    #[serde(default)]
    pub dependencies: BTreeMap<String, Vec<Need>>,
    /// By facet: the variable names that it usually hides behind.
    #[serde(default)]
    pub binds: BTreeMap<String, Bind>,
    /// The URL scheme by the drivers in use; the first whose packages are all there decides.
    #[serde(default)]
    pub schemes: Vec<Scheme>,
    #[serde(default)]
    pub credentials: Option<Credentials>,
    #[serde(default)]
    pub options: BTreeMap<String, Spec>,
    #[serde(default)]
    pub files: Vec<FileRule>,
    /// The points of the checklist that it meets, by the ids of the audit's rules.
    #[serde(default)]
    pub gives: BTreeMap<String, Gift>,
    /// Templates by where they were in earlier versions (`repo/old.conf`): what a user did to their files goes along.
    #[serde(default)]
    pub moved: BTreeMap<String, String>,
    /// Of a target: the capabilities that it supplies itself.
    #[serde(default)]
    pub supplies: BTreeMap<String, Supply>,
    /// Of a target: which containers it can run; none when it is not said.
    #[serde(default)]
    pub containers: Option<Containers>,
    /// Of a target: who keeps the secrets.
    #[serde(default)]
    pub secrets: SecretStore,
}

/// A package that an application must list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// A specifier: `alembic>=1.13`.
    pub package: String,
    /// Normalised names: where the application lists one of them, it does not need this.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Normalised names: only an application that lists one of them needs this.
    #[serde(default)]
    pub beside: Vec<String>,
}

impl Need {
    fn is_wrong(&self) -> bool {
        Specifier::read_whole(&self.package).is_none() || self.package.contains(['"', '\n'])
    }
}

impl Component {
    /// Loads the component whose `component.yaml` is at `path`.
    ///
    /// # Errors
    /// Unknown keys, a wrong type, or a kind that is not the folder's; with file, line and column.
    pub fn load(source: &Source, path: &str) -> Result<Self> {
        let mut component: Component = parse(source, path)?;
        component.folder = path.trim_end_matches("/component.yaml").to_owned();
        let place = component.folder.split_once('/').with_context(|| format!("{} is misplaced", source.name(path)))?;
        let (kind, (parent, id)) = (component.kind, place);
        if parent != kind.folder() {
            bail!("{}: a {kind} belongs into the folder {}/", source.name(path), kind.folder());
        }
        for (name, spec) in &component.options {
            spec.check().with_context(|| format!("{}: option `{name}`", source.name(path)))?;
        }
        if let Some(need) = component.dependencies.values().flatten().find(|need| need.is_wrong()) {
            let (file, written) = (source.name(path), &need.package);
            bail!("{file}: `{written}` among the dependencies is no specifier such as `name>=1.2`");
        }
        let of_targets = !component.supplies.is_empty() || component.containers.is_some();
        if of_targets && kind != Kind::Target {
            bail!("{}: only a target `supplies` anything or runs `containers`", source.name(path));
        }
        component.id = id.to_owned();
        Ok(component)
    }

    /// The runtime of a stack.
    ///
    /// # Errors
    /// A stack without `runtime`.
    pub fn runtime(&self) -> Result<&str> {
        self.runtime.as_deref().with_context(|| format!("templates/{}/component.yaml names no `runtime`", self.folder))
    }

    /// Whether `app` has a client library of this service. Of a tool, which no variable points at and which the
    /// program itself need not import, the dependency is enough.
    pub fn is_client(&self, app: &AppFacts) -> bool {
        let packages = self.detect.get(&app.runtime.value.id).map(Vec::as_slice).unwrap_or_default();
        let tool = self.binds.is_empty() && packages.iter().any(|package| app.dependencies.contains_key(package));
        tool || app.clients.iter().any(|client| client.value.service == self.id)
    }

    /// Whether an app has to list packages for it, whatever else it lists: then an app can use it that has none of its own.
    pub fn brings_packages(&self) -> bool {
        self.dependencies.values().flatten().any(|need| need.beside.is_empty())
    }

    /// Whether this service can take the place of `other` for those who use that one: it provides all that it does.
    pub fn stands_in_for(&self, other: &Component) -> bool {
        let provides = |capability| self.provides.contains(capability);
        self.id != other.id && !other.provides.is_empty() && other.provides.iter().all(provides)
    }

    /// The rule for the file at `path` below the component's folder: the longest `from` that covers it.
    pub fn rule(&self, path: &str) -> Option<&FileRule> {
        let covers = |rule: &&FileRule| {
            path.strip_prefix(rule.from.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.files.iter().filter(covers).max_by_key(|rule| rule.from.len())
    }
}
