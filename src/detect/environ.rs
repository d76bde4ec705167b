//! Variables read one by one: `os.environ`, `os.getenv`, Starlette's and decouple's `config`, environs.

mod demand;
mod readers;
mod wrappers;

use tree_sitter::Node;

use self::demand::guarded;
pub use self::readers::is_database_url;
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, assignment, keyword};
use crate::detect::order::Aside;
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;
use crate::detect::{annotation, settings::Span};
use crate::facts::ValueType;

/// A file without any of these reads no variable in these ways.
pub const WORDS: &[&str] =
    &["environ", "getenv", "decouple", "starlette.config", "onfig(", "dj_database_url", "env(", "env.", "env_"];

/// Every reading in `module`, outside the classes in `unused`.
pub fn readings(sources: &Sources<'_>, module: &Module<'_>, unused: &[Span]) -> Vec<Reading> {
    let classes = module.nodes(&["class_definition"]);
    let aside = Aside::of(classes.filter(|class| unused.iter().any(|span| span.is(module, *class))));
    let nodes = module.nodes(&["call", "subscript", "comparison_operator"]);
    let counts = |node: &Node<'_>| !aside.holds(*node);
    let read = |node: Node<'_>| match node.kind() {
        "comparison_operator" => membership(module, node),
        _ => read_at(sources, module, node),
    };
    nodes.filter(counts).filter_map(read).collect()
}

/// What a call or a subscript reads, if it reads a variable.
pub fn read_at(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Reading> {
    match node.kind() {
        "call" => reading(sources, module, node),
        "subscript" => subscript(module, node),
        _ => None,
    }
}

/// What a call reads, if it reads a variable.
pub fn reading(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> Option<Reading> {
    let by_name = || ["key", "env", "var", "name"].into_iter().find_map(|name| keyword(module, call, name));
    let named = argument(call, 0).or_else(by_name).and_then(|node| constant(sources, module, node));
    // Most calls read nothing, and finding out what they call takes longer.
    if named.as_deref().map_or_else(|| !readers::reads_unasked(module, call), |name| !is_letters(name)) {
        return None;
    }
    let reader = readers::reader(sources, module, call, named.as_deref())
        .or_else(|| wrappers::reader(sources, module, call, named.as_deref()))?;
    let name = format!("{}{}", reader.prefix, named.as_deref().or(reader.usual)?);
    if !is_name(&name) {
        return None;
    }
    let given = |at: usize| argument(call, at).filter(|_| Some(at) != reader.cast_at);
    let default =
        keyword(module, call, "default").or_else(|| given(reader.default_at)).or_else(|| or_default(module, call));
    let cast = keyword(module, call, "cast").or_else(|| argument(call, reader.cast_at?));
    let (scheme_kind, scheme_default) = reader.scheme.map_or((None, None), |one| (Some(one.kind), one.default));
    let value = default.and_then(|node| literal(module, node)).or_else(|| scheme_default.clone());
    let outer = converted(module, call);
    let kind = cast.map(|node| cast_kind(module, node)).or(reader.kind).or(scheme_kind);
    let kind = kind.or(outer.map(|(kind, _)| kind)).unwrap_or_else(|| kind_of(value.as_ref()));
    let known = default.is_some() || scheme_default.is_some();
    // The whole of `….split(",")` shows how its items stand apart.
    let shown = outer.filter(|(kind, _)| *kind == ValueType::List).map_or(call, |(_, node)| node);
    Some(Reading {
        name,
        kind,
        required: !known && (reader.required && !guarded(module, call) || demand::demanded(module, call)),
        default: value.and_then(|value| value.shown()).filter(|text| !text.is_empty()),
        choices: reader.choices,
        evidence: module.evidence(shown),
    })
}

/// The type of `cast=int`, `cast=Csv()` or `cast=lambda v: v.split(",")`.
fn cast_kind(module: &Module<'_>, node: Node<'_>) -> ValueType {
    let text = module.text(node);
    match node.kind() {
        "lambda" if text.contains("split(") => ValueType::List,
        _ if text.contains("db_url") || text.contains("database_url") => ValueType::Url,
        _ => annotation::read(text).kind(),
    }
}

/// `os.environ["X"]`, unless something is stored there.
pub fn subscript(module: &Module<'_>, node: Node<'_>) -> Option<Reading> {
    if module.dotted(node.child_by_field_name("value")?)? != "os.environ" {
        return None;
    }
    let parent = module.around(node).next()?;
    let stored = parent.child_by_field_name("left") == Some(node) && parent.kind() == "assignment";
    if stored || parent.kind() == "delete_statement" {
        return None;
    }
    let Literal::Text(name) = literal(module, node.child_by_field_name("subscript")?)? else { return None };
    let (kind, shown) = match converted(module, node) {
        // The whole of `….split(",")` shows how its items stand apart.
        Some((ValueType::List, whole)) => (ValueType::List, whole),
        Some((kind, _)) => (kind, node),
        None => (ValueType::String, node),
    };
    let (required, evidence) = (!guarded(module, node), module.evidence(shown));
    is_name(&name).then_some(Reading { name, kind, required, default: None, choices: Vec::new(), evidence })
}

/// `"X" in os.environ`: looked at, not needed.
fn membership(module: &Module<'_>, node: Node<'_>) -> Option<Reading> {
    let (left, right) = (node.named_child(0)?, node.named_child(1)?);
    if module.dotted(right)? != "os.environ" {
        return None;
    }
    let Literal::Text(name) = literal(module, left)? else { return None };
    let evidence = module.evidence(node);
    is_name(&name).then_some(Reading {
        name,
        kind: ValueType::String,
        required: false,
        default: None,
        choices: Vec::new(),
        evidence,
    })
}

/// `os.getenv("X") or "default"`.
fn or_default<'n>(module: &'n Module<'_>, call: Node<'_>) -> Option<Node<'n>> {
    let parent = module.around(call).next().filter(|parent| parent.kind() == "boolean_operator")?;
    let or = parent.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "or");
    parent.child_by_field_name("right").filter(|right| or && *right != call)
}

