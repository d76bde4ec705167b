//! What an expression is worth as text, as far as the code says: constants are followed, a variable counts by its default.

use tree_sitter::Node;

use crate::detect::literal::{Literal, literal};
use crate::detect::locality::local;
use crate::detect::nodes::{argument, assignment};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::{environ, members};

/// How many names are followed.
const DEPTH: usize = 8;

/// The text of an expression; what is unknown counts for nothing.
pub fn text(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<String> {
    at_depth(sources, module, node, DEPTH).map(|value| value.text)
}

/// The text up to what is only known at run time.
pub fn beginning(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<String> {
    at_depth(sources, module, node, DEPTH).map(|value| value.beginning)
}

/// The number that an expression is.
pub fn number(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<u16> {
    text(sources, module, node)?.parse().ok()
}

/// A text whose parts may be unknown.
struct Value {
    text: String,
    /// What stands before the first part that is.
    beginning: String,
    whole: bool,
}

impl Value {
    fn known(text: String) -> Self {
        Value { beginning: text.clone(), text, whole: true }
    }

    fn with(mut self, part: Option<Value>) -> Self {
        let part = part.unwrap_or(Value { text: String::new(), beginning: String::new(), whole: false });
        self.text.push_str(&part.text);
        if self.whole {
            self.beginning.push_str(&part.beginning);
        }
        self.whole &= part.whole;
        self
    }
}

fn at_depth(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    match literal(module, node) {
        Some(Literal::Text(text)) => return Some(Value::known(text)),
        Some(Literal::Integer(number)) => return Some(Value::known(number.to_string())),
        Some(Literal::List(items)) => return items.first()?.shown().map(Value::known),
        _ => {}
    }
    let of = |node: Node<'_>| at_depth(sources, module, node, depth);
    match node.kind() {
        "identifier" | "attribute" => named(sources, module, node, depth),
        "call" => called(sources, module, node, depth),
        "boolean_operator" => of(node.child_by_field_name("right")?),
        "parenthesized_expression" => of(node.named_child(0)?),
        "binary_operator" if node.child_by_field_name("operator").is_some_and(|sign| sign.kind() == "+") => {
            let (left, right) = (node.child_by_field_name("left")?, node.child_by_field_name("right")?);
            Some(Value::known(String::new()).with(of(left)).with(of(right)))
        }
        "string" => {
            let mut cursor = node.walk();
            let parts = node.named_children(&mut cursor).filter_map(|part| match part.kind() {
                "string_content" => Some(Some(Value::known(module.text(part).to_owned()))),
                "interpolation" => Some(part.named_child(0).and_then(of)),
                _ => None,
            });
            Some(parts.fold(Value::known(String::new()), Value::with))
        }
        _ => None,
    }
}

/// A constant of the module or the function, or a setting with a default.
fn named(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Value> {
    if node.kind() == "identifier"
        && let Some(value) = local(module, node)
    {
        return at_depth(sources, module, value, depth);
    }
    if let Some(definition) = module.dotted(node).and_then(|dotted| sources.definition(module, &dotted)) {
        return at_depth(sources, definition.module, assignment(definition.node)?.1, depth);
    }
    let object = node.child_by_field_name("object")?;
    let name = module.text(node.child_by_field_name("attribute")?);
    let (module, value) = members::setting(sources, module, object, name)?;
    at_depth(sources, module, value, depth)
}

/// `os.getenv("PORT", "8000")`, also inside of `int(…)`.
fn called(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>, depth: usize) -> Option<Value> {
    if let Some(reading) = environ::reading(sources, module, call) {
        return reading.default.map(Value::known);
    }
    let converts = matches!(module.text(call.child_by_field_name("function")?), "int" | "str");
    at_depth(sources, module, argument(call, 0).filter(|_| converts)?, depth)
}
