//! Renders the `blueprint.yaml` of a component and reads what it contributes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;
use tera::Context as Values;

use crate::blueprint::files::Place;
use crate::blueprint::{App, Options, Project, Route};
use crate::catalog::Catalog;
use crate::catalog::component::Component;
use crate::catalog::contribution::Contribution;
use crate::catalog::source::parse_text;
use crate::template;
use crate::tree::RelPath;

/// What the templates of `blueprint.yaml` can name.
#[derive(Serialize)]
pub(crate) struct Scope<'a> {
    pub project: &'a Project,
    pub target: &'a str,
    pub apps: &'a [App],
    /// Ids of the selected services.
    pub selected: &'a [String],
    pub routes: &'a [Route],
    /// Files of the kinds that are rendered, which the repository has of its own.
    pub existing: &'a [RelPath],
    /// What files are called here, by the path that their component gives them.
    pub files: &'a BTreeMap<String, Place>,
    /// The repository's own file that says what runs.
    pub own_stack: &'a Option<RelPath>,
}

/// The contribution of `component`; None of anything when it has no `blueprint.yaml`.
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
    let path = format!("{}/blueprint.yaml", component.folder);
    let Some(text) = catalog.source.get(&path) else {
        return Ok(Contribution::default());
    };
    let mut values = Values::from_serialize(scope).context("the blueprint's scope")?;
    values.insert("options", options);
    values.insert("pins", &catalog.pins);
    if let Some(app) = app {
        values.insert("app", app);
    }
    let name = catalog.source.name(&path);
    let rendered = template::render_one(&name, text, &values)?;
    parse_text(&format!("{name} (as rendered)"), &rendered)
}
