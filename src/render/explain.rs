//! Where the lines of a rendered file come from: the template and its line, the component, and what it depends on.

use anyhow::{Context, Result};
use tera::Context as Values;

use crate::blueprint::Blueprint;
use crate::catalog::Catalog;
use crate::render::output::{Output, outputs};
use crate::render::slots::Slots;
use crate::render::{shared, shared_folders, text};
use crate::template::{self, Engine, Trace};
use crate::tree::RelPath;

/// Where one line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The component whose template it is.
    pub component: String,
    /// The path of the template, as the person finds it.
    pub template: String,
    /// The line of the template, from 1.
    pub line: usize,
    /// The items of the loops around it, outermost first: the name of the loop's variable, and what the item is.
    pub items: Vec<(String, String)>,
    /// Names of the Blueprint and options that it depends on, the nearest first.
    pub depends: Vec<String>,
}

/// The text of one template of a file.
struct Part<'a> {
    component: &'a str,
    template: &'a str,
    text: &'a str,
}

/// The origin of every line of the file that is rendered to `path`; None where nothing is.
///
/// # Errors
/// As [`super::render`].
pub fn origins(catalog: &Catalog, blueprint: &Blueprint, path: &RelPath) -> Result<Option<Vec<Origin>>> {
    let mut values = Values::from_serialize(blueprint).context("the blueprint's values")?;
    values.insert("pins", &catalog.pins);
    values.insert("actions", &catalog.pins.uses());
    let outputs = outputs(catalog, blueprint, &mut values)?;
    let Some(output) = outputs.iter().find(|output| output.path == *path) else { return Ok(None) };
    let slots = Slots::collect(catalog, blueprint, &outputs)?;
    let shared = shared(catalog);
    let parts = parts(output, &slots, &shared);
    let traced: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(number, part)| template::traced(number, part.template, part.text))
        .collect::<Result<_>>()?;
    let traced: Vec<&str> = traced.iter().map(String::as_str).collect();
    let named = parts.iter().map(|part| part.template).zip(traced.iter().copied());
    let engine = Engine::load_from(shared_folders(catalog), named)?;
    let slots = slots.map(&output.key, |number, _| traced.get(number + 1).copied().unwrap_or_default());
    let first = Output { text: traced.first().copied().unwrap_or_default(), ..output.clone() };
    let (text, _) = text(&engine, &mut values, &first, &slots)?;
    let origins = template::traces(&text).iter().map(|trace| origin(trace, &parts)).collect::<Result<_>>()?;
    Ok(Some(origins))
}

fn parts<'a>(output: &'a Output<'a>, slots: &'a Slots<'a>, shared: &'a [(String, &'a str)]) -> Vec<Part<'a>> {
    let first = Part { component: &output.component.id, template: &output.template, text: output.text };
    let fragments = slots.for_file(&output.key).map(|fragment| Part {
        component: &fragment.component.id,
        template: &fragment.template,
        text: fragment.text,
    });
    let component = first.component;
    let common = shared.iter().map(|(template, text)| Part { component, template, text });
    std::iter::once(first).chain(fragments).chain(common).collect()
}

fn origin(trace: &Trace, parts: &[Part<'_>]) -> Result<Origin> {
    let Trace { template, line, items } = trace;
    let part = parts.get(*template).context("a trace of no template")?;
    Ok(Origin {
        component: part.component.to_owned(),
        template: part.template.to_owned(),
        line: *line,
        items: items.clone(),
        depends: template::depends(part.template, part.text, *line)?,
    })
}
