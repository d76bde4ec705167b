//! Whether a text is still what its name says: YAML, TOML, JSON, Python, or blocks in braces.

mod braces;
mod json;
mod python;

use serde::de::IgnoredAny;

use crate::manifest::line_column;
use crate::tree::RelPath;

/// Where a text stops being what its name says, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub message: String,
}

/// Reads `text` as the format that `path` names; any text is fine where the name says nothing.
///
/// # Errors
/// The first place that does not parse. A key that stands twice counts as one.
pub fn check(path: &RelPath, text: &str) -> Result<(), Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match path.extension() {
        Some("yaml" | "yml") => yaml(text),
        Some("toml") => toml(text),
        Some("json") => json::check(text),
        Some("py" | "pyi") => python::check(text),
        Some("conf") => braces::check(text),
        _ => Ok(()),
    }
}

fn yaml(text: &str) -> Result<(), Broken> {
    let read = serde_yaml::from_multiple::<IgnoredAny>(text);
    read.map(drop).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line() as usize, at.column() as usize));
        // The parser's words begin with the place and are followed by a picture of it.
        let said = error.without_snippet().to_string();
        let said = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let again = format!("line {line} column {column}: ");
        Broken { line, column, message: plain(said.strip_prefix(&again).unwrap_or(said)) }
    })
}

/// The parser's words without its advice to programmers.
fn plain(said: &str) -> String {
    said.split(", set DuplicateKeyPolicy").next().unwrap_or(said).to_owned()
}

fn toml(text: &str) -> Result<(), Broken> {
    toml_edit::Document::parse(text).map(drop).map_err(|error| {
        let (line, column) = line_column(text, error.span().map_or(0, |span| span.start));
        Broken { line, column, message: error.message().to_owned() }
    })
}
