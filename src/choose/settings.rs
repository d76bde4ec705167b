//! `--set`: one option of the manifest, by its short name.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use crate::catalog::component::Kind;
use crate::catalog::option::{Spec, Value};
use crate::catalog::{Catalog, unknown};
use crate::exit::WrongUsage;
use crate::manifest::{Manifest, edit};

/// The manifest `text` with the option `key` (`postgres.version`, `shop.memory_mb`, `domain`) set to `value`.
/// An option without a prefix is set for every app.
///
/// # Errors
/// No such app, service or option, or a value that the option does not accept.
pub fn set(catalog: &Catalog, text: &str, key: &str, value: &str) -> Result<String> {
    let assignment = format!("{key}={value}");
    let manifest = Manifest::parse(text)?;
    if matches!(key, "domain" | "name") {
        let text = edit::set(text, &["project", key], &Value::String(value.to_owned()))?;
        Manifest::parse(&text).map_err(|error| WrongUsage::because(error.context(format!("--set {assignment}"))))?;
        return Ok(text);
    }
    let (prefix, option) = key.split_once('.').map_or((None, key), |(prefix, option)| (Some(prefix), option));
    let mut text = text.to_owned();
    let mut places: Vec<[&str; 3]> = Vec::new();
    for (id, _) in manifest.services.iter().filter(|(id, _)| prefix == Some(id.as_str())) {
        places.push(["services", id, option]);
    }
    let apps = manifest.apps.keys().filter(|name| prefix.is_none_or(|prefix| prefix == name.as_str()));
    places.extend(apps.map(|name| ["apps", name.as_str(), option]));
    if places.is_empty() {
        let known = manifest.services.keys().chain(manifest.apps.keys()).map(String::as_str);
        let unknown = unknown("app or selected service", prefix.unwrap_or(key), known);
        return Err(WrongUsage(format!("--set {assignment}: {unknown}")).into());
    }
    for place in places {
        let value = read(catalog, &manifest, place, value)
            .with_context(|| format!("--set {assignment}"))
            .map_err(WrongUsage::because)?;
        text = edit::set(&text, &place, &value)?;
    }
    Ok(text)
}

fn read(catalog: &Catalog, manifest: &Manifest, [table, id, option]: [&str; 3], value: &str) -> Result<Value> {
    let specs: BTreeMap<&str, &Spec> = match manifest.apps.get(id).filter(|_| table == "apps") {
        Some(app) => catalog.app_options(&app.stack)?,
        None => {
            let component = catalog.get(Kind::Service, id)?;
            component.options.iter().map(|(name, spec)| (name.as_str(), spec)).collect()
        }
    };
    let spec =
        specs.get(option).with_context(|| unknown(&format!("option of {id} called"), option, specs.keys().copied()))?;
    spec.read(value)
}
