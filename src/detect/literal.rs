//! Values that stand in the source: strings, numbers, lists; never what has to be computed at run time.

use tree_sitter::Node;

use crate::detect::syntax::Module;

/// How deep a value may be nested.
const DEPTH: usize = 32;

/// A value written out in the code.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    Integer(i64),
    Number(String),
    Boolean(bool),
    List(Vec<Literal>),
    Mapping(Vec<(Literal, Literal)>),
    Nothing,
}

impl Literal {
    /// As an environment variable would carry it; None for `None`.
    pub fn shown(&self) -> Option<String> {
        match self {
            Literal::Text(text) => Some(text.clone()),
            Literal::Nothing => None,
            other => Some(other.json().to_string()),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Literal::Text(text) => text.as_str().into(),
            Literal::Integer(number) => (*number).into(),
            Literal::Number(number) => number.parse::<f64>().map_or_else(|_| number.as_str().into(), Into::into),
            Literal::Boolean(value) => (*value).into(),
            Literal::List(items) => items.iter().map(Literal::json).collect::<Vec<_>>().into(),
            Literal::Mapping(pairs) => pairs
                .iter()
                .map(|(key, value)| (key.shown().unwrap_or_default(), value.json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            Literal::Nothing => serde_json::Value::Null,
        }
    }
}

/// The value of an expression, if it is written out; products and sums of integers count.
pub fn literal(module: &Module<'_>, node: Node<'_>) -> Option<Literal> {
    at_depth(module, node, DEPTH)
}

fn at_depth(module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
    let depth = depth.checked_sub(1)?;
    match node.kind() {
        "string" | "concatenated_string" => text(module, node).map(Literal::Text),
        "integer" => integer(module.text(node)).map(Literal::Integer),
        "float" => Some(Literal::Number(module.text(node).replace('_', ""))),
        "true" => Some(Literal::Boolean(true)),
        "false" => Some(Literal::Boolean(false)),
        "none" => Some(Literal::Nothing),
        "parenthesized_expression" => at_depth(module, node.named_child(0)?, depth),
        "list" | "tuple" | "set" => list(module, node, depth),
        "dictionary" => mapping(module, node, depth),
        "unary_operator" => negative(module, node, depth),
        "binary_operator" => arithmetic(module, node, depth),
        _ => None,
    }
}

/// The text of a string without interpolation.
pub fn text(module: &Module<'_>, node: Node<'_>) -> Option<String> {
    let mut whole = String::new();
    let mut cursor = node.walk();
    for part in node.named_children(&mut cursor) {
        match part.kind() {
            "string" => whole.push_str(&text(module, part)?),
            "string_content" => whole.push_str(&unescaped(module.text(part))),
            "interpolation" => return None,
            _ => {}
        }
    }
    matches!(node.kind(), "string" | "concatenated_string").then_some(whole)
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
                Some(escaped @ ('\\' | '\'' | '"')) => plain.push(escaped),
                Some(other) => plain.extend(['\\', other]),
            },
            other => plain.push(other),
        }
    }
    plain
}

fn integer(written: &str) -> Option<i64> {
    let digits = written.replace('_', "");
    let lower = digits.to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return i64::from_str_radix(rest, radix).ok();
        }
    }
    digits.parse().ok()
}

fn list(module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
    let mut cursor = node.walk();
    let items = node.named_children(&mut cursor).filter(|child| child.kind() != "comment");
    items.map(|item| at_depth(module, item, depth)).collect::<Option<Vec<_>>>().map(Literal::List)
}

fn mapping(module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
    let mut cursor = node.walk();
    let pairs = node.named_children(&mut cursor).filter(|child| child.kind() != "comment");
    pairs
        .map(|pair| {
            let key = at_depth(module, pair.child_by_field_name("key")?, depth)?;
            Some((key, at_depth(module, pair.child_by_field_name("value")?, depth)?))
        })
        .collect::<Option<Vec<_>>>()
        .map(Literal::Mapping)
}

fn negative(module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
    let value = at_depth(module, node.child_by_field_name("argument")?, depth)?;
    match (module.text(node.child_by_field_name("operator")?), value) {
        ("-", Literal::Integer(number)) => number.checked_neg().map(Literal::Integer),
        ("-", Literal::Number(number)) => Some(Literal::Number(format!("-{number}"))),
        _ => None,
    }
}

fn arithmetic(module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
    let left = at_depth(module, node.child_by_field_name("left")?, depth)?;
    let right = at_depth(module, node.child_by_field_name("right")?, depth)?;
    let operator = module.text(node.child_by_field_name("operator")?);
    match (left, operator, right) {
        (Literal::Integer(left), "*", Literal::Integer(right)) => left.checked_mul(right).map(Literal::Integer),
        (Literal::Integer(left), "+", Literal::Integer(right)) => left.checked_add(right).map(Literal::Integer),
        (Literal::Integer(left), "-", Literal::Integer(right)) => left.checked_sub(right).map(Literal::Integer),
        (Literal::Integer(left), "**", Literal::Integer(right)) => {
            left.checked_pow(u32::try_from(right).ok()?).map(Literal::Integer)
        }
        (Literal::Text(left), "+", Literal::Text(right)) => Some(Literal::Text(left + &right)),
        _ => None,
    }
}
