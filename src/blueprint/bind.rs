//! Bindings: where each variable that the code reads gets its value.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::blueprint::facet::facet_binding;
use crate::blueprint::offer::Offer;
use crate::blueprint::values::{production, setting};
use crate::blueprint::{Binding, Entry, Project, Read};
use crate::catalog::Catalog;
use crate::catalog::bind::Bind;
use crate::catalog::component::Component;
use crate::catalog::contribution::{Generator, Secret};
use crate::catalog::variables::matches;
use crate::facts::{AppFacts, ValueType, VariableFact};
use crate::manifest::Choices;

/// A binding, and the facet behind it.
pub(crate) struct Bound {
    pub facet: Option<String>,
    pub binding: Binding,
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

/// The variable `name` of one process, bound to `reference`, a facet of a service (`postgres.url`) or of whichever
/// provides a capability (`cache.redis.url`); None when no such service is selected.
pub(crate) fn bind_to(app: &AppFacts, offers: &[Offer<'_>], name: &str, reference: &str) -> Option<Entry> {
    let (id, facet) = reference.rsplit_once('.')?;
    let provides = |one: &Component| one.provides.iter().any(|capability| capability == id);
    let offer = offers.iter().find(|offer| offer.component.id == id || provides(offer.component))?;
    let Bound { facet, binding } = facet_binding(app, offer, facet, None)?;
    Some(Entry { name: name.to_owned(), facet, read: None, binding })
}

/// The facet of `component` that hides behind the variable `name`: an exact name before a pattern.
pub(crate) fn facet_of<'a>(component: &'a Component, name: &str) -> Option<&'a str> {
    let facet = |means: &dyn Fn(&Bind) -> bool| component.binds.iter().find(|(_, bind)| means(bind));
    let found = facet(&|bind| bind.is(name)).or_else(|| facet(&|bind| bind.resembles(name)));
    found.map(|(facet, _)| facet.as_str())
}

/// The facet of `component` that `name`, a name of databases in general, stands for where it is nobody else's.
fn shared_facet_of<'a>(component: &'a Component, name: &str) -> Option<&'a str> {
    component.binds.iter().find(|(_, bind)| bind.may_be(name)).map(|(facet, _)| facet.as_str())
}

/// The service that the variable leads to, and its facet: the one whose scheme the variable's own example shows, else the
/// one whose name it has, else one that such a name may stand for.
fn service_of<'a, 'b>(offers: &'b [Offer<'a>], variable: &VariableFact) -> Option<(&'b Offer<'a>, &'a str)> {
    let name = &variable.name;
    let own = offers.iter().filter_map(|offer| Some((offer, facet_of(offer.component, name)?)));
    let shared = offers.iter().filter_map(|offer| Some((offer, shared_facet_of(offer.component, name)?)));
    let mut fitting = own.chain(shared);
    let shown = fitting.clone().find(|(offer, _)| offer.component.shown_scheme(variable).is_some());
    shown.or_else(|| fitting.next())
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
    let service = service_of(offers, variable);
    if let Some(bound) = service.and_then(|(offer, facet)| facet_binding(app, offer, facet, Some(variable))) {
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
        (false, _) if for_development(catalog, variable) => Binding::Absent,
        // What the code falls back to is there on a developer's machine alone.
        (false, Some(value)) if is_local(variable) && !value.contains("localhost") => Binding::Setting { value },
        (false, _) => Binding::Optional,
    };
    (binding.into(), None)
}

/// Whether every value that the variable admits says that somebody develops.
fn for_development(catalog: &Catalog, variable: &VariableFact) -> bool {
    let known = &catalog.variables.development;
    !variable.choices.is_empty() && variable.choices.iter().all(|choice| known.is_word(choice))
}

/// Whether the code falls back to an address of the machine that it runs on.
fn is_local(variable: &VariableFact) -> bool {
    let default = variable.default.as_deref().unwrap_or_default();
    ["://localhost", "://127.0.0.1", "://0.0.0.0"].iter().any(|local| default.contains(local))
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

/// Whether the variable `name` of the app is a secret that belongs to no service.
pub(crate) fn is_held(catalog: &Catalog, app: &AppFacts, chosen: Option<&Choices>, name: &str) -> bool {
    match chosen.and_then(|chosen| chosen.get(name)) {
        Some(choice) => choice.value.to_string() == "generate",
        None => app.variables.iter().any(|variable| variable.name == name && secret(catalog, variable).is_some()),
    }
}

/// "The code reads it in app/config.py." Without the line, which every edit above it would move.
pub(crate) fn described(variable: &VariableFact) -> String {
    let place = variable.evidence.first().map(|seen| format!(" in {}", seen.path));
    format!("The code reads it{}.", place.unwrap_or_default())
}

fn own_secret(name: &str, generator: Option<Generator>, required: bool, description: &str) -> Secret {
    Secret { name: name.to_owned(), description: description.to_owned(), generator, required, note: None, change: None }
}

pub(crate) fn any(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, name))
}
