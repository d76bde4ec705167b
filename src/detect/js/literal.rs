//! Values that stand in the source of JavaScript: strings, numbers, lists, objects.

use tree_sitter::Node;

use crate::detect::js::nodes::{bare, children};
use crate::detect::literal::Literal;

/// How deep a value may be nested.
const DEPTH: usize = 16;

/// The value of an expression of `source`, if it is written out; products and sums of integers count.
pub fn literal(source: &str, node: Node<'_>) -> Option<Literal> {
    at_depth(source, node, DEPTH)
}

fn at_depth(source: &str, node: Node<'_>, depth: usize) -> Option<Literal> {
    let depth = depth.checked_sub(1)?;
    let node = bare(node);
    match node.kind() {
        "string" | "template_string" => text(source, node).map(Literal::Text),
        "number" => number(written(source, node)),
        "true" => Some(Literal::Boolean(true)),
        "false" => Some(Literal::Boolean(false)),
        "null" | "undefined" => Some(Literal::Nothing),
        "array" => children(node)
            .into_iter()
            .map(|item| at_depth(source, item, depth))
            .collect::<Option<_>>()
            .map(Literal::List),
        "object" => object(source, node, depth),
        "unary_expression" => unary(source, node, depth),
        "binary_expression" => arithmetic(source, node, depth),
        _ => None,
    }
}

fn written<'t>(source: &'t str, node: Node<'_>) -> &'t str {
    source.get(node.byte_range()).unwrap_or("")
}

/// The text of a string, or of a template without anything filled in.
pub fn text(source: &str, node: Node<'_>) -> Option<String> {
    let filled = || children(node).iter().any(|child| child.kind() == "template_substitution");
    match node.kind() {
        "template_string" if filled() => None,
        "string" | "template_string" => {
            let whole = written(source, node);
            Some(unescaped(whole.get(1..whole.len().checked_sub(1)?)?))
        }
        _ => None,
    }
}

fn unescaped(content: &str) -> String {
    let mut plain = String::with_capacity(content.len());
    let mut characters = content.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some('\n') | None => {}
                Some(escaped) => plain.push(escaped),
            },
            other => plain.push(other),
        }
    }
    plain
}

fn number(written: &str) -> Option<Literal> {
    let digits = written.replace('_', "");
    let lower = digits.to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return i64::from_str_radix(rest, radix).ok().map(Literal::Integer);
        }
    }
    let exact = lower.parse::<f64>().ok().filter(|value| value.fract() == 0.0 && lower.contains('e'));
    let integer = digits.parse().ok().or(exact.map(|value| value as i64));
    Some(integer.map_or(Literal::Number(digits), Literal::Integer))
}

fn object(source: &str, node: Node<'_>, depth: usize) -> Option<Literal> {
    let pairs = children(node).into_iter().map(|pair| {
        let key = pair.child_by_field_name("key").filter(|_| pair.kind() == "pair")?;
        let value = at_depth(source, pair.child_by_field_name("value")?, depth)?;
        Some((Literal::Text(key_text(source, key)?), value))
    });
    pairs.collect::<Option<_>>().map(Literal::Mapping)
}

/// The name that a key of an object, a class or a pattern gives.
pub fn key_text(source: &str, key: Node<'_>) -> Option<String> {
    match key.kind() {
        "property_identifier"
        | "private_property_identifier"
        | "identifier"
        | "shorthand_property_identifier"
        | "shorthand_property_identifier_pattern"
        | "number" => Some(written(source, key).to_owned()),
        "string" => text(source, key),
        "computed_property_name" => text(source, key.named_child(0)?),
        _ => None,
    }
}

fn unary(source: &str, node: Node<'_>, depth: usize) -> Option<Literal> {
    let value = at_depth(source, node.child_by_field_name("argument")?, depth)?;
    match (node.child_by_field_name("operator")?.kind(), value) {
        ("-", Literal::Integer(number)) => number.checked_neg().map(Literal::Integer),
        ("-", Literal::Number(number)) => Some(Literal::Number(format!("-{number}"))),
        ("+", Literal::Text(text)) => number(&text),
        ("+", value @ (Literal::Integer(_) | Literal::Number(_))) => Some(value),
        _ => None,
    }
}

fn arithmetic(source: &str, node: Node<'_>, depth: usize) -> Option<Literal> {
    let left = at_depth(source, node.child_by_field_name("left")?, depth)?;
    let right = at_depth(source, node.child_by_field_name("right")?, depth)?;
    match (left, node.child_by_field_name("operator")?.kind(), right) {
        (Literal::Integer(left), "*", Literal::Integer(right)) => left.checked_mul(right).map(Literal::Integer),
        (Literal::Integer(left), "+", Literal::Integer(right)) => left.checked_add(right).map(Literal::Integer),
        (Literal::Integer(left), "-", Literal::Integer(right)) => left.checked_sub(right).map(Literal::Integer),
        (Literal::Text(left), "+", Literal::Text(right)) => Some(Literal::Text(left + &right)),
        _ => None,
    }
}
