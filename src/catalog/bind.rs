//! How variables that lead to a service are called, which scheme their URLs have, and whether a password can be sent.

use serde::Deserialize;

use crate::catalog::component::Component;
use crate::catalog::variables::matches;
use crate::facts::{AppFacts, VariableFact};

/// How the variables behind one facet are called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bind {
    /// Exact names, or patterns with one `*`.
    pub names: Vec<String>,
    /// Patterns of names that the patterns above would match by mistake.
    #[serde(default)]
    pub except: Vec<String>,
    /// Names of databases in general: meant where they are those of no other selected service.
    #[serde(default)]
    pub shared: Vec<String>,
}

impl Bind {
    /// Whether a variable called `name` is meant, by its exact name. A nested setting (`DATABASE__HOST`) is called
    /// as one that is not.
    pub fn is(&self, name: &str) -> bool {
        let name = name.replace("__", "_");
        self.names.contains(&name)
    }

    /// Whether a variable called `name` is meant, by a pattern if need be.
    pub fn resembles(&self, name: &str) -> bool {
        let flat = name.replace("__", "_");
        let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, &flat));
        self.is(name) || (any(&self.names) && !any(&self.except))
    }

    /// Whether a variable called `name` is meant where it is no other service's.
    pub fn may_be(&self, name: &str) -> bool {
        self.shared.contains(&name.replace("__", "_"))
    }
}

/// A URL scheme and the packages that want it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Normalised package names, all of which must be direct dependencies; empty always matches.
    #[serde(default)]
    pub with: Vec<String>,
    pub scheme: String,
}

/// A password that only makes sense when the application can send it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The facets that carry the password: one of them must be bound to a variable of the application.
    pub facets: Vec<String>,
    /// The boolean option that turns the password on.
    pub option: String,
}

impl Credentials {
    /// Whether `app` reads a variable that carries the password; `others` are selected as well.
    pub fn can_send(&self, component: &Component, app: &AppFacts, others: &[&Component]) -> bool {
        let means = |variable: &VariableFact, bind: &Bind| {
            let name = &variable.name;
            let taken = || others.iter().any(|other| other.binds.values().any(|bind| bind.resembles(name)));
            let own = || component.shown_scheme(variable).is_some() || !taken();
            bind.resembles(name) || (bind.may_be(name) && own())
        };
        let binds = || self.facets.iter().filter_map(|facet| component.binds.get(facet));
        app.variables.iter().any(|variable| binds().any(|bind| means(variable, bind)))
    }
}

impl Component {
    /// The scheme of the variable's own example, if it is one of this service's.
    pub fn shown_scheme<'a>(&self, variable: &'a VariableFact) -> Option<&'a str> {
        let value = variable.example.as_deref().or(variable.default.as_deref())?;
        let (scheme, _) = value.split_once("://")?;
        self.schemes.iter().any(|known| known.scheme == scheme).then_some(scheme)
    }
}
