//! What a target supplies itself in the place of a service's container, and which containers it can run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::component::Component;
use crate::catalog::container::Container;
use crate::catalog::option::{Spec, Value};

/// How a target supplies a capability by itself: its own database, cache or load balancer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// What the target's templates call it: `database`.
    pub kind: String,
    /// Facets of the service whose values the target alone knows.
    #[serde(default)]
    pub facets: BTreeMap<String, Property>,
    /// Where readiness asks for it, without credentials: `postgresql://{host}:{port}`.
    #[serde(default)]
    pub address: Option<String>,
    /// Options of the service that hold here as well, by the name that the target's templates use.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// Options of the service that the target decides.
    #[serde(default)]
    pub fixed: BTreeMap<String, Value>,
    /// Options of the service that have fewer choices here; the first stands in for a default that is not among them.
    #[serde(default)]
    pub choices: BTreeMap<String, Vec<String>>,
    /// What a person should know who expects the service's own container.
    #[serde(default)]
    pub notice: Option<String>,
}

/// A value that the target hands to processes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// What the target calls it: `connectionString`.
    pub property: String,
    /// Of a URL: the scheme that it begins with. Where another is wanted, the URL is put together from its parts.
    #[serde(default)]
    pub scheme: Option<String>,
    #[serde(default)]
    pub secret: bool,
    /// The container that has it; the service itself where there is none.
    #[serde(skip)]
    pub of: Option<String>,
}

/// Which containers of backing services a target can run.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Containers {
    /// Those that read files of the repository.
    #[serde(default)]
    pub mounts: bool,
    /// Those that read secrets as files.
    #[serde(default)]
    pub secrets: bool,
    /// Those that run to their end before others start.
    #[serde(default)]
    pub once: bool,
    /// Those whose image is built from the repository.
    #[serde(default)]
    pub builds: bool,
    /// The most volumes of one container; any number when it is not said.
    #[serde(default)]
    pub volumes: Option<usize>,
    /// The property that tells the name of a container's host; its id is the name when it is not said.
    #[serde(default)]
    pub host: Option<String>,
}

/// Who keeps the secrets of a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretStore {
    /// Files on the machine that runs everything, one each.
    #[default]
    Files,
    /// The platform, which makes them up or asks for them.
    Platform,
}

impl Containers {
    /// Why `container` cannot run; None when it can.
    pub fn refuses(&self, container: &Container) -> Option<&'static str> {
        let volumes = self.volumes.is_some_and(|most| container.volumes.len() > most);
        let reasons = [
            (!self.mounts && !container.mounts.is_empty(), "read files of the repository"),
            (!self.mounts && !container.host.is_empty(), "read files of the machine"),
            (!self.secrets && !container.secrets.is_empty(), "read secrets as files"),
            (!self.once && container.once, "run once before others"),
            (!self.builds && container.build.is_some(), "are built from the repository"),
            (volumes, "have so many volumes"),
        ];
        reasons.into_iter().find_map(|(refused, reason)| refused.then_some(reason))
    }
}

impl Component {
    /// How this target supplies `service`, if it does.
    pub fn supply_of(&self, service: &Component) -> Option<&Supply> {
        service.provides.iter().find_map(|capability| self.supplies.get(capability))
    }

    /// The options of this service on `target`, which may have fewer choices.
    pub fn options_on(&self, target: &Component) -> BTreeMap<String, Spec> {
        let mut options = self.options.clone();
        for (name, choices) in target.supply_of(self).into_iter().flat_map(|supply| &supply.choices) {
            let Some(spec) = options.get_mut(name) else { continue };
            spec.choices.retain(|choice| choices.contains(choice));
            if let Some(first) = spec.choices.first().filter(|_| spec.accept(spec.default.clone()).is_err()) {
                spec.default = Value::String(first.clone());
            }
        }
        options
    }
}
