//! Choices to a manifest: what was asked for, what the preset says, what was detected.

mod apps;
mod fronts;
mod lines;
mod name;
mod offers;
mod remove;
mod settings;
mod suggested;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Serialize;
use tera::Context as Values;

use self::apps::{App, apps};
use self::lines::{Line, lines};
pub use self::name::slug;
pub use self::offers::{Situation, offers};
pub use self::remove::remove;
pub use self::settings::set;
use self::suggested::{complete, invited};
pub use self::suggested::{suggested, used};
use crate::blueprint::Selection;
use crate::catalog::Catalog;
use crate::catalog::component::{Component, Kind};
use crate::catalog::option::form::is_host;
use crate::catalog::preset::Preset;
use crate::exit::WrongUsage;
use crate::facts::Facts;
use crate::manifest::{Manifest, edit};
use crate::template::render_one;

/// What a person asked for, by flags or in the wizard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub preset: Option<String>,
    pub stack: Option<String>,
    pub target: Option<String>,
    /// Service ids; None leaves the choice to the preset or to detection.
    pub services: Option<Vec<String>>,
    /// The project's name.
    pub name: String,
    pub domain: Option<String>,
    /// What is set afterwards, by `--set`: key and value. What was detected for them need not be right.
    pub settled: Vec<(String, String)>,
    /// Options that a person answered in the wizard, by key, as `--set` takes them.
    pub settings: Vec<(String, String)>,
}

/// The values of a new manifest, for its template.
#[derive(Serialize)]
struct Written {
    target: Target,
    project: Project,
    apps: Vec<App>,
    services: Vec<Service>,
}

#[derive(Serialize)]
struct Target {
    id: String,
    options: Vec<Line>,
}

#[derive(Serialize)]
struct Project {
    name: String,
    domain: String,
}

#[derive(Serialize)]
struct Service {
    id: String,
    options: Vec<Line>,
}

/// The text of a new manifest.
///
/// # Errors
/// An unknown id, or no application and no stack to start one from.
pub fn choose(catalog: &Catalog, facts: &Facts, request: &Request) -> Result<String> {
    let preset = request.preset.as_deref().map(|id| catalog.preset(id)).transpose().map_err(WrongUsage::because)?;
    let recommended = catalog.of(Kind::Target).find(|target| target.recommended).map(|target| target.id.as_str());
    let target = request.target.as_deref().or(preset.map(|preset| preset.target.as_str())).or(recommended);
    let target = target.context("no target is recommended; name one with --target")?;
    let target = catalog.get(Kind::Target, target).map_err(WrongUsage::because)?;
    let domain = request.domain.clone().unwrap_or_else(|| "localhost".to_owned());
    let apps = apps(catalog, facts, request, preset, &domain)?;
    let services: Result<Vec<Service>> = services(catalog, facts, request, preset)
        .into_iter()
        .map(|id| {
            let component = catalog.get(Kind::Service, &id).map_err(WrongUsage::because)?;
            let chosen = preset.and_then(|preset| preset.services.get(&id)).cloned().unwrap_or_default();
            Ok(Service { options: lines(&component.options_on(target), &BTreeMap::new(), &chosen)?, id })
        })
        .collect();
    if !is_host(&domain) {
        return Err(WrongUsage(format!("`{domain}` is no host name; write it as shop.example.com")).into());
    }
    let project = Project { name: request.name.clone(), domain };
    let options = lines(&target.options, &BTreeMap::new(), &BTreeMap::new())?;
    let target = Target { id: target.id.clone(), options };
    let written = Written { target, project, apps, services: services? };
    let text = catalog.source.get("shipready.toml").context("templates/shipready.toml is missing")?;
    let values = Values::from_serialize(&written).context("the values of the manifest")?;
    let text = render_one("templates/shipready.toml", text, &values)?;
    check(catalog, &text)?;
    Ok(text)
}

/// Whether what a manifest selects can stand together; `text` was made or extended by the command line.
///
/// # Errors
/// A requirement that nothing provides, or two components in conflict.
pub fn check(catalog: &Catalog, text: &str) -> Result<()> {
    Selection::new(catalog, &Manifest::parse(text)?).map(drop).map_err(WrongUsage::because)
}

/// The services to select: those asked for, else what was detected and what is recommended. A preset is a base, to
/// which what was asked for is added, else what was detected; it has decided itself what it recommends.
pub fn services(catalog: &Catalog, facts: &Facts, request: &Request, preset: Option<&Preset>) -> BTreeSet<String> {
    let base = preset.iter().flat_map(|preset| preset.services.keys().cloned());
    match (&request.services, preset) {
        (Some(asked), _) => base.chain(asked.iter().cloned()).collect(),
        (None, Some(_)) => {
            let mut chosen: BTreeSet<String> = base.chain(used(catalog, facts).into_keys()).collect();
            chosen.extend(invited(catalog, facts, &chosen, &request.settled));
            chosen
        }
        (None, None) => suggested(catalog, facts, &request.settled).into_keys().collect(),
    }
}

/// The manifest `text` with one more service, its recorded options written down.
///
/// # Errors
/// No such service, or text that is not TOML.
pub fn add(catalog: &Catalog, text: &str, id: &str) -> Result<String> {
    let component: &Component = catalog.get(Kind::Service, id).map_err(WrongUsage::because)?;
    let target = catalog.get(Kind::Target, &Manifest::parse(text)?.target)?;
    let mut text = edit::add_service(text, id)?;
    for (name, spec) in component.options_on(target).iter().filter(|(_, spec)| spec.recorded) {
        text = edit::set(&text, &["services", id, name], &spec.default)?;
    }
    Ok(text)
}
