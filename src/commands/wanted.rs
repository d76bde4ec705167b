//! What a person must set before the first start, in view of what `.env` and the files of secrets hold already.

use std::collections::BTreeMap;

use anyhow::Result;
use secrecy::{ExposeSecret as _, SecretString};

use crate::apply;
use crate::blueprint::{AppVariable, Binding, Blueprint};
use crate::catalog::supply::SecretStore;
use crate::commands::road::Road;
use crate::commands::secrets::{env_folders, names_of};
use crate::report::Screen;
use crate::secrets::{Examples, Held, Holding};
use crate::tree::RelPath;
use crate::workspace::{SECRETS_DIR, SecretFile};

/// Names what is to be set; of what `.env` holds, what becomes of it.
///
/// # Errors
/// The folder of secrets cannot be read.
pub fn tell_wanted(road: &Road, blueprint: &Blueprint, screen: &Screen) -> Result<()> {
    if blueprint.secret_store == SecretStore::Platform {
        let (names, title) = (blueprint.asked().join(", "), &blueprint.target_title);
        if !names.is_empty() {
            screen.warn(&format!("{title} will ask you for these, which only you know\n{names}"));
        }
        return Ok(());
    }
    let examples = Examples::of(&road.tree);
    // The files are written whether or not `.env` can be read; what needs its values stops then.
    let root = road.workspace.root();
    let held = apply::read_env(root, &env_folders(blueprint)).unwrap_or_else(|error| {
        screen.warn(&error.to_string());
        Held::default()
    });
    // The stack itself reads the one in the root alone.
    let own = apply::read_env(root, &[RelPath::root()].into()).unwrap_or_default();
    tell_elsewhere(blueprint, &own, &held, screen);
    let (settings, mut others) = settings(blueprint, &own, &examples);
    let stated = tell_development(road, blueprint, &own, screen);
    others.retain(|name| !stated.contains(name));
    let (secrets, taken) = secrets(&road.workspace.list_secrets()?, blueprint, &held, &examples);
    // Later it has been looked through, and every run would say it again.
    if road.state.manifest.is_none() && !others.is_empty() {
        screen.say(&format!(
            "`.env` decides these for the stack, too; see that they suit production: {}",
            others.join(", ")
        ));
    }
    if !taken.is_empty() {
        screen.say(&format!("`shipready secrets generate` will take over from `.env`: {}", taken.join(", ")));
    }
    let places = [(".env".to_owned(), settings), (format!("{SECRETS_DIR}/"), secrets)];
    let named = places.iter().filter(|(_, names)| !names.is_empty());
    let lines: Vec<String> = named.map(|(place, names)| format!("in {place}: {}", names.join(", "))).collect();
    if !lines.is_empty() {
        screen.warn(&format!("you must set before the first start\n{}", lines.join("\n")));
    }
    Ok(())
}

/// Names settings that only an `.env` below the root holds: no container reads that.
pub fn tell_elsewhere(blueprint: &Blueprint, own: &Held, held: &Held, screen: &Screen) {
    let mut found: BTreeMap<RelPath, Vec<&str>> = BTreeMap::new();
    let free = blueprint.variables.iter().filter(|item| item.bound.is_none() && !item.secret);
    for item in free {
        let (name, ours) = (item.variable.name.as_str(), item.variable.value.as_deref());
        let here = own.look_up(&[name], &Examples::default());
        if let (Holding::Nothing, Holding::Value { path, value, .. }) =
            (here, held.look_up(&[name], &Examples::default()))
            && ours != Some(value.expose_secret())
        {
            found.entry(path).or_default().push(name);
        }
    }
    for (path, names) in found {
        let names = names.join(", ");
        screen.warn(&format!("`{path}` sets what the stack does not read there: {names}\nput what production needs into `.env` in the root"));
    }
}

/// Names what has a value that holds on a developer's machine alone, and returns the names that `.env` gives one.
pub fn tell_development<'b>(road: &Road, blueprint: &'b Blueprint, own: &Held, screen: &Screen) -> Vec<&'b str> {
    let known = &road.catalog.variables.development;
    let mut stated: Vec<&str> = decided(blueprint, own)
        .filter(|(_, value)| known.is(value.expose_secret()))
        .map(|(item, _)| item.variable.name.as_str())
        .collect();
    let absent = blueprint.apps.iter().flat_map(|app| &app.environment);
    let absent = absent.filter(|entry| entry.binding == Binding::Absent).map(|entry| entry.name.as_str());
    let absent: Vec<&str> = absent.filter(|name| given(own, name).is_some()).collect();
    match &blueprint.own_stack {
        None if absent.is_empty() => {}
        None => {
            let names = absent.join(", ");
            screen.say(&format!("`.env` sets these for development; production does not get them: {names}"));
        }
        // Their file says what reaches whom.
        Some(_) => stated.extend(absent),
    }
    if !stated.is_empty() {
        let names = stated.join(", ");
        screen.warn(&format!(
            "`.env` sets what suits a developer's machine alone, and production would run with it: {names}\ngive them production's values there before the first start, or take them out"
        ));
    }
    stated
}

/// What `.env` decides in the place of the stack or of the code, with the value that it gives.
fn decided<'b>(blueprint: &'b Blueprint, held: &Held) -> impl Iterator<Item = (&'b AppVariable, SecretString)> {
    let free = blueprint.variables.iter().filter(|item| item.bound.is_none() && !item.secret);
    let given = free.filter_map(|item| Some((item, given(held, &item.variable.name)?)));
    given.filter(|(item, value)| item.variable.value.as_deref() != Some(value.expose_secret()))
}

/// The value that stands behind `name`, if it is certain and any.
fn given(held: &Held, name: &str) -> Option<SecretString> {
    match held.look_up(&[name], &Examples::default()) {
        Holding::Value { value, .. } => Some(value),
        _ => None,
    }
}

/// Settings that are missing, and those that `.env` decides.
fn settings<'b>(blueprint: &'b Blueprint, held: &Held, examples: &Examples) -> (Vec<&'b str>, Vec<&'b str>) {
    let lacks = |name: &&str| matches!(held.look_up(&[name], examples), Holding::Nothing | Holding::Placeholder { .. });
    let missing = blueprint.wanted.settings.iter().map(String::as_str).filter(lacks).collect();
    (missing, decided(blueprint, held).map(|(item, _)| item.variable.name.as_str()).collect())
}

/// Secrets that only a person knows and nothing holds, and those that `.env` holds and no file does.
fn secrets<'b>(
    there: &[SecretFile],
    blueprint: &'b Blueprint,
    held: &Held,
    examples: &Examples,
) -> (Vec<&'b str>, Vec<&'b str>) {
    let file = |name: &str| there.iter().find(|file| file.name == name);
    let in_env = |name: &&str| matches!(held.look_up(&names_of(blueprint, name), examples), Holding::Value { .. });
    let names = blueprint.secrets.iter().map(|secret| secret.name.as_str());
    let taken: Vec<&str> = names.filter(|name| file(name).is_none()).filter(in_env).collect();
    let lacks = |name: &&str| file(name).is_none_or(|file| file.empty) && !taken.contains(name);
    (blueprint.wanted.secrets.iter().map(String::as_str).filter(lacks).collect(), taken)
}
