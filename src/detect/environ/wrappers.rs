//! The application's own functions around a reading: `def env_bool(name, default=False)` that asks `os.getenv`.

use tree_sitter::Node;

use crate::detect::annotation;
use crate::detect::environ::readers::Reader;
use crate::detect::environ::{conversion, is_name};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, walk};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::facts::ValueType;

/// No call has so many arguments.
const NOWHERE: usize = usize::MAX;

/// How `call` reads the variable `name` through such a function.
pub fn reader(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>, name: Option<&str>) -> Option<Reader> {
    name.filter(|name| is_name(name) && !name.chars().any(|c| c.is_ascii_lowercase()))?;
    let definition = sources.definition(module, &module.callee(call)?)?;
    let function = match definition.node.kind() {
        "decorated_definition" => definition.node.child_by_field_name("definition")?,
        _ => definition.node,
    };
    (function.kind() == "function_definition").then(|| of(definition.module, function)).flatten()
}

/// What the function does with its first parameter, where that names a variable.
fn of(module: &Module<'_>, function: Node<'_>) -> Option<Reader> {
    let parameters = parameters(module, function);
    let (first, _) = parameters.first()?;
    let body = function.child_by_field_name("body")?;
    let inner = asked(module, body, first)?;
    let text = module.text(body);
    let raises = text.lines().any(|line| line.trim_start().starts_with("raise"));
    let falls_back = parameters.get(1).is_some_and(|(_, default)| default.is_some());
    Some(Reader {
        required: (raises || inner.kind() == "subscript") && !falls_back,
        default_at: if parameters.len() > 1 { 1 } else { NOWHERE },
        kind: Some(kind(module, function, inner)),
        choices: if raises { choices(module, body) } else { Vec::new() },
        ..Reader::default()
    })
}

/// Names of the parameters, with their defaults.
fn parameters<'n, 't>(module: &Module<'t>, function: Node<'n>) -> Vec<(&'t str, Option<Node<'n>>)> {
    let Some(list) = function.child_by_field_name("parameters") else { return Vec::new() };
    let mut cursor = list.walk();
    let named = list.named_children(&mut cursor).filter_map(|parameter| {
        let name = match parameter.kind() {
            "identifier" => parameter,
            "typed_parameter" => parameter.named_child(0).filter(|name| name.kind() == "identifier")?,
            "default_parameter" | "typed_default_parameter" => parameter.child_by_field_name("name")?,
            _ => return None,
        };
        Some((module.text(name), parameter.child_by_field_name("value")))
    });
    named.collect()
}

/// The reading of the variable that `parameter` names.
fn asked<'n>(module: &Module<'_>, body: Node<'n>, parameter: &str) -> Option<Node<'n>> {
    const ASK: &[&str] = &["os.getenv", "os.environ.get", "os.environ.__getitem__"];
    let mut found = None;
    walk(body, &mut |node| {
        let name = match node.kind() {
            "call" if module.callee(node).is_some_and(|callee| ASK.contains(&callee.as_str())) => argument(node, 0),
            "subscript" => node
                .child_by_field_name("value")
                .filter(|value| module.dotted(*value).as_deref() == Some("os.environ"))
                .and_then(|_| node.child_by_field_name("subscript")),
            _ => None,
        };
        if name.is_some_and(|name| module.text(name) == parameter) {
            found = found.or(Some(node));
        }
        found.is_none()
    });
    found
}

/// The type that it answers with: as annotated, as it converts what it read, or as it is called.
fn kind(module: &Module<'_>, function: Node<'_>, inner: Node<'_>) -> ValueType {
    let stated = function.child_by_field_name("return_type").map(|node| annotation::read(module.text(node)).kind());
    let said = stated.filter(|kind| *kind != ValueType::String).or_else(|| conversion(module, inner));
    let name = function.child_by_field_name("name").map_or("", |name| module.text(name)).to_ascii_lowercase();
    let called = [("bool", ValueType::Boolean), ("int", ValueType::Integer), ("list", ValueType::List)];
    let called = called.into_iter().find(|(word, _)| name.contains(word) && !name.contains("print"));
    said.or(called.map(|(_, kind)| kind)).unwrap_or(ValueType::String)
}

/// `if value not in ("True", "False"): raise …`: the only texts that it takes.
fn choices(module: &Module<'_>, body: Node<'_>) -> Vec<String> {
    let mut found = Vec::new();
    walk(body, &mut |node| {
        if node.kind() == "comparison_operator"
            && module.text(node).contains(" not in ")
            && let Some(Literal::List(items)) = node.named_child(1).and_then(|list| literal(module, list))
        {
            let texts = items.iter().filter_map(|item| match item {
                Literal::Text(text) if !text.is_empty() => Some(text.clone()),
                _ => None,
            });
            found.extend(texts);
        }
        true
    });
    found
}
