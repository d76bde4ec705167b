//! Bindings: where each variable that the code reads gets its value.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::blueprint::expand::{Expanded, expand};
use crate::blueprint::values::{production, setting};
use crate::blueprint::{Binding, Entry, Project, Read};
use crate::catalog::Catalog;
use crate::catalog::component::{Bind, Component};
use crate::catalog::contribution::{Facet, Generator, Secret};
use crate::catalog::supply::Supply;
use crate::catalog::variables::matches;
use crate::facts::{AppFacts, ValueType, VariableFact};
use crate::manifest::Choices;

/// A selected service as variables see it.
pub(crate) struct Offer<'a> {
    pub component: &'a Component,
    pub facets: BTreeMap<String, Facet>,
    /// Facets that the target hands over.
    pub supply: Option<Supply>,
}

/// A binding, and the facet behind it.
pub(crate) struct Bound {
    facet: Option<String>,
    binding: Binding,
}

impl From<Binding> for Bound {
    fn from(binding: Binding) -> Self {
        Bound { facet: None, binding }
    }
}

/// How one app's variables are bound.
pub(crate) struct Bindings {
    /// In order of their names.
    pub entries: Vec<Entry>,
    /// Secrets that belong to no service.
    pub secrets: Vec<Secret>,
}

/// Binds every variable of `app`, the manifest's own bindings first.
///
/// # Errors
/// A binding of the manifest that names no facet of its service.
pub(crate) fn bind(
    catalog: &Catalog,
    project: &Project,
    app: &AppFacts,
    offers: &[Offer<'_>],
    chosen: &Choices,
) -> Result<Bindings> {
    let mut bindings = Bindings { entries: Vec::new(), secrets: Vec::new() };
    let names = app.variables.iter().map(|variable| (variable.name.as_str(), Some(variable)));
    let mut all: BTreeMap<&str, Option<&VariableFact>> = chosen.keys().map(|name| (name.as_str(), None)).collect();
    all.extend(names);
    for (name, variable) in all {
        let (bound, secret) = match chosen.get(name) {
            Some(choice) => by_choice(app, offers, name, &choice.value.to_string(), &choice.place)?,
            None => match variable {
                Some(variable) => by_name(catalog, project, app, offers, variable),
                None => continue,
            },
        };
        bindings.secrets.extend(secret);
        let read = variable.map(Read::of);
        bindings.entries.push(Entry { name: name.to_owned(), facet: bound.facet, read, binding: bound.binding });
    }
    Ok(bindings)
}

/// Gives the variables that the stack decides itself their values.
pub(crate) fn decide(entries: &mut [Entry], decided: Option<&BTreeMap<String, String>>) {
    for entry in entries {
        if let Some(value) = decided.and_then(|decided| decided.get(&entry.name)) {
            entry.binding = Binding::Literal { value: value.clone() };
        }
    }
}

/// The variable `name` of one process, bound to `reference` (`postgres.url`); None when no such service is selected.
pub(crate) fn bind_to(app: &AppFacts, offers: &[Offer<'_>], name: &str, reference: &str) -> Option<Entry> {
    let (id, facet) = reference.split_once('.')?;
    let offer = offers.iter().find(|offer| offer.component.id == id)?;
    let Bound { facet, binding } = facet_binding(app, offer, facet, None)?;
    Some(Entry { name: name.to_owned(), facet, read: None, binding })
}

/// The facet of `component` that hides behind the variable `name`: an exact name before a pattern.
pub(crate) fn facet_of<'a>(component: &'a Component, name: &str) -> Option<&'a str> {
    let facet = |means: &dyn Fn(&Bind) -> bool| component.binds.iter().find(|(_, bind)| means(bind));
    let found = facet(&|bind| bind.is(name)).or_else(|| facet(&|bind| bind.resembles(name)));
    found.map(|(facet, _)| facet.as_str())
}

