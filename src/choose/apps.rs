//! The apps of a new manifest.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::blueprint::detected;
use crate::catalog::Catalog;
use crate::catalog::component::Kind;
use crate::catalog::option::{Spec, Value};
use crate::catalog::preset::{Preset, PresetApp};
use crate::choose::Request;
use crate::choose::fronts::fronts;
use crate::choose::lines::{Line, lines, refused};
use crate::choose::name::distinct;
use crate::exit::WrongUsage;
use crate::facts::{AppFacts, Facts};
use crate::tree::RelPath;

#[derive(Serialize)]
pub(super) struct App {
    name: String,
    root: RelPath,
    stack: String,
    options: Vec<Line>,
}

/// The apps of a new manifest: those that were found, or those that a repository without code begins with.
///
/// # Errors
/// An unknown stack, one that is not there, or no application and no stack to start one from.
pub(super) fn apps(
    catalog: &Catalog,
    facts: &Facts,
    request: &Request,
    preset: Option<&Preset>,
    domain: &str,
) -> Result<Vec<App>> {
    let asked = asked(request, preset);
    if facts.apps.is_empty() {
        return begun(catalog, request, &asked);
    }
    let fits = |app: &&AppFacts| asked.iter().any(|(_, asked)| asked.stack == app.stack.value);
    if let Some((_, first)) = asked.first().filter(|_| !facts.apps.iter().any(|app| fits(&app))) {
        return Err(other_stack(catalog, facts, &first.stack));
    }
    // A stack that was asked for chooses among several apps; a preset does not leave any of them out.
    let chosen: Vec<&AppFacts> = facts.apps.iter().filter(|app| request.stack.is_none() || fits(app)).collect();
    let fronts = fronts(catalog, &chosen, domain)?;
    let mut apps: Vec<App> = Vec::new();
    for (app, front) in chosen.into_iter().zip(fronts) {
        let options = asked.iter().find(|(_, asked)| asked.stack == app.stack.value);
        let options = options.map(|(_, asked)| asked.options.clone()).unwrap_or_default();
        let name = distinct(&app.name, apps.iter().map(|app| app.name.as_str()));
        apps.push(found(catalog, app, request, name, &front.into_iter().chain(options).collect())?);
    }
    Ok(apps)
}

/// The apps that were asked for, with the names that they were given.
fn asked(request: &Request, preset: Option<&Preset>) -> Vec<(Option<String>, PresetApp)> {
    let of_preset = preset.map(Preset::apps).unwrap_or_default();
    match &request.stack {
        Some(stack) => {
            let options = of_preset.into_iter().find(|(_, app)| app.stack == *stack).map(|(_, app)| app.options);
            let options = options.unwrap_or_default();
            vec![(None, PresetApp { stack: stack.clone(), root: RelPath::root(), options })]
        }
        None => of_preset.into_iter().map(|(name, app)| (name.map(str::to_owned), app)).collect(),
    }
}

/// The apps that a repository without code begins with.
fn begun(catalog: &Catalog, request: &Request, asked: &[(Option<String>, PresetApp)]) -> Result<Vec<App>> {
    if asked.is_empty() {
        bail!(nothing_found(catalog));
    }
    let app = |(name, app): &(Option<String>, PresetApp)| {
        let specs = owned(catalog.app_options(&app.stack).map_err(WrongUsage::because)?);
        let options = lines(&specs, &BTreeMap::new(), &app.options)?;
        let name = name.clone().unwrap_or_else(|| request.name.clone());
        Ok(App { name, root: app.root.clone(), stack: app.stack.clone(), options })
    };
    asked.iter().map(app).collect()
}

fn other_stack(catalog: &Catalog, facts: &Facts, asked: &str) -> anyhow::Error {
    if let Err(error) = catalog.get(Kind::Stack, asked) {
        return WrongUsage::because(error);
    }
    let seen = facts.apps.iter().map(|app| format!("`{}` is a {} application", app.root, app.stack.value));
    let seen: Vec<String> = seen.collect();
    let next = "leave out --stack, or choose another preset";
    WrongUsage(format!("{}, not {asked}\n{next}", seen.join(" and "))).into()
}

/// An app that was found, with the options that it is given.
fn found(
    catalog: &Catalog,
    app: &AppFacts,
    request: &Request,
    name: String,
    options: &BTreeMap<String, Value>,
) -> Result<App> {
    let stack = &app.stack.value;
    let specs = owned(catalog.app_options(stack)?);
    let mut seen = detected(app);
    for (option, spec) in &specs {
        let settled = || request.settled.iter().any(|(key, _)| is_set(key, &name, option));
        if let Some(error) = refused(app, option, spec, &seen).filter(|_| !options.contains_key(option)) {
            if !settled() {
                return Err(error);
            }
            seen.remove(spec.detected.as_deref().unwrap_or_default());
        }
    }
    let options = lines(&specs, &seen, options)?;
    Ok(App { name, root: app.root.clone(), stack: stack.clone(), options })
}

/// Whether `--set key=…` sets `option` of the app called `app`.
fn is_set(key: &str, app: &str, option: &str) -> bool {
    let key = key.strip_prefix("apps.").filter(|rest| rest.contains('.')).unwrap_or(key);
    key == option || key.split_once('.') == Some((app, option))
}

fn owned(specs: BTreeMap<&str, &Spec>) -> BTreeMap<String, Spec> {
    specs.into_iter().map(|(name, spec)| (name.to_owned(), spec.clone())).collect()
}

fn nothing_found(catalog: &Catalog) -> String {
    let stacks: Vec<&str> = catalog.ids(Kind::Stack).collect();
    format!(
        "no application was found here\nin an empty folder, choose what to start with: shipready init --stack {}\nelsewhere, `-C DIR` names the folder",
        stacks.join("|")
    )
}
