//! JSON (`package.json`): objects by their keys; every other value is one.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::errors::ParseError;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::list::Style;
use super::node::{Kind, Node};
use super::parsed::Format;
use super::place::{indent, line_start, newline};
use super::{Earlier, Edited, structured};

/// Brings `yours` to hold what `wanted` holds; see [`structured::edit`].
///
/// # Errors
/// A file that is not JSON, or in which an entry has no place, with line and column.
pub fn edit(yours: &str, wanted: &str, earlier: Option<Earlier<'_>>) -> Result<Edited, String> {
    structured::edit::<Json>(yours, wanted, earlier)
}

/// The keys of a whole file, in order.
pub fn keys(text: &str) -> Vec<String> {
    structured::keys::<Json>(text)
}

/// As the standard has it: no comments, no commas at the end.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

struct Json;

impl Format for Json {
    fn parse(text: &str) -> Result<Node, String> {
        let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| wrong(&error))?;
        Ok(match parsed.value {
            Some(value) => node(String::new(), value.start(), &value),
            // Nothing at all, as for a file that is no longer wanted.
            None => Node {
                name: String::new(),
                item: 0..0,
                value: 0..0,
                kind: Kind::List,
                children: Vec::new(),
                inline: true,
            },
        })
    }

    fn style(text: &str) -> Style<'_> {
        let lines = text.trim().contains('\n');
        let first = text.find('"').filter(|at| line_start(text, *at) > 0);
        let unit = first.map(|at| indent(text, at)).filter(|unit| !unit.is_empty()).unwrap_or("  ");
        Style { newline: newline(text), unit, gap: if is_compact(text) { "" } else { " " }, opens: lines, trailing: "" }
    }

    fn value(raw: &str, _: &Style<'_>) -> String {
        let lines = raw.contains('\n').then(|| serde_json::from_str::<serde_json::Value>(raw).ok()).flatten();
        lines.map_or_else(|| raw.to_owned(), |value| value.to_string())
    }

    fn key<'t>(raw: &'t str, style: &Style<'_>) -> &'t str {
        if style.gap.is_empty() { raw.trim_end() } else { raw }
    }

    fn same(one: &str, other: &str) -> bool {
        let value = |raw: &str| serde_json::from_str::<serde_json::Value>(raw).ok();
        one == other || value(one).is_some_and(|one| Some(one) == value(other))
    }
}

/// Written without a blank between its parts.
fn is_compact(text: &str) -> bool {
    !text.trim().contains('\n') && (text.contains("\":\"") || text.contains("\":{"))
}

fn wrong(error: &ParseError) -> String {
    let (line, column) = (error.line_display(), error.column_display());
    format!("not valid JSON at line {line}, column {column}: {}", error.kind())
}

fn node(name: String, start: usize, value: &Value<'_>) -> Node {
    let place = value.start()..value.end();
    let (kind, children) = match value {
        Value::Object(object) => (Kind::List, properties(object)),
        _ => (Kind::Leaf, Vec::new()),
    };
    Node { name, item: start..place.end, value: place, kind, children, inline: true }
}

fn properties(object: &Object<'_>) -> Vec<Node> {
    let each = object.properties.iter();
    each.map(|property| node(property.name.as_str().to_owned(), property.start(), &property.value)).collect()
}

#[cfg(test)]
mod tests;
