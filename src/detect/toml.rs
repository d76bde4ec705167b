//! TOML with the place of a mistake in words.

use toml_edit::Document;

use crate::facts::Notice;
use crate::tree::RelPath;

/// Parses `text`.
///
/// # Errors
/// A notice with line and column.
pub fn parse<'t>(path: &RelPath, text: &'t str) -> Result<Document<&'t str>, Notice> {
    Document::parse(text).map_err(|error| {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        Notice { path: Some(path.clone()), text: format!("not valid TOML at line {line}, column {column}: {message}") }
    })
}

/// Line and column of a byte, from 1.
pub fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or("").chars().count();
    let from_one = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    (from_one(line), from_one(column))
}
