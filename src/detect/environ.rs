//! Variables read one by one: `os.environ`, `os.getenv`, Starlette's and decouple's `config`, environs.

use tree_sitter::Node;

use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, assignment, keyword, walk};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;
use crate::detect::{annotation, settings::Span};
use crate::facts::ValueType;

/// A file without any of these reads no variable in these ways.
pub const WORDS: &[&str] = &["environ", "getenv", "decouple", "starlette.config", "onfig("];

/// Every reading in `module`, outside the classes in `unused`.
pub fn readings(sources: &Sources<'_>, module: &Module<'_>, unused: &[Span]) -> Vec<Reading> {
    let mut found = Vec::new();
    walk(module.root(), &mut |node| {
        if node.kind() == "class_definition" && unused.iter().any(|span| span.is(module, node)) {
            return false;
        }
        found.extend(match node.kind() {
            "call" => reading(sources, module, node),
            "subscript" => subscript(module, node),
            "comparison_operator" => membership(module, node),
            _ => None,
        });
        true
    });
    found
}

/// What a call reads, if it reads a variable.
pub fn reading(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> Option<Reading> {
    let reader = reader(sources, module, &module.callee(call)?)?;
    let name = argument(call, 0).or_else(|| keyword(module, call, "key"))?;
    let name = constant(sources, module, name)?;
    if !is_name(&name) {
        return None;
    }
    let position = if reader.cast_comes_second { 2 } else { 1 };
    let default = keyword(module, call, "default").or_else(|| argument(call, position)).or_else(|| or_default(call));
    let cast = keyword(module, call, "cast").or_else(|| argument(call, 1).filter(|_| reader.cast_comes_second));
    let cast = cast.map(|node| annotation::read(module.text(node)).kind());
    let value = default.and_then(|node| literal(module, node));
    let kind = cast.or(reader.kind).or_else(|| converted(module, call)).unwrap_or_else(|| kind_of(value.as_ref()));
    Some(Reading {
        name,
        kind,
        required: reader.required && default.is_none(),
        default: value.and_then(|value| value.shown()).filter(|text| !text.is_empty()),
        choices: Vec::new(),
        evidence: module.evidence(call),
    })
}

struct Reader {
    /// Missing variables raise an error.
    required: bool,
    /// The default is the third argument.
    cast_comes_second: bool,
    kind: Option<ValueType>,
}

fn reader(sources: &Sources<'_>, module: &Module<'_>, callee: &str) -> Option<Reader> {
    let plain = |required| Some(Reader { required, cast_comes_second: false, kind: None });
    match callee {
        "os.getenv" | "os.environ.get" | "os.environ.setdefault" | "os.environ.pop" => return plain(false),
        "decouple.config" => return plain(true),
        _ => {}
    }
    let (object, method) = callee.rsplit_once('.').unwrap_or((callee, ""));
    if let Some(made_by) = instance(sources, module, callee) {
        return match made_by.as_str() {
            "starlette.config.Config" => Some(Reader { required: true, cast_comes_second: true, kind: None }),
            "decouple.Config" | "decouple.AutoConfig" => plain(true),
            "environs.Env" | "environ.Env" => Some(Reader { required: true, cast_comes_second: false, kind: None }),
            _ => None,
        };
    }
    let made_by = instance(sources, module, object)?;
    if method == "get" && made_by == "starlette.config.Config" {
        return Some(Reader { required: true, cast_comes_second: true, kind: None });
    }
    let kind = match method {
        "str" | "path" | "enum" | "date" | "datetime" | "timedelta" => ValueType::String,
        "int" => ValueType::Integer,
        "float" | "decimal" => ValueType::Number,
        "bool" => ValueType::Boolean,
        "list" => ValueType::List,
        "dict" | "json" => ValueType::Json,
        "url" | "db_url" | "db" | "cache_url" => ValueType::Url,
        _ => return None,
    };
    matches!(made_by.as_str(), "environs.Env" | "environ.Env").then_some(Reader {
        required: true,
        cast_comes_second: false,
        kind: Some(kind),
    })
}

/// What made the object that `name` stands for: `config = Config(".env")` → `starlette.config.Config`.
fn instance(sources: &Sources<'_>, module: &Module<'_>, name: &str) -> Option<String> {
    if name == "environs.env" {
        return Some("environs.Env".into());
    }
    let definition = sources.definition(module, name)?;
    let (_, right) = assignment(definition.node)?;
    if right.kind() != "call" {
        return None;
    }
    definition.module.callee(right)
}

/// `os.environ["X"]`, unless something is stored there.
fn subscript(module: &Module<'_>, node: Node<'_>) -> Option<Reading> {
    if module.dotted(node.child_by_field_name("value")?)? != "os.environ" {
        return None;
    }
    let parent = node.parent()?;
    let stored = parent.child_by_field_name("left") == Some(node) && parent.kind() == "assignment";
    if stored || parent.kind() == "delete_statement" {
        return None;
    }
    let Literal::Text(name) = literal(module, node.child_by_field_name("subscript")?)? else { return None };
    let kind = converted(module, node).unwrap_or(ValueType::String);
    let required = !guarded(module, node);
    let evidence = module.evidence(node);
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

/// Inside `try` with a handler for KeyError, or under a condition that asks for the variable first.
fn guarded(module: &Module<'_>, node: Node<'_>) -> bool {
    let mut inner = node;
    while let Some(outer) = inner.parent() {
        let text = |node: Node<'_>| module.text(node);
        let guard = match outer.kind() {
            "try_statement" => text(outer).contains("KeyError"),
            "if_statement" | "conditional_expression" | "elif_clause" => {
                let condition = outer.child_by_field_name("condition").or_else(|| outer.named_child(1));
                condition.is_some_and(|condition| {
                    text(condition).contains("os.environ") || text(condition).contains("getenv")
                })
            }
            "function_definition" | "class_definition" => return false,
            _ => false,
        };
        if guard {
            return true;
        }
        inner = outer;
    }
    false
}

/// `os.getenv("X") or "default"`.
fn or_default(call: Node<'_>) -> Option<Node<'_>> {
    let parent = call.parent().filter(|parent| parent.kind() == "boolean_operator")?;
    let or = parent.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "or");
    parent.child_by_field_name("right").filter(|right| or && *right != call)
}

/// `int(os.environ["X"])`, also around `… or 1`.
fn converted(module: &Module<'_>, node: Node<'_>) -> Option<ValueType> {
    let mut outer = node.parent()?;
    while matches!(outer.kind(), "argument_list" | "boolean_operator" | "parenthesized_expression") {
        outer = outer.parent()?;
    }
    if outer.kind() != "call" {
        return None;
    }
    match module.text(outer.child_by_field_name("function")?) {
        "int" => Some(ValueType::Integer),
        "float" => Some(ValueType::Number),
        "bool" | "strtobool" | "str2bool" => Some(ValueType::Boolean),
        "SecretStr" => Some(ValueType::Secret),
        "json.loads" | "loads" => Some(ValueType::Json),
        _ => None,
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
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
