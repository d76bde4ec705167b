//! Which template gives which file: the folders `repo/` and `app/` of every selected component.

use anyhow::{Context, Result, bail};
use tera::Context as Values;

use crate::blueprint::{App, Blueprint, Names, Options, Place};
use crate::catalog::Catalog;
use crate::catalog::component::{Component, Kind};
use crate::catalog::file::{FilePolicy, FileRule};
use crate::plan::Policy;
use crate::render::scope;
use crate::state::STATE_DIR;
use crate::template;
use crate::tree::RelPath;

/// Stands for an app's name in the path of a template.
const APP: &str = "@app@";

/// Stands for the id of the service in the path of a template, which a role may bring to several.
const SERVICE: &str = "@service@";

/// A template that will be rendered.
#[derive(Clone)]
pub(crate) struct Output<'a> {
    pub component: &'a Component,
    /// Path of the template, for errors: `templates/services/redis/repo/…`.
    pub template: String,
    pub text: &'a str,
    /// `<file>` or `app/<file>`: what slots call it.
    pub key: String,
    pub path: RelPath,
    pub policy: Policy,
    /// See [`FileRule::without`].
    pub without: Option<&'a str>,
    /// The repository's own file that stands where this one otherwise would.
    pub gave_way: Option<RelPath>,
    /// Where earlier templates put it.
    pub earlier: Option<RelPath>,
    /// Index into the apps of the Blueprint.
    pub app: Option<usize>,
    pub options: Options,
}

/// A selected component for one app, or for the repository.
pub(crate) struct Part<'a> {
    pub component: &'a Component,
    pub app: Option<usize>,
    pub options: Options,
}

/// Every selected component in order of kind and id, once per app where it is an app's.
///
/// # Errors
/// A component that is not in the catalog.
pub(crate) fn parts<'a>(catalog: &'a Catalog, blueprint: &Blueprint) -> Result<Vec<Part<'a>>> {
    let whole = |component| Part { component, app: None, options: Options::new() };
    let mut parts: Vec<Part<'a>> = catalog.of(Kind::Base).map(whole).collect();
    for (index, app) in blueprint.apps.iter().enumerate() {
        for component in catalog.of_app(&app.stack)? {
            parts.push(Part { component, app: Some(index), options: app.options.clone() });
        }
    }
    for service in &blueprint.services {
        let component = catalog.get(Kind::Service, &service.id)?;
        parts.push(Part { component, app: None, options: service.options.clone() });
        for (index, app) in blueprint.apps.iter().enumerate() {
            if app.uses.contains(&service.id) {
                parts.push(Part { component, app: Some(index), options: service.options.clone() });
            }
        }
    }
    let target = catalog.get(Kind::Target, &blueprint.target)?;
    parts.push(Part { component: target, app: None, options: blueprint.target_options.clone() });
    parts.sort_by_key(|part| (part.component.kind, part.app));
    Ok(parts)
}

/// The templates to render, in the order of [`parts`].
///
/// # Errors
/// A `when` or `to` that does not render, or a path that would leave the repository.
pub(crate) fn outputs<'a>(catalog: &'a Catalog, blueprint: &Blueprint, values: &mut Values) -> Result<Vec<Output<'a>>> {
    let mut outputs = Vec::new();
    for part in parts(catalog, blueprint)? {
        scope(values, part.component, part.app, &part.options);
        for (path, (template, text)) in catalog.files(part.component) {
            let per_app = path.starts_with("app/") || path.contains(APP);
            // Whole files of a service are its containers'.
            let wanted = path.starts_with("app/") || (path.starts_with("repo/") && !supplied(&part, blueprint));
            if wanted && per_app == part.app.is_some() {
                for item in items(part.component.rule(path), values) {
                    values.insert_value("item", item);
                    let source = (path, catalog.source.name(&template), text);
                    outputs.extend(output(catalog, &part, source, blueprint, values)?);
                }
            }
        }
    }
    Ok(outputs)
}

/// What a file is rendered for: the items of the list that its rule names, else once.
fn items(rule: Option<&FileRule>, values: &Values) -> Vec<tera::Value> {
    let Some(each) = rule.and_then(|rule| rule.each.as_deref()) else { return vec![tera::Value::from(false)] };
    let (head, rest) = each.split_once('.').unwrap_or((each, ""));
    let found =
        values.get(head).and_then(|value| if rest.is_empty() { Some(value) } else { value.get_from_path(rest) });
    found.and_then(tera::Value::as_array).map(|items| items.to_vec()).unwrap_or_default()
}

