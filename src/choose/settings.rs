//! `--set`: one option of the manifest, by its short name.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::blueprint::is_version;
use crate::catalog::component::Kind;
use crate::catalog::option::{Spec, Value};
use crate::catalog::{Catalog, unknown};
use crate::exit::WrongUsage;
use crate::facts::Facts;
use crate::manifest::{Manifest, edit};

/// The manifest `text` with the option `key` (`postgres.version`, `apps.shop.memory_mb`, `domain`) set to `value`.
/// An option without a prefix is set for every app.
///
/// # Errors
/// No such app, service or option, or a value that the option, or the range of the app in `facts`, does not accept.
pub fn set(catalog: &Catalog, facts: &Facts, text: &str, key: &str, value: &str) -> Result<String> {
    let assignment = format!("{key}={value}");
    let manifest = Manifest::parse(text)?;
    if matches!(key, "domain" | "name") {
        let text = edit::set(text, &["project", key], &Value::String(value.to_owned()))?;
        Manifest::parse(&text).map_err(|error| WrongUsage::because(error.context(format!("--set {assignment}"))))?;
        return Ok(text);
    }
    let mut text = text.to_owned();
    let places = places(&manifest, key).map_err(|error| WrongUsage(format!("--set {assignment}: {error}")))?;
    for place in places {
        let value = read(catalog, facts, &manifest, place, value)
            .with_context(|| format!("--set {assignment}"))
            .map_err(WrongUsage::because)?;
        text = edit::set(&text, &place, &value)?;
    }
    Ok(text)
}

/// The keys of the manifest that `key` means: `version`, `postgres.version` or `services.postgres.version`.
fn places<'a>(manifest: &'a Manifest, key: &'a str) -> Result<Vec<[&'a str; 3]>> {
    let long = key
        .split_once('.')
        .filter(|(table, rest)| matches!(*table, "apps" | "services" | "targets") && rest.contains('.'));
    let (table, short) = long.map_or((None, key), |(table, rest)| (Some(table), rest));
    let (prefix, option) = short.split_once('.').map_or((None, short), |(prefix, option)| (Some(prefix), option));
    let within = |wanted: &str| table.is_none_or(|table| table == wanted);
    let services = manifest.services.keys().filter(|id| within("services") && prefix == Some(id.as_str()));
    let target = [manifest.target.as_str()].into_iter().filter(|id| within("targets") && prefix == Some(id));
    let mut places: Vec<[&str; 3]> = services.map(|id| ["services", id.as_str(), option]).collect();
    places.extend(target.map(|id| ["targets", id, option]));
    let apps =
        manifest.apps.keys().filter(|name| within("apps") && prefix.is_none_or(|prefix| prefix == name.as_str()));
    places.extend(apps.map(|name| ["apps", name.as_str(), option]));
    if let (Some(prefix), [_, _, ..]) = (prefix, places.as_slice()) {
        let mut all: Vec<String> = places.iter().map(|place| place.join(".")).collect();
        all.sort();
        bail!("`{prefix}` has more than one meaning; write {}", all.join(" or "));
    }
    if places.is_empty() {
        let known = manifest.services.keys().chain(manifest.apps.keys()).chain([&manifest.target]).map(String::as_str);
        bail!(unknown("app, selected service or target", prefix.unwrap_or(key), known));
    }
    Ok(places)
}

fn read(
    catalog: &Catalog,
    facts: &Facts,
    manifest: &Manifest,
    [table, id, option]: [&str; 3],
    value: &str,
) -> Result<Value> {
    let target = catalog.get(Kind::Target, &manifest.target)?;
    let narrowed;
    let app = manifest.apps.get(id).filter(|_| table == "apps");
    let specs: BTreeMap<&str, &Spec> = match app {
        Some(app) => catalog.app_options(&app.stack)?,
        None => {
            let component = if table == "targets" { target } else { catalog.get(Kind::Service, id)? };
            narrowed = component.options_on(target);
            narrowed.iter().map(|(name, spec)| (name.as_str(), spec)).collect()
        }
    };
    let spec =
        specs.get(option).with_context(|| unknown(&format!("option of {id} called"), option, specs.keys().copied()))?;
    let seen = app.and_then(|app| facts.apps.iter().find(|seen| seen.root == app.root));
    let value = spec.read(value)?;
    if let Some(seen) = seen.filter(|_| is_version(spec)) {
        seen.runtime.value.check(&value.to_string())?;
    }
    Ok(value)
}
