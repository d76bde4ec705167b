//! Renders the `blueprint.yaml` of a component and reads what it contributes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;
use tera::Context as Values;

use crate::blueprint::files::Place;
use crate::blueprint::{App, Front, Options, Project, Route};
use crate::catalog::Catalog;
use crate::catalog::backup::{Backup, Kept};
use crate::catalog::component::Component;
use crate::catalog::contribution::Contribution;
use crate::catalog::roles::BLUEPRINT;
use crate::catalog::source::parse_text;
use crate::template::Engine;
use crate::tree::RelPath;

/// What the templates of `blueprint.yaml` can name.
#[derive(Serialize)]
pub(crate) struct Scope<'a> {
    pub project: &'a Project,
    pub target: &'a str,
    pub apps: &'a [App],
    /// Ids of the selected services.
    pub selected: &'a [String],
    /// Those of them that the target supplies itself.
    pub supplied: Vec<String>,
    pub routes: &'a [Route],
    /// The same by host, with files that a proxy may serve.
    pub fronts: Vec<Front>,
    /// The secrets that requests of some routes must show.
    pub tokens: Vec<String>,
    /// What the services say of copies of what they keep; all of it for one that gathers.
    pub backups: &'a [Backup],
    /// The volumes in which the apps keep files.
    pub kept: Vec<Kept>,
    /// Files of the kinds that are rendered, which the repository has of its own.
    pub existing: &'a [RelPath],
    /// What files are called here, by the path that their component gives them.
    pub files: &'a BTreeMap<String, Place>,
    /// The repository's own file that says what runs.
    pub own_stack: &'a Option<RelPath>,
}

/// The component itself: what a role's templates say holds for whichever plays it.
#[derive(Serialize)]
pub struct Itself<'a> {
    id: &'a str,
    title: &'a str,
}

impl<'a> From<&'a Component> for Itself<'a> {
    fn from(component: &'a Component) -> Self {
        Itself { id: &component.id, title: &component.title }
    }
}

/// The contribution of `component`; None of anything when there is no `blueprint.yaml`.
///
/// # Errors
/// A template error, or a result that is not a contribution; with file, line and column.
pub(crate) fn contribute(
    catalog: &Catalog,
    component: &Component,
    scope: &Scope<'_>,
    app: Option<&App>,
    options: &Options,
) -> Result<Contribution> {
    let parts = catalog.blueprint(component);
    if !parts.contains_key(BLUEPRINT) {
        return Ok(Contribution::default());
    }
    let mut values = Values::from_serialize(scope).context("the blueprint's scope")?;
    values.insert("options", options);
    values.insert("pins", &catalog.pins);
    if let Some(app) = app {
        values.insert("app", app);
    }
    values.insert("component", &Itself::from(component));
    let rendered = render(catalog, &parts, &values)?;
    let name = catalog.source.name(&format!("{}/{BLUEPRINT}", component.folder));
    parse_text(&format!("{name} (as rendered)"), &rendered)
}

/// Renders the blueprint, which may include other parts; errors name each by the place where the person finds it.
fn render(catalog: &Catalog, parts: &BTreeMap<&str, (String, &str)>, values: &Values) -> Result<String> {
    let named: BTreeMap<&str, String> =
        parts.iter().map(|(part, (path, _))| (*part, catalog.source.name(path))).collect();
    let folders = named.iter().filter_map(|(part, name)| name.strip_suffix(part)).map(str::to_owned);
    let texts = named.values().zip(parts.values()).map(|(name, (_, text))| (name.as_str(), *text));
    let engine = Engine::load_from(folders.collect(), texts)?;
    engine.render(named.get(BLUEPRINT).map(String::as_str).unwrap_or_default(), values)
}