/// The type that what is read at `node` is made into.
fn conversion(module: &Module<'_>, node: Node<'_>) -> Option<ValueType> {
    converted(module, node).map(|(kind, _)| kind)
}

/// `int(os.environ["X"])`, also around `… or 1`, `….split(",")` and `….lower() == "true"`: the type, and what makes it.
fn converted<'n>(module: &'n Module<'_>, node: Node<'n>) -> Option<(ValueType, Node<'n>)> {
    let mut around = module.around(node);
    let mut inner = node;
    let mut outer = around.next()?;
    loop {
        match outer.kind() {
            "argument_list" | "boolean_operator" | "parenthesized_expression" => {}
            "comparison_operator" => {
                return compares_switch(module, outer, inner).then_some((ValueType::Boolean, outer));
            }
            "attribute" => {
                let call = around.next().filter(|call| call.kind() == "call")?;
                match module.text(outer.child_by_field_name("attribute")?) {
                    "split" => return Some((ValueType::List, call)),
                    "lower" | "upper" | "strip" | "title" | "capitalize" | "casefold" => outer = call,
                    _ => return None,
                }
            }
            _ => break,
        }
        inner = outer;
        outer = around.next()?;
    }
    if outer.kind() != "call" {
        return None;
    }
    let kind = match module.text(outer.child_by_field_name("function")?) {
        "int" => ValueType::Integer,
        "float" => ValueType::Number,
        "bool" | "strtobool" | "str2bool" => ValueType::Boolean,
        "SecretStr" => ValueType::Secret,
        "json.loads" | "loads" => ValueType::Json,
        "dj_database_url.parse" => ValueType::Url,
        _ => return None,
    };
    Some((kind, outer))
}

/// `value == "True"`, `value in ("1", "true")`.
fn compares_switch(module: &Module<'_>, comparison: Node<'_>, value: Node<'_>) -> bool {
    let words = ["true", "false", "1", "0", "yes", "no", "on", "off", "t", "f", "y", "n"];
    let is_switch = |literal: &Literal| match literal {
        Literal::Text(text) => words.contains(&text.to_ascii_lowercase().as_str()),
        Literal::Boolean(_) | Literal::Integer(0 | 1) => true,
        _ => false,
    };
    let other = comparison.named_child(1).filter(|_| comparison.named_child(0) == Some(value));
    match other.and_then(|other| literal(module, other)) {
        Some(Literal::List(items)) => !items.is_empty() && items.iter().all(is_switch),
        Some(one) => is_switch(&one),
        None => false,
    }
}

fn kind_of(value: Option<&Literal>) -> ValueType {
    match value {
        Some(Literal::Integer(_)) => ValueType::Integer,
        Some(Literal::Number(_)) => ValueType::Number,
        Some(Literal::Boolean(_)) => ValueType::Boolean,
        Some(Literal::List(_)) => ValueType::List,
        _ => ValueType::String,
    }
}

/// A string, or the name of a constant that holds one.
fn constant(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<String> {
    if let Some(Literal::Text(text)) = literal(module, node) {
        return Some(text);
    }
    let definition = sources.definition(module, &module.dotted(node)?)?;
    match literal(definition.module, assignment(definition.node)?.1)? {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && is_letters(name)
}

fn is_letters(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
