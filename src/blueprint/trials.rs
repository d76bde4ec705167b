//! What checks of an app are told: its variables, bound to throw-away services instead of those of production.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use crate::blueprint::bind::{Bindings, bind_to};
use crate::blueprint::offer::Offer;
use crate::blueprint::{App, Binding, Entry};
use crate::catalog::check::{Check, Trial};
use crate::catalog::component::Component;
use crate::catalog::contribution::{Facet, Generator, Secret};
use crate::facts::{AppFacts, ValueType, VariableFact};

/// For secrets that no service knows: long enough for a signing key, and nobody takes it for one.
const THROW_AWAY: &str = "test-test-test-test-test-test-test-test";

/// 32 bytes of zeros, for keys that encrypt.
const THROW_AWAY_BASE64: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

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

/// The services as checks meet them.
pub(crate) struct Lab<'a> {
    offers: Vec<Offer<'a>>,
    trials: &'a [Trial],
}

impl<'a> Lab<'a> {
    pub fn new(offers: &[Offer<'a>], trials: &'a [Trial]) -> Self {
        Lab { offers: offers.iter().map(|offer| on_trial(offer, trials)).collect(), trials }
    }

    /// The services, each with the facets of its throw-away instance.
    pub fn offers(&self) -> &[Offer<'a>] {
        &self.offers
    }

    /// Sets the variables of `app` and of its checks as `bound` to these offers, and puts its checks in order.
    pub fn prepare(&self, app: &mut App, seen: &AppFacts, bound: &Bindings) {
        for entry in &bound.entries {
            let fact = seen.variables.iter().find(|variable| variable.name == entry.name);
            let secret = bound.secrets.iter().find(|secret| secret.name == entry.name);
            if let Some(value) = self.value(entry, fact, secret) {
                app.trial.insert(entry.name.clone(), value);
            }
        }
        for check in &mut app.checks {
            let own = check.bind.iter().filter(|(name, _)| !app.trial.contains_key(*name));
            let own = own.filter_map(|(name, facet)| bind_to(seen, &self.offers, name, facet));
            let values = own.filter_map(|entry| Some((entry.name.clone(), self.value(&entry, None, None)?)));
            check.environment.extend(values);
        }
        app.checks.sort_by_key(|check| check.stage);
    }

    /// What a variable is set to while the app is checked; None where the code's own default shall hold.
    fn value(&self, entry: &Entry, fact: Option<&VariableFact>, secret: Option<&Secret>) -> Option<String> {
        let service = entry.facet.as_ref().and_then(|facet| facet.split('.').next());
        if self.trials.iter().any(|trial| Some(trial.service.as_str()) == service)
            && let Binding::Literal { value } = &entry.binding
        {
            return Some(value.clone());
        }
        let fact = fact.filter(|fact| fact.required)?;
        match (&entry.binding, secret.and_then(|secret| secret.generator)) {
            (Binding::Literal { value } | Binding::Setting { value }, _) if service.is_none() => Some(value.clone()),
            (_, Some(Generator::Base64)) => Some(THROW_AWAY_BASE64.to_owned()),
            _ => Some(stand_in(fact)),
        }
    }
}

/// A service with the facets of its throw-away instance.
fn on_trial<'a>(offer: &Offer<'a>, trials: &[Trial]) -> Offer<'a> {
    let mut facets = offer.facets.clone();
    let trial = trials.iter().find(|trial| trial.service == offer.component.id);
    let others = trial.into_iter().flat_map(|trial| &trial.facets);
    facets.extend(others.map(|(name, text)| (name.clone(), Facet::Text(text.clone()))));
    Offer { component: offer.component, facets, direct: BTreeMap::new(), supply: None }
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
