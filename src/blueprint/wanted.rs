//! What only a person knows, and must set before the first start.

use serde::Serialize;

use crate::blueprint::{App, Binding};
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
    pub(crate) fn of(apps: &[App], secrets: &[Secret]) -> Self {
        let entries = apps.iter().flat_map(|app| &app.environment);
        let mut settings: Vec<String> =
            entries.filter(|entry| entry.binding == Binding::Required).map(|entry| entry.name.clone()).collect();
        settings.sort();
        settings.dedup();
        let unknown = secrets.iter().filter(|secret| secret.required && secret.generator.is_none());
        Wanted { settings, secrets: unknown.map(|secret| secret.name.clone()).collect() }
    }
}
