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

/// The manifest `text` without the table `[services.<id>]` and the comment right above it. Comments that a blank line
/// sets apart, and those behind its last value, stay.
///
/// # Errors
/// As [`set`]; there is no such table.
pub fn remove_service(text: &str, id: &str) -> Result<String> {
    let mut document = parse(text)?;
    let removed = table(&mut document, &["services"])?.remove(id);
    removed.with_context(|| format!("{MANIFEST_PATH}: there is no [services.{id}]"))?;
    match without_lines(text, id) {
        // Whatever is hidden in a text of several lines: only what means the same is taken.
        Some(lines) if lines.parse::<DocumentMut>().is_ok_and(|read| alike(&read, &document)) => Ok(lines),
        _ => Ok(written(&document, text)),
    }
}

/// Whether two documents hold the same values, however they are written.
fn alike(one: &DocumentMut, other: &DocumentMut) -> bool {
    let plain = |document: &DocumentMut| toml_edit::de::from_document::<serde_json::Value>(document.clone()).ok();
    let bare = |value: Option<serde_json::Value>| {
        let mut value = value?;
        let tables = value.as_object_mut()?;
        tables.retain(|_, table| table.as_object().is_none_or(|table| !table.is_empty()));
        Some(value)
    };
    bare(plain(one)) == bare(plain(other))
}

/// `text` without the lines from the header of the table to its last value.
fn without_lines(text: &str, id: &str) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_header = |line: &&str| line.trim_start().starts_with('[');
    let header = format!("[services.{id}]");
    let at = lines.iter().position(|line| line.trim_start().starts_with(&header))?;
    let body = lines.iter().skip(at + 1).take_while(|line| !is_header(line)).count();
    let blank = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let behind = lines.get(at + 1..at + 1 + body)?.iter().rev().take_while(|line| blank(line)).count();
    let end = at + 1 + body - behind;
    let above = lines.get(..at)?.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let mut start = at - above;
    // Of the blank lines around it one goes as well.
    let empty = |at: Option<&&str>| at.is_none_or(|line| line.trim().is_empty());
    if start > 0 && empty(lines.get(start - 1)) && empty(lines.get(end)) {
        start -= 1;
    }
    Some(lines.get(..start)?.iter().chain(lines.get(end..)?).copied().collect())
}

/// The manifest `text` with `values` among, or not among, those of the list at `key`; the others stay as written.
///
/// # Errors
/// As [`set`]; something else than a list is there.
pub fn list(text: &str, key: Key<'_>, values: &[String], listed: bool) -> Result<String> {
    let mut document = parse(text)?;
    let (name, tables) = key.split_last().context("a key without a name")?;
    let table = table(&mut document, tables)?;
    let item = table.entry(name).or_insert_with(|| Item::Value(toml_edit::Value::Array(Array::new())));
    let array = item.as_array_mut().with_context(|| format!("{MANIFEST_PATH}: `{name}` must be a list"))?;
    for value in values {
        let place = array.iter().position(|other| other.as_str() == Some(value));
        match (place, listed) {
            (None, true) => push(array, value),
            (Some(at), false) => take_out(array, at),
            _ => {}
        }
    }
    Ok(written(&document, text))
}

/// Removes from a list; what stands behind the value before it, on that one's line, stays there.
fn take_out(array: &mut Array, at: usize) {
    let removed = array.remove(at);
    let prefix = removed.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default();
    let Some((comment, _)) = prefix.split_once('\n').filter(|(comment, _)| !comment.trim().is_empty()) else { return };
    match array.get_mut(at) {
        Some(next) => {
            let own = next.decor().prefix().and_then(|text| text.as_str()).unwrap_or_default().to_owned();
            next.decor_mut().set_prefix(format!("{comment}{own}"));
        }
        None => {
            let behind = array.trailing().as_str().unwrap_or_default().to_owned();
            array.set_trailing(format!("{comment}{behind}"));
        }
    }
}

/// Adds to a list, on a line of its own where the others have one; what stands behind the last one stays there.
fn push(array: &mut Array, value: &str) {
    let behind = array.trailing().as_str().unwrap_or_default().to_owned();
    if !behind.contains('\n') || array.is_empty() {
        array.push(value);
        return;
    }
    let mut new = toml_edit::Value::from(value);
    new.decor_mut().set_prefix(format!("{}\n  ", behind.trim_end()));
    array.push_formatted(new);
    array.set_trailing_comma(true);
    array.set_trailing("\n");
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
    fn comments_of_others_stay_when_a_service_goes() -> Result<()> {
        let notes = "[services.nginx]\n# certificates are on the NAS\n# call Bob before renewing\n";
        let text = format!("{notes}\n# Ours.\n[services.redis] # 8\nversion = \"8\"\n# behind it\n\n[services.x]\n");
        assert_eq!(remove_service(&text, "redis")?, format!("{notes}\n# behind it\n\n[services.x]\n"));
        let apart = format!("{notes}\n# A note.\n\n[services.redis]\n");
        assert_eq!(remove_service(&apart, "redis")?, format!("{notes}\n# A note.\n"));
        assert_eq!(remove_service("services.redis.version = \"8\"\na = 1\n", "redis")?, "a = 1\n");
        Ok(())
    }

    #[test]
    fn a_list_keeps_its_comments() -> Result<()> {
        let text = "[files]\nkeep = [\n  # by hand\n  \"a\", # until May\n]\n";
        let more = list(text, &["files", "keep"], &["b".into()], true)?;
        assert_eq!(more, "[files]\nkeep = [\n  # by hand\n  \"a\", # until May\n  \"b\",\n]\n");
        assert_eq!(list(&more, &["files", "keep"], &["b".into()], false)?, text);
        assert_eq!(list("", &["files", "keep"], &["a".into()], true)?, "[files]\nkeep = [\"a\"]\n");
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
