//! Catalog and Blueprint to files.

mod explain;
mod given;
mod output;
mod slots;
mod starter;
mod tables;

pub use crate::render::explain::{Origin, origins};
pub use crate::render::given::given;
pub use crate::render::starter::{is_blank, starter};
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use tera::Context as Values;

use crate::blueprint::{Blueprint, Itself, Options};
use crate::catalog::Catalog;
use crate::catalog::component::Component;
use crate::plan::{Rendered, RenderedFile};
use crate::render::output::{Output, outputs};
use crate::render::slots::Slots;
use crate::template::{self, Engine};
use crate::tree::{RelPath, Text};

/// The folder of templates that those of components include by their names.
const SHARED: &str = "shared";

/// Renders every file of the selected components.
///
/// # Errors
/// A template error with file, line and column; two components that write a file, each another;
/// a fragment for a slot that no template has.
pub fn render(catalog: &Catalog, blueprint: &Blueprint) -> Result<Rendered> {
    let mut values = values(catalog, blueprint)?;
    let outputs = outputs(catalog, blueprint, &mut values)?;
    let slots = Slots::collect(catalog, blueprint, &outputs)?;
    let own = outputs.iter().map(|output| (output.template.as_str(), output.text));
    let shared = shared(catalog);
    let common = shared.iter().map(|(name, text)| (name.as_str(), *text));
    let templates: BTreeMap<&str, &str> =
        own.chain(slots.templates()).chain(common).filter(|(_, text)| template::is_template(text)).collect();
    let engine = Engine::load_from(shared_folders(catalog), templates)?;
    let mut rendered = Rendered::new();
    for output in &outputs {
        let (path, mut file) = file(&engine, &mut values, output, &slots)?;
        if let Some(other) = rendered.remove(&path) {
            // What several have from the role that they share is one file.
            if other.text != file.text {
                bail!("{} and {} both write {path}", other.owners.join(" and "), output.component.id);
            }
            file.owners.splice(0..0, other.owners);
        }
        rendered.insert(path, file);
    }
    Ok(rendered)
}

/// What every template can name.
fn values(catalog: &Catalog, blueprint: &Blueprint) -> Result<Values> {
    let mut values = Values::from_serialize(blueprint).context("the blueprint's values")?;
    values.insert("pins", &catalog.pins);
    values.insert("actions", &catalog.pins.uses());
    values.insert("tool", env!("CARGO_PKG_VERSION"));
    Ok(values)
}

/// Name and text of what the files of several components have in common, which they include.
fn shared(catalog: &Catalog) -> Vec<(String, &str)> {
    let found = catalog.source.below(SHARED);
    found.map(|(path, text)| (catalog.source.name(&format!("{SHARED}/{path}")), text)).collect()
}

/// Where [`shared`] stands, in the catalog and among the user's own templates.
fn shared_folders(catalog: &Catalog) -> Vec<String> {
    let names = catalog.source.below(SHARED).map(|(path, _)| (path, catalog.source.name(&format!("{SHARED}/{path}"))));
    let folders = names.filter_map(|(path, name)| Some(name.strip_suffix(path)?.to_owned()));
    folders.collect::<BTreeSet<String>>().into_iter().collect()
}

fn file(
    engine: &Engine,
    values: &mut Values,
    output: &Output<'_>,
    slots: &Slots<'_>,
) -> Result<(RelPath, RenderedFile)> {
    let (text, mut owners) = text(engine, values, output, slots)?;
    let text = if output.path.as_str().ends_with(".md") { tables::aligned(&text) } else { text };
    let text = Text { executable: text.starts_with("#!"), content: finished(&text).into() };
    let mut named = BTreeSet::new();
    owners.retain(|owner| named.insert(owner.clone()));
    let without = output.without.map(Into::into);
    let (gave_way, earlier) = (output.gave_way.clone(), output.earlier.clone());
    let file = RenderedFile { without, gave_way, earlier, ..RenderedFile::new(text, output.policy, owners) };
    Ok((output.path.clone(), file))
}

/// What a template and the fragments for its slots come to, and the components that gave something.
fn text(engine: &Engine, values: &mut Values, output: &Output<'_>, slots: &Slots<'_>) -> Result<(String, Vec<String>)> {
    scope(values, output.component, output.app, &output.options);
    let text = run(engine, &output.template, output.text, values)?;
    let mut owners = vec![output.component.id.clone()];
    let mut filled = BTreeMap::new();
    for slot in template::slots(output.text) {
        let mut lines = String::new();
        for fragment in slots.of(&output.key, slot) {
            scope(values, fragment.component, output.app, &fragment.options);
            let text = run(engine, &fragment.template, fragment.text, values)?;
            if !template::without_marks(&text).trim().is_empty() {
                lines.push_str(&text);
                owners.push(fragment.component.id.clone());
            }
        }
        filled.insert(slot, lines);
    }
    Ok((template::fill(&text, |name| filled.get(name).cloned()).into_owned(), owners))
}

/// What a template can name besides the Blueprint: its `component`, whose `options` these are, and, per app, `app`.
fn scope(values: &mut Values, component: &Component, app: Option<usize>, options: &Options) {
    values.insert("component", &Itself::from(component));
    values.insert("options", options);
    // One of the Blueprint's apps as they are already among the values: another look at it, not a copy.
    let apps = values.get("apps").and_then(tera::Value::as_array);
    match app.and_then(|index| apps?.get(index)).cloned() {
        Some(app) => values.insert_value("app", app),
        None => drop(values.remove("app")),
    }
}

fn run(engine: &Engine, name: &str, text: &str, values: &Values) -> Result<String> {
    match template::is_template(text) {
        true => engine.render(name, values),
        false => Ok(text.to_owned()),
    }
}

/// One final newline; an empty file stays empty.
fn finished(text: &str) -> String {
    let text = text.trim_end_matches('\n');
    match text.is_empty() {
        true => String::new(),
        false => format!("{text}\n"),
    }
}
