//! The list behind `.env.example`: every variable that the code reads and every one that the stack adds.

use crate::blueprint::bind::described;
use crate::blueprint::{App, AppVariable, Binding, Entry, Keeper};
use crate::catalog::component::Component;
use crate::catalog::contribution::{Secret, Variable};
use crate::catalog::supply::SecretStore;
use crate::facts::{AppFacts, VariableFact};

/// Who keeps the secrets.
pub(crate) struct Keeps<'a> {
    pub target: &'a Component,
    pub keeper: Option<&'a Keeper>,
}

/// Variables of the stack first, then those of each app in order of their names; each name once.
pub(crate) fn list_variables(
    apps: &[App],
    seen: &[&AppFacts],
    stack: Vec<Variable>,
    secrets: &[Secret],
    keeps: &Keeps<'_>,
) -> Vec<AppVariable> {
    let target = keeps.target;
    let place = |name: &str| keeps.place(secrets.iter().find(|secret| secret.name == name), name);
    let own = stack.into_iter().map(|variable| AppVariable { variable, bound: None, secret: false });
    let mut all: Vec<AppVariable> = own.collect();
    for (app, seen) in apps.iter().zip(seen) {
        for entry in &app.environment {
            let fact = seen.variables.iter().find(|variable| variable.name == entry.name);
            let this = variable(entry, fact, target, &place);
            match all.iter_mut().find(|known| known.variable.name == entry.name) {
                None => all.push(this),
                // One app that cannot do without it is enough.
                Some(known) if needed(&this) && !needed(known) => {
                    let said = known.variable.description.clone();
                    *known = this;
                    if fact.is_none() {
                        known.variable.description = said;
                    }
                }
                Some(_) => {}
            }
        }
    }
    for secret in secrets {
        if all.iter().all(|known| known.variable.name != secret.name) {
            all.push(of_secret(secret, place(&secret.name)));
        }
    }
    all
}

/// Whether `.env` must have it.
fn needed(variable: &AppVariable) -> bool {
    variable.variable.required || variable.variable.value.is_some()
}

fn variable(
    entry: &Entry,
    fact: Option<&VariableFact>,
    target: &Component,
    place: &dyn Fn(&str) -> String,
) -> AppVariable {
    let description = fact.map_or_else(|| told(entry), described);
    let default = fact.and_then(|fact| fact.default.clone());
    let example = fact.and_then(|fact| fact.example.clone());
    let (value, bound) = match &entry.binding {
        Binding::Literal { value } => (None, Some(format!("The stack sets it to {value}."))),
        Binding::Setting { value } => (Some(value.clone()), None),
        Binding::Composed { value, .. } => (None, Some(format!("The stack composes it: {value}"))),
        Binding::Supplied(supplied) => {
            let (property, service) = (&supplied.property, &supplied.service);
            (None, Some(format!("{} supplies it: the {property} of {service}.", target.title)))
        }
        Binding::Secret { secret } => (None, Some(place(secret))),
        Binding::Release => (None, Some("The stack sets it to the image that runs.".to_owned())),
        Binding::Absent => (None, Some("For development alone: production never gets it.".to_owned())),
        Binding::Required | Binding::Optional => (None, None),
    };
    let required = entry.binding == Binding::Required;
    let secret = matches!(entry.binding, Binding::Secret { .. });
    let variable = Variable { name: entry.name.clone(), description, value, example: default.or(example), required };
    AppVariable { variable, bound, secret }
}

/// What is said of a variable that the code itself does not read.
fn told(entry: &Entry) -> String {
    match &entry.facet {
        Some(facet) => format!("For the application, whose code does not read it itself: {facet}."),
        None => "Set in shipready.toml.".to_owned(),
    }
}

fn of_secret(secret: &Secret, place: String) -> AppVariable {
    let variable = Variable {
        name: secret.name.clone(),
        description: secret.description.clone(),
        value: None,
        example: None,
        required: secret.required,
    };
    AppVariable { variable, bound: Some(place), secret: true }
}

impl Keeps<'_> {
    /// Where the value of a secret is.
    fn place(&self, secret: Option<&Secret>, name: &str) -> String {
        let made_up = secret.is_some_and(|secret| secret.generator.is_some());
        let title = &self.target.title;
        match (self.target.secrets, self.keeper) {
            (SecretStore::Files, Some(keeper)) if secret.is_none_or(|secret| keeper.keeps(secret)) => {
                format!("A secret: {} keeps its value.", keeper.title)
            }
            (SecretStore::Files, _) => format!("A secret: its value is the file deploy/secrets/values/{name}."),
            (SecretStore::Platform, _) if made_up => format!("A secret: {title} makes it up."),
            (SecretStore::Platform, _) => format!("A secret: enter its value in the settings of {title}."),
        }
    }
}
