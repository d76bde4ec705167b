//! Edits of shipready.toml that keep what the user wrote: comments, order, spacing.

use anyhow::{Context, Result, anyhow};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike};

use crate::catalog::option::Value;
use crate::state::MANIFEST_PATH;

/// Where a value belongs: `["services", "postgres", "version"]`.
pub type Key<'a> = &'a [&'a str];

/// The manifest `text` with `value` at `key`; tables on the way are made where they are missing.
///
/// # Errors
/// Text that is not TOML, or something else than a table on the way.
pub fn set(text: &str, key: Key<'_>, value: &Value) -> Result<String> {
    let mut document = parse(text)?;
    let (name, tables) = key.split_last().context("a key without a name")?;
    let table = table(&mut document, tables)?;
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            let decor = old.decor().clone();
            *old = toml(value);
            *old.decor_mut() = decor;
        }
        _ => drop(table.insert(name, Item::Value(toml(value)))),
    }
    Ok(written(&document, text))
}

/// The manifest `text` with the table `[services.<id>]`, empty unless it was there.
///
/// # Errors
/// As [`set`].
pub fn add_service(text: &str, id: &str) -> Result<String> {
    let mut document = parse(text)?;
    table(&mut document, &["services", id])?;
    Ok(written(&document, text))
}

/// The manifest `text` without the table `[services.<id>]` and the comments right above it.
///
/// # Errors
/// As [`set`]; there is no such table.
pub fn remove_service(text: &str, id: &str) -> Result<String> {
    let mut document = parse(text)?;
    let removed = table(&mut document, &["services"])?.remove(id);
    removed.with_context(|| format!("{MANIFEST_PATH}: there is no [services.{id}]"))?;
    Ok(written(&document, text))
}

fn parse(text: &str) -> Result<DocumentMut> {
    text.parse::<DocumentMut>().map_err(|error| anyhow!("{MANIFEST_PATH}: {error}"))
}

/// `document` with the line ends of the `text` that it was read from.
fn written(document: &DocumentMut, text: &str) -> String {
    let lines = document.to_string().replace("\r\n", "\n");
    if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines }
}

fn table<'d>(document: &'d mut DocumentMut, path: &[&str]) -> Result<&'d mut dyn TableLike> {
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for (depth, name) in path.iter().enumerate() {
        let item = table.entry(name).or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(depth + 1 < path.len());
            Item::Table(table)
        });
        table = item.as_table_like_mut().with_context(|| format!("{MANIFEST_PATH}: `{name}` must be a table"))?;
    }
    Ok(table)
}

fn toml(value: &Value) -> toml_edit::Value {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Number(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::List(values) => toml_edit::Value::Array(values.iter().map(String::as_str).collect::<Array>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_keeps_everything_else() -> Result<()> {
        let text = "target = \"compose\" # one server\n\n[services.postgres]\nversion = \"17\" # as on the old host\n";
        let text = set(text, &["services", "postgres", "version"], &Value::String("18".into()))?;
        let text = add_service(&text, "redis")?;
        let text = set(&text, &["services", "redis", "memory_mb"], &Value::Integer(64))?;
        assert_eq!(
            text,
            "target = \"compose\" # one server\n\n[services.postgres]\nversion = \"18\" # as on the old host\n\n[services.redis]\nmemory_mb = 64\n"
        );
        Ok(())
    }

    #[test]
    fn a_service_goes_as_it_came() -> Result<()> {
        let text = "target = \"compose\"\n\n[services.postgres] # mine\nversion = \"17\"\n";
        assert_eq!(remove_service(&add_service(text, "redis")?, "redis")?, text);
        let commented = format!("{text}\n# The cache.\n[services.redis]\nmemory_mb = 64\n\n[services.x]\n");
        assert_eq!(remove_service(&commented, "redis")?, format!("{text}\n[services.x]\n"));
        assert!(remove_service(text, "redis").is_err());
        Ok(())
    }

    #[test]
    fn line_ends_stay_as_they_were() -> Result<()> {
        let text = "target = \"compose\"\r\n\r\n[services.postgres]\r\nversion = \"17\"\r\n";
        let edited = add_service(text, "redis")?;
        let edited = set(&edited, &["services", "redis", "memory_mb"], &Value::Integer(64))?;
        assert_eq!(edited, format!("{text}\r\n[services.redis]\r\nmemory_mb = 64\r\n"));
        Ok(())
    }
}
