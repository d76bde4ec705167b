//! The beginning of an application, for a repository that has none yet.

use anyhow::{Context, Result};
use serde::Serialize;
use tera::Context as Values;

use crate::catalog::Catalog;
use crate::catalog::option::Value;
use crate::manifest::{AppChoice, Manifest};
use crate::template::{self, Engine};
use crate::tree::{File, RelPath, Text, Tree};

/// Files that a repository may hold and still be without an application.
const NOT_CODE: [&str; 9] =
    ["README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "NOTICE", "SECURITY", "shipready.toml"];

/// What the templates of a starter can name.
#[derive(Serialize)]
struct Scope<'a> {
    project: Project<'a>,
    app: App<'a>,
    selected: Vec<&'a str>,
}

#[derive(Serialize)]
struct Project<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct App<'a> {
    name: &'a str,
    root: &'a RelPath,
    /// What its addresses begin with, such as `/api`; empty where it has all of them.
    prefix: &'a str,
}

/// Whether the repository holds no code yet: nothing but texts about it and dot files.
pub fn is_blank(tree: &Tree) -> bool {
    tree.paths().all(|path| {
        let first = path.as_str().split('/').next().unwrap_or_default();
        first.starts_with('.') || NOT_CODE.iter().any(|name| first.starts_with(name))
    })
}

/// The starters of the manifest's apps, at the paths where they belong.
///
/// # Errors
/// An unknown stack, or a template error with file, line and column.
pub fn starter(catalog: &Catalog, manifest: &Manifest) -> Result<Tree> {
    let selected: Vec<&str> = manifest.services.keys().map(String::as_str).collect();
    let mut tree = Tree::default();
    for (name, choice) in &manifest.apps {
        let folder = format!("stacks/{}/starter", choice.stack);
        let project = Project { name: &manifest.project };
        let app = App { name, root: &choice.root, prefix: prefix(choice) };
        let scope = Scope { project, app, selected: selected.clone() };
        let values = Values::from_serialize(&scope).context("the starter's values")?;
        let files: Vec<(String, &str, &str)> = catalog
            .source
            .below(&folder)
            .map(|(path, text)| (catalog.source.name(&format!("{folder}/{path}")), path, text))
            .collect();
        let templates = files.iter().filter(|(_, _, text)| template::is_template(text));
        let engine = Engine::load(templates.map(|(name, _, text)| (name.as_str(), *text)))?;
        for (name, path, text) in &files {
            let content = match template::is_template(text) {
                true => engine.render(name, &values)?,
                false => (*text).to_owned(),
            };
            if template::is_template(text) && content.trim().is_empty() {
                continue;
            }
            let executable = content.starts_with("#!");
            tree.insert(choice.root.join(path)?, File::Text(Text { content: content.into(), executable }));
        }
    }
    Ok(tree)
}

/// The path that the proxy leads to it, where the choices say one.
fn prefix(choice: &AppChoice) -> &str {
    match choice.options.get("path").map(|chosen| &chosen.value) {
        Some(Value::String(path)) => path.trim_end_matches('/'),
        _ => "",
    }
}
