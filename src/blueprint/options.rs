//! The value of an option: default, then what was detected, then what the manifest says.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::blueprint::Options;
use crate::catalog::option::{Spec, Value};
use crate::catalog::unknown;
use crate::facts::AppFacts;
use crate::manifest::Choices;

/// What options may take from the facts of an app, by the name that `detected:` gives.
pub fn detected(app: &AppFacts) -> BTreeMap<&'static str, Value> {
    let mut values = BTreeMap::from([
        ("version", Value::String(app.runtime.value.version.clone())),
        ("port", Value::Integer(app.port.value.into())),
        ("package_manager", Value::String(app.package_manager.value.clone())),
    ]);
    if !app.listeners.is_empty() {
        // A second worker would find the port taken, and the server would give up.
        values.insert("workers", Value::Integer(1));
    }
    if let Some(metadata) = &app.metadata {
        values.insert("metadata", Value::String(metadata.value.clone()));
    }
    if let Some(entry) = &app.entry {
        values.insert("entry", Value::String(entry.value.target()));
        values.insert("import_root", Value::String(entry.value.import_root.to_string()));
    }
    values
}

/// Every option of `specs` with its value. `table` is how the manifest calls the place: `services.redis`.
///
/// # Errors
/// A key that is not an option (the nearest is suggested) or a value that is not accepted, with its place.
pub(crate) fn complete<'a>(
    table: &str,
    specs: impl IntoIterator<Item = (&'a str, &'a Spec)>,
    detected: &BTreeMap<&'static str, Value>,
    chosen: &Choices,
) -> Result<Options> {
    let specs: BTreeMap<&str, &Spec> = specs.into_iter().collect();
    for (key, choice) in chosen {
        if !specs.contains_key(key.as_str()) {
            bail!("{}: {}", choice.place, unknown(&format!("option in [{table}] called"), key, specs.keys().copied()));
        }
    }
    specs.into_iter().map(|(name, spec)| Ok((name.to_owned(), value(name, spec, detected, chosen)?))).collect()
}

/// Whether the version of the runtime that was chosen is one that the project asks for.
///
/// # Errors
/// It is outside the project's range; with both places.
pub(crate) fn check(specs: &BTreeMap<&str, &Spec>, app: &AppFacts, chosen: &Choices) -> Result<()> {
    for (name, choice) in
        chosen.iter().filter(|(name, _)| specs.get(name.as_str()).is_some_and(|spec| is_version(spec)))
    {
        let checked = app.runtime.value.check(&choice.value.to_string());
        checked.with_context(|| format!("{}: `{name}`", choice.place))?;
    }
    Ok(())
}

/// Whether an option holds the version of an app's runtime.
pub fn is_version(spec: &Spec) -> bool {
    spec.detected.as_deref() == Some("version")
}

fn value(name: &str, spec: &Spec, detected: &BTreeMap<&'static str, Value>, chosen: &Choices) -> Result<Value> {
    if let Some(choice) = chosen.get(name) {
        return spec.accept(choice.value.clone()).with_context(|| format!("{}: `{name}`", choice.place));
    }
    let seen = spec.detected.as_deref().and_then(|key| detected.get(key));
    let accepted = seen.and_then(|value| spec.accept(value.clone()).ok());
    Ok(accepted.unwrap_or_else(|| spec.default.clone()))
}
