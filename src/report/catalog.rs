//! What there is to choose, and one component in full.

use anyhow::{Context, Result};
use serde::Serialize;

use crate::catalog::component::Component;
use crate::catalog::option::Spec;
use crate::report::style::{FAINT, Look, STRONG};
use crate::report::table::{self, Cell};

/// One thing to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    pub summary: String,
}

/// Groups of rows under their headings.
pub fn text(groups: &[(String, Vec<Row>)], look: Look) -> String {
    let mut blocks = Vec::new();
    for (heading, rows) in groups {
        let cells = |row: &Row| vec![Cell::new(row.id.clone(), STRONG), Cell::plain(row.summary.clone())];
        let rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
        blocks.push(format!("{}\n{}", look.paint(FAINT, heading.as_str()), table::lines(&rows, 2, look)));
    }
    blocks.join("\n")
}

/// The same for programs: an object of lists.
///
/// # Errors
/// None that is known: every value can be written.
pub fn json(groups: &[(String, Vec<Row>)]) -> Result<String> {
    let groups: serde_json::Map<String, serde_json::Value> = groups
        .iter()
        .map(|(heading, rows)| Ok((heading.clone(), serde_json::to_value(rows)?)))
        .collect::<Result<_>>()
        .context("cannot write the list")?;
    crate::report::json::pretty(&groups)
}

/// One component: what it is, its options, its files.
pub fn component(component: &Component, files: &[&str], look: Look) -> String {
    let mut text = format!("{}\n{}\n", look.paint(STRONG, component.title.as_str()), component.summary);
    let lists =
        [("provides", &component.provides), ("needs", &component.requires), ("not beside", &component.conflicts)];
    for (name, values) in lists.iter().filter(|(_, values)| !values.is_empty()) {
        text.push_str(&format!("{name}: {}\n", values.join(", ")));
    }
    if !component.supplies.is_empty() {
        let capabilities: Vec<&str> = component.supplies.keys().map(String::as_str).collect();
        text.push_str(&format!("supplies itself: {}\n", capabilities.join(", ")));
    }
    if !component.options.is_empty() {
        let rows: Vec<Vec<Cell>> = component.options.iter().map(|(name, spec)| option(name, spec)).collect();
        text.push_str(&format!("\n{}\n{}", look.paint(FAINT, "options"), table::lines(&rows, 2, look)));
    }
    let output = |path: &&&str| path.starts_with("repo/") || path.starts_with("app/");
    let files: Vec<Vec<Cell>> = files.iter().filter(output).map(|path| vec![Cell::plain(shown(path))]).collect();
    if !files.is_empty() {
        text.push_str(&format!("\n{}\n{}", look.paint(FAINT, "files"), table::lines(&files, 2, look)));
    }
    text
}

/// The same for programs.
///
/// # Errors
/// None that is known: every value can be written.
pub fn component_json(component: &Component, files: &[&str]) -> Result<String> {
    let options: serde_json::Map<String, serde_json::Value> = component
        .options
        .iter()
        .map(|(name, spec)| {
            let value = serde_json::json!({
                "type": spec.kind, "default": spec.default, "help": spec.help, "choices": spec.choices,
            });
            (name.clone(), value)
        })
        .collect();
    crate::report::json::pretty(&serde_json::json!({
        "id": component.id, "kind": component.kind, "title": component.title, "summary": component.summary,
        "provides": component.provides, "requires": component.requires, "conflicts": component.conflicts,
        "options": options, "files": files,
    }))
}

fn option(name: &str, spec: &Spec) -> Vec<Cell> {
    let choices = if spec.choices.is_empty() { String::new() } else { format!(" ({})", spec.choices.join(", ")) };
    let default = match spec.default.to_string() {
        empty if empty.is_empty() => String::new(),
        default => format!(" [{default}]"),
    };
    vec![Cell::new(name, STRONG), Cell::plain(format!("{}{choices}{default}", spec.help))]
}

fn shown(path: &str) -> String {
    path.strip_prefix("repo/").unwrap_or(path).replace("@app@", "<app>").replace("app/", "<app root>/")
}
