//! The value of an option: default, then what was detected, then what the manifest says.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::blueprint::Options;
use crate::catalog::option::{Spec, Value};
use crate::catalog::unknown;
use crate::facts::{AppFacts, Write};
use crate::manifest::Choices;

/// What options may take from the facts of an app, by the name that `detected:` gives.
pub fn detected(app: &AppFacts) -> BTreeMap<&'static str, Value> {
    let mut values = BTreeMap::from([
        ("version", Value::String(app.runtime.value.version.clone())),
        ("package_manager", Value::String(app.package_manager.value.clone())),
    ]);
    if let Some(port) = &app.port {
        values.insert("port", Value::Integer(port.value.into()));
    }
    if !app.listeners.is_empty() {
        // A second worker would find the port taken, and the server would give up.
        values.insert("workers", Value::Integer(1));
    }
    let kept = kept(app);
    if !kept.is_empty() {
        values.insert("kept", Value::List(kept));
    }
    if let Some(metadata) = &app.metadata {
        values.insert("metadata", Value::String(metadata.value.clone()));
    }
    if let Some(entry) = &app.entry {
        values.insert("entry", Value::String(entry.value.target()));
        values.insert("import_root", Value::String(entry.value.import_root.to_string()));
    }
    if let Some(interface) = interface(app) {
        values.insert("interface", Value::String(interface.to_owned()));
    }
    if let Some(django) = &app.django {
        values.insert("settings", Value::String(django.value.settings.clone()));
    }
    values
}

/// Where the kit of Django puts a database in a file.
const DATABASE: &str = "sqlite";

/// Folders that hold what people uploaded: Django's media, and those that are called so and not written at import; and
/// databases in files.
fn kept(app: &AppFacts) -> Vec<String> {
    const NAMES: [&str; 4] = ["upload", "media", "attachment", "user_files"];
    let media = app.django.iter().filter_map(|django| django.value.media_root.clone());
    let written = app.writes.iter().map(|write| &write.value).filter(|write| !write.at_import || write.folder);
    let folders = written.map(|write| if write.folder { write.path.clone() } else { write.path.parent() });
    let named = folders.filter(|folder| NAMES.iter().any(|name| folder.as_str().to_ascii_lowercase().contains(name)));
    let databases = app.writes.iter().map(|write| &write.value).filter(|write| is_database(write));
    let databases = databases.map(|write| write.path.parent()).filter(|folder| !folder.is_root());
    let database = app.django.iter().filter(|django| django.value.sqlite).map(|_| DATABASE.to_owned());
    let mut kept: Vec<String> =
        media.chain(named).chain(databases).map(|folder| folder.to_string()).chain(database).collect();
    kept.sort();
    kept.dedup();
    kept
}

fn is_database(write: &Write) -> bool {
    !write.folder && write.path.extension().is_some_and(|extension| matches!(extension, "db" | "sqlite" | "sqlite3"))
}

/// How a server talks to a project that has both interfaces; other frameworks have one.
fn interface(app: &AppFacts) -> Option<&'static str> {
    let django = &app.django.as_ref()?.value;
    let entry = app.entry.as_ref()?.value.target();
    let asgi = django.asgi.as_ref().is_some_and(|asgi| module_of(asgi) == module_of(&entry));
    let wsgi = django.wsgi.as_ref().is_some_and(|wsgi| module_of(wsgi) == module_of(&entry));
    Some(if asgi && !wsgi { "asgi" } else { "wsgi" })
}

fn module_of(target: &str) -> &str {
    target.split(':').next().unwrap_or(target)
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
    let seen = spec.detected.as_deref().and_then(|key| detected.get(key));
    if let Some(choice) = chosen.get(name) {
        let accepted = spec.accept(choice.value.clone()).with_context(|| format!("{}: `{name}`", choice.place))?;
        return Ok(if spec.adds { beside(seen, accepted) } else { accepted });
    }
    let accepted = seen.and_then(|value| spec.accept(value.clone()).ok());
    Ok(accepted.unwrap_or_else(|| spec.default.clone()))
}

/// Both lists, each item once.
fn beside(seen: Option<&Value>, chosen: Value) -> Value {
    match (seen, chosen) {
        (Some(Value::List(seen)), Value::List(chosen)) => {
            let new = chosen.into_iter().filter(|item| !seen.contains(item));
            Value::List(seen.iter().cloned().chain(new).collect())
        }
        (_, chosen) => chosen,
    }
}
