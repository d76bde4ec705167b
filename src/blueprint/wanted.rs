//! What only a person knows, and must set before the first start.

use serde::Serialize;

use crate::blueprint::{App, AppVariable, Binding};
use crate::catalog::contribution::Secret;

/// Names without a value, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// For `.env`.
    pub settings: Vec<String>,
    /// For the folder of secrets.
    pub secrets: Vec<String>,
}

impl Wanted {
    pub(crate) fn of(apps: &[App], variables: &[AppVariable], secrets: &[Secret]) -> Self {
        let entries = apps.iter().flat_map(|app| &app.environment);
        let read = entries.filter(|entry| entry.binding == Binding::Required).map(|entry| &entry.name);
        let stack = variables.iter().filter(|known| known.bound.is_none() && !known.secret);
        let stack = stack.map(|known| &known.variable).filter(|known| known.required && known.value.is_none());
        let mut settings: Vec<String> = read.chain(stack.map(|known| &known.name)).cloned().collect();
        settings.sort();
        settings.dedup();
        let unknown = secrets.iter().filter(|secret| secret.required && secret.generator.is_none());
        Wanted { settings, secrets: unknown.map(|secret| secret.name.clone()).collect() }
    }
}
