//! TOML (`pyproject.toml`, `Pipfile`): tables by their keys, lists of dependency specifiers by the package's name.

use std::ops::Range;

use toml_edit::{Array, Item, TableLike, Value};

use super::list::Style;
use super::node::{Kind, Node};
use super::parsed::Format;
use super::place::newline;
use super::{Earlier, Edited, structured};
use crate::detect::toml::parse;
use crate::requirement::{Specifier, normalised};
use crate::tree::RelPath;

/// Brings `yours` to hold what `wanted` holds; see [`structured::edit`].
///
/// # Errors
/// A file that is not TOML, or in which an entry has no place, with line and column.
pub fn edit(yours: &str, wanted: &str, earlier: Option<Earlier<'_>>) -> Result<Edited, String> {
    structured::edit::<Toml>(yours, wanted, earlier)
}

/// The keys of a whole file, in order.
pub fn keys(text: &str) -> Vec<String> {
    structured::keys::<Toml>(text)
}

struct Toml;

impl Format for Toml {
    fn parse(text: &str) -> Result<Node, String> {
        let document = parse(&RelPath::root(), text).map_err(|notice| notice.text)?;
        let root = document.as_table();
        let children = children(root);
        Ok(Node { name: String::new(), item: 0..0, value: 0..0, kind: Kind::Section, children, inline: false })
    }

    fn style(text: &str) -> Style<'_> {
        Style { newline: newline(text), unit: "    ", gap: " ", opens: false, trailing: "," }
    }

    fn value(raw: &str, style: &Style<'_>) -> String {
        raw.replace('\n', style.newline)
    }

    fn key<'t>(raw: &'t str, _: &Style<'_>) -> &'t str {
        raw
    }

    fn same(one: &str, other: &str) -> bool {
        one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    }
}

fn children(table: &dyn TableLike) -> Vec<Node> {
    let mut found: Vec<Node> = table.iter().filter_map(|(key, _)| child(table, key)).collect();
    found.sort_by_key(|node| node.item.start);
    found
}

fn child(table: &dyn TableLike, name: &str) -> Option<Node> {
    let (key, item) = table.get_key_value(name)?;
    let name = named(name);
    let start = key.span()?.start;
    let node = match item {
        Item::None => return None,
        Item::Value(value) => return Some(valued(name, start, value)),
        Item::ArrayOfTables(tables) => {
            let parts = tables.iter().filter_map(|table| {
                let header = table.span()?;
                Some(Node { inline: false, ..under(String::new(), header, Kind::Closed, children(table)) })
            });
            Node { inline: false, ..under(name, tables.span()?, Kind::Closed, parts.collect()) }
        }
        Item::Table(table) if table.is_dotted() => dotted(name, start, children(table)),
        Item::Table(table) if table.is_implicit() => {
            Node { inline: false, ..under(name, 0..0, Kind::Implied, children(table)) }
        }
        Item::Table(table) => Node { inline: false, ..under(name, table.span()?, Kind::Section, children(table)) },
    };
    Some(node)
}

fn under(name: String, place: Range<usize>, kind: Kind, children: Vec<Node>) -> Node {
    Node { name, item: place.clone(), value: place, kind, children, inline: true }
}

/// `a.b = 1`: `a` is as long as what stands in it.
fn dotted(name: String, start: usize, children: Vec<Node>) -> Node {
    let start = children.iter().map(|child| child.item.start).min().unwrap_or(start);
    let end = children.iter().map(|child| child.item.end).max().unwrap_or(start);
    under(name, start..end, Kind::Closed, children)
}

fn valued(name: String, start: usize, value: &Value) -> Node {
    let place = value.span().unwrap_or(start..start);
    let (kind, children) = match value {
        Value::Array(array) => (Kind::List, items(array)),
        Value::InlineTable(table) if table.is_dotted() => return dotted(name, start, children(table)),
        Value::InlineTable(table) => (Kind::List, children(table)),
        _ => (Kind::Leaf, Vec::new()),
    };
    Node { name, item: start..place.end, value: place, kind, children, inline: true }
}

/// The items of an array: a text by its package's name, or as a whole where it is no specifier; others have no name.
fn items(array: &Array) -> Vec<Node> {
    let name = |value: &Value| {
        let written = value.as_str().unwrap_or_default();
        Specifier::read_whole(written).map_or_else(|| written.to_owned(), |found| found.name)
    };
    let place = |value: &Value| value.span().unwrap_or_default();
    array.iter().map(|value| under(name(value), place(value), Kind::Leaf, Vec::new())).collect()
}

/// Package names stand among the keys, so keys are compared as these are.
fn named(key: &str) -> String {
    Some(normalised(key)).filter(|name| !name.is_empty()).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests;
