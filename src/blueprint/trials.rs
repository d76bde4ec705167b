//! What checks of an app are told: its variables, bound to throw-away services instead of those of production.

use anyhow::{Context, Result};

use crate::blueprint::bind::{Offer, bind, bind_to};
use crate::blueprint::{App, Binding, Entry};
use crate::catalog::Catalog;
use crate::catalog::check::{Check, Trial};
use crate::catalog::component::Component;
use crate::catalog::contribution::Facet;
use crate::facts::{AppFacts, ValueType, VariableFact};
use crate::manifest::Choices;

/// For secrets that no service knows: long enough for a signing key, and nobody takes it for one.
const THROW_AWAY: &str = "test-test-test-test-test-test-test-test";

/// Gives every check to its app; `app` is the one that a stack or runtime speaks of.
///
/// # Errors
/// A check of an app that does not exist.
pub(crate) fn add(component: &Component, checks: Vec<Check>, app: Option<&App>, apps: &mut [App]) -> Result<()> {
    for check in checks {
        let name = check.app.as_ref().or(app.map(|app| &app.name));
        let owner = apps.iter_mut().find(|app| Some(&app.name) == name);
        let stray = || format!("templates/{}/blueprint.yaml: a check must name an app that exists", component.folder);
        owner.with_context(stray)?.checks.push(check);
    }
    Ok(())
}

/// Binds the variables of `app` and of its checks to `trials`, and puts its checks in order.
///
/// # Errors
/// As [`bind`].
pub(crate) fn prepare(
    catalog: &Catalog,
    app: &mut App,
    seen: &AppFacts,
    offers: &[Offer<'_>],
    trials: &[Trial],
    chosen: &Choices,
) -> Result<()> {
    let offers: Vec<Offer<'_>> = offers.iter().map(|offer| on_trial(offer, trials)).collect();
    let entries = bind(catalog, seen, &offers, chosen)?.entries;
    let fact = |name: &str| seen.variables.iter().find(|variable| variable.name == name);
    let told = entries.iter().filter_map(|entry| Some((entry.name.clone(), value(entry, fact(&entry.name), trials)?)));
    app.trial = told.collect();
    for check in &mut app.checks {
        let bound = check.bind.iter().filter_map(|(name, facet)| bind_to(seen, &offers, name, facet));
        let bound: Vec<Entry> = bound.filter(|entry| !app.trial.contains_key(&entry.name)).collect();
        check
            .environment
            .extend(bound.iter().filter_map(|entry| Some((entry.name.clone(), value(entry, None, trials)?))));
    }
    app.checks.sort_by_key(|check| check.stage);
    Ok(())
}

/// A service with the facets of its throw-away instance.
fn on_trial<'a>(offer: &Offer<'a>, trials: &[Trial]) -> Offer<'a> {
    let mut facets = offer.facets.clone();
    let trial = trials.iter().find(|trial| trial.service == offer.component.id);
    let others = trial.into_iter().flat_map(|trial| &trial.facets);
    facets.extend(others.map(|(name, text)| (name.clone(), Facet::Text(text.clone()))));
    Offer { component: offer.component, facets }
}

/// What a variable is set to while the app is checked; None where the code's own default shall hold.
fn value(entry: &Entry, fact: Option<&VariableFact>, trials: &[Trial]) -> Option<String> {
    let service = entry.facet.as_ref().and_then(|facet| facet.split('.').next());
    if trials.iter().any(|trial| Some(trial.service.as_str()) == service)
        && let Binding::Literal { value } = &entry.binding
    {
        return Some(value.clone());
    }
    let fact = fact.filter(|fact| fact.required)?;
    match &entry.binding {
        Binding::Literal { value } | Binding::Setting { value } if service.is_none() => Some(value.clone()),
        _ => Some(stand_in(fact)),
    }
}

/// A value that the variable's type admits.
fn stand_in(fact: &VariableFact) -> String {
    if let Some(known) = fact.choices.first().or(fact.example.as_ref()) {
        return known.clone();
    }
    let text = match fact.kind {
        ValueType::String | ValueType::Secret => THROW_AWAY,
        ValueType::Integer | ValueType::Number => "1",
        ValueType::Boolean => "false",
        ValueType::Url => "http://127.0.0.1:9",
        ValueType::List => "[]",
        ValueType::Json => "{}",
    };
    text.to_owned()
}