fn by_choice(
    app: &AppFacts,
    offers: &[Offer<'_>],
    name: &str,
    value: &str,
    place: &str,
) -> Result<(Bound, Option<Secret>)> {
    if value == "generate" {
        let secret = own_secret(name, Some(Generator::Key), true, "Set in shipready.toml.");
        return Ok((Binding::Secret { secret: secret.name.clone() }.into(), Some(secret)));
    }
    let service = value
        .split_once('.')
        .and_then(|(id, facet)| offers.iter().find(|offer| offer.component.id == id).map(|offer| (offer, facet)));
    let Some((offer, facet)) = service else {
        return Ok((Binding::Literal { value: value.to_owned() }.into(), None));
    };
    match facet_binding(app, offer, facet, None) {
        Some(bound) => Ok((bound, None)),
        None => {
            let id = &offer.component.id;
            let known = offer.facets.keys().map(String::as_str);
            bail!("{place}: {}", crate::catalog::unknown(&format!("facet of {id} called"), facet, known))
        }
    }
}

fn by_name(
    catalog: &Catalog,
    project: &Project,
    app: &AppFacts,
    offers: &[Offer<'_>],
    variable: &VariableFact,
) -> (Bound, Option<Secret>) {
    let facet =
        |offer: &Offer<'_>| facet_binding(app, offer, facet_of(offer.component, &variable.name)?, Some(variable));
    if let Some(bound) = offers.iter().find_map(facet) {
        return (bound, None);
    }
    if let Some(value) = production(catalog, variable) {
        return (Binding::Literal { value }.into(), None);
    }
    if let Some(secret) = secret(catalog, variable) {
        return (Binding::Secret { secret: secret.name.clone() }.into(), Some(secret));
    }
    let binding = match (variable.required, setting(catalog, project, variable)) {
        (true, Some(value)) => Binding::Setting { value },
        (true, None) => Binding::Required,
        (false, _) => Binding::Optional,
    };
    (binding.into(), None)
}

/// The secret that the variable holds, by its type or its name.
fn secret(catalog: &Catalog, variable: &VariableFact) -> Option<Secret> {
    let known = &catalog.variables;
    let name = &variable.name;
    let text = match variable.kind {
        ValueType::String | ValueType::Secret => true,
        // An address without a password in its own example is none to hide.
        ValueType::Url => variable.default.is_none() && variable.example.is_none(),
        _ => false,
    };
    if !text {
        return None;
    }
    let generated = known.generated.iter().find(|known| any(&known.names, name));
    if let Some(generated) = generated.filter(|_| variable.kind != ValueType::Url) {
        return Some(own_secret(name, Some(generated.generator), true, &described(variable)));
    }
    let hidden = variable.kind == ValueType::Secret || any(&known.secret, name);
    let shown = any(&known.public, name);
    (hidden && !shown).then(|| own_secret(name, None, variable.required, &described(variable)))
}

/// "The code reads it in app/config.py." Without the line, which every edit above it would move.
pub(crate) fn described(variable: &VariableFact) -> String {
    let place = variable.evidence.first().map(|seen| format!(" in {}", seen.path));
    format!("The code reads it{}.", place.unwrap_or_default())
}

fn own_secret(name: &str, generator: Option<Generator>, required: bool, description: &str) -> Secret {
    Secret { name: name.to_owned(), description: description.to_owned(), generator, required, note: None }
}

pub(crate) fn any(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, name))
}

/// The value of a facet: plain, a secret, or text composed with secrets. None when there is no such facet.
fn facet_binding(app: &AppFacts, offer: &Offer<'_>, facet: &str, variable: Option<&VariableFact>) -> Option<Bound> {
    let scheme = scheme(app, offer, variable);
    let binding = match (offer.handed(facet, &scheme), offer.facets.get(facet)?) {
        (Some(supplied), _) => Binding::Supplied(supplied),
        (None, Facet::Secret { secret }) => Binding::Secret { secret: secret.clone() },
        (None, Facet::Text(text)) => {
            let Expanded { value, secrets, parts } = expand(text, offer, &scheme);
            match secrets.is_empty() && parts.is_empty() {
                true => Binding::Literal { value },
                false => Binding::Composed { value, secrets, parts },
            }
        }
    };
    Some(Bound { facet: Some(format!("{}.{facet}", offer.component.id)), binding })
}

/// The scheme that the variable's own example shows, else the one for the drivers in use.
fn scheme(app: &AppFacts, offer: &Offer<'_>, variable: Option<&VariableFact>) -> String {
    let schemes = &offer.component.schemes;
    let shown = variable.and_then(|variable| {
        let value = variable.example.as_deref().or(variable.default.as_deref())?;
        let (scheme, _) = value.split_once("://")?;
        schemes.iter().any(|known| known.scheme == scheme).then_some(scheme)
    });
    let by_driver = || {
        let in_use = |package: &String| app.dependencies.contains_key(package);
        schemes.iter().find(|known| known.with.iter().all(in_use)).map(|known| known.scheme.as_str())
    };
    shown.or_else(by_driver).unwrap_or(&offer.component.id).to_owned()
}