/// Whether the target supplies this service itself.
pub(crate) fn supplied(part: &Part<'_>, blueprint: &Blueprint) -> bool {
    let service = blueprint.services.iter().find(|service| service.id == part.component.id);
    service.is_some_and(|service| service.supplied)
}

fn output<'a>(
    catalog: &Catalog,
    part: &Part<'a>,
    (template_path, template, text): (&str, String, &'a str),
    blueprint: &Blueprint,
    values: &Values,
) -> Result<Option<Output<'a>>> {
    let app = part.app.and_then(|index| blueprint.apps.get(index));
    let component: &'a Component = part.component;
    let (key, rule) = (key(template_path), component.rule(template_path));
    let said = catalog.source.name(&format!("{}/component.yaml", component.folder));
    let named = |what: &str| format!("{said}: `{what}` of {template_path}");
    let Some(path) = wanted(rule, &named, values, || place(component, template_path, app))? else { return Ok(None) };
    let path = path.and_then(allowed).with_context(|| format!("the path of {template}"))?;
    let names = blueprint.names_here();
    if let Some(other) = rule.and_then(|rule| rule.beside.as_deref())
        && names.is_theirs(component, other)?
    {
        return Ok(None);
    }
    let Place { path, theirs: _, gave_way } = names.place(component, &path, rule)?;
    let policy = policy(rule);
    let earlier = earlier(component, template_path, app, names)?.filter(|old| *old != path);
    Ok(Some(Output {
        component,
        without: rule.and_then(|rule| rule.without.as_deref()),
        gave_way,
        earlier,
        template,
        text,
        key,
        path,
        policy,
        app: part.app,
        options: part.options.clone(),
    }))
}

/// Where a file goes: as its rule says, else `usual`; None where the rule does not want it. `named` says where a rule
/// stands.
fn wanted(
    rule: Option<&FileRule>,
    named: &dyn Fn(&str) -> String,
    values: &Values,
    usual: impl FnOnce() -> Result<RelPath>,
) -> Result<Option<Result<RelPath>>> {
    if let Some(when) = rule.and_then(|rule| rule.when.as_deref())
        && !template::holds(&named("when"), when, values)?
    {
        return Ok(None);
    }
    Ok(Some(match rule.and_then(|rule| rule.to.as_deref()) {
        Some(to) => RelPath::new(&template::render_one(&named("to"), to, values)?),
        None => usual(),
    }))
}

/// Folders that belong to git and to shipready itself, whatever a component says.
fn allowed(path: RelPath) -> Result<RelPath> {
    let ours = path.as_str() == STATE_DIR || path.as_str().starts_with(&format!("{STATE_DIR}/"));
    if ours || path.as_str().split('/').any(|part| part.eq_ignore_ascii_case(".git")) {
        bail!("no component may write {path}");
    }
    Ok(path)
}

fn place(component: &Component, path: &str, app: Option<&App>) -> Result<RelPath> {
    let path = path.replace(SERVICE, &component.id);
    match (path.strip_prefix("app/"), app) {
        (Some(below), Some(app)) => app.root.join(below),
        _ => {
            let below = path.strip_prefix("repo/").unwrap_or(&path);
            RelPath::new(&below.replace(APP, app.map_or(APP, |app| &app.name)))
        }
    }
}

/// Where the template at `path` of `component` put its file before it moved.
fn earlier(component: &Component, path: &str, app: Option<&App>, names: Names<'_>) -> Result<Option<RelPath>> {
    let Some(old) = component.moved.iter().find(|(_, now)| *now == path).map(|(old, _)| old) else { return Ok(None) };
    Ok(Some(names.place(component, &place(component, old, app)?, component.rule(old))?.path))
}

/// `repo/deploy/nginx/nginx.conf` is `deploy/nginx/nginx.conf`; `app/Dockerfile` stays so.
pub(crate) fn key(path: &str) -> String {
    path.strip_prefix("repo/").unwrap_or(path).to_owned()
}

fn policy(rule: Option<&FileRule>) -> Policy {
    match rule.map(|rule| rule.policy).unwrap_or_default() {
        FilePolicy::Owned => Policy::Owned,
        FilePolicy::Lines => Policy::Lines,
        FilePolicy::Dotenv => Policy::Dotenv,
        FilePolicy::Requirements => Policy::Requirements,
        FilePolicy::Toml => Policy::Toml,
        FilePolicy::Json => Policy::Json,
    }
}
