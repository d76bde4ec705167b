//! Texts with at most one part that an environment variable fills in: `f"shop.settings.{ENV}"`.

use tree_sitter::Node;

use crate::detect::environ;
use crate::detect::literal::{Literal, literal, text};
use crate::detect::nodes::{argument, assignment};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;

/// How many names are followed.
const HOPS: usize = 4;

/// A text, and what is known of the part that is left open.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub before: String,
    pub after: String,
    /// None where the text stands there as a whole.
    pub open: Option<Open>,
}

/// The part that is filled in at run time.
#[derive(Clone, Debug)]
pub struct Open {
    /// The variable that does, where it is one.
    pub variable: Option<Reading>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Pattern { before: text, after: String::new(), open: None }
    }
}

impl Pattern {
    /// The text with the variable's default, if it needs one and has one.
    pub fn filled(&self) -> Option<String> {
        match &self.open {
            None => Some(self.before.clone()),
            Some(open) => {
                let default = open.variable.as_ref()?.default.as_ref()?;
                Some(format!("{}{default}{}", self.before, self.after))
            }
        }
    }

    /// What stands in the open part when the whole is `text`.
    pub fn value_in<'w>(&self, text: &'w str) -> Option<&'w str> {
        text.strip_prefix(self.before.as_str())?.strip_suffix(self.after.as_str()).filter(|value| !value.is_empty())
    }
}

/// Every text that an expression may stand for: both sides of a condition, all that a name is given.
pub fn patterns(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Vec<Pattern> {
    let mut found = Vec::new();
    read(sources, module, node, HOPS, &mut found);
    found
}

fn read(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: usize, found: &mut Vec<Pattern>) {
    let Some(hops) = hops.checked_sub(1) else { return };
    if let Some(Literal::Text(text)) = literal(module, node) {
        return found.push(Pattern::from(text));
    }
    match node.kind() {
        "string" | "concatenated_string" => found.extend(interpolated(sources, module, node)),
        "binary_operator" => found.extend(joined(sources, module, node)),
        "conditional_expression" => {
            for side in [0, 2].into_iter().filter_map(|index| node.named_child(index)) {
                read(sources, module, side, hops, found);
            }
        }
        "boolean_operator" | "parenthesized_expression" => {
            let mut cursor = node.walk();
            for side in node.named_children(&mut cursor) {
                read(sources, module, side, hops, found);
            }
        }
        "identifier" => {
            for value in given(module, module.text(node)) {
                read(sources, module, value, hops, found);
            }
        }
        "call" => match (formatted(sources, module, node), environ::reading(sources, module, node)) {
            (Some(pattern), _) => found.push(pattern),
            (None, Some(reading)) => found.extend(reading.default.map(Pattern::from)),
            (None, None) => {}
        },
        _ => {}
    }
}

/// What the module assigns to `name`, wherever.
fn given<'n>(module: &'n Module<'_>, name: &str) -> Vec<Node<'n>> {
    let mut found = Vec::new();
    module.walk(&mut |node| {
        found.extend(assignment(node).filter(|(left, _)| module.text(*left) == name).map(|(_, right)| right));
        true
    });
    found
}

/// `f"shop.settings.{ENV}"`.
fn interpolated(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Pattern> {
    let mut pattern = Pattern::from(String::new());
    let mut cursor = node.walk();
    for part in node.named_children(&mut cursor) {
        match part.kind() {
            "string_content" if pattern.open.is_none() => pattern.before.push_str(module.text(part)),
            "string_content" => pattern.after.push_str(module.text(part)),
            "interpolation" if pattern.open.is_some() => return None,
            "interpolation" => pattern.open = Some(open(sources, module, part.named_child(0)?)),
            _ => {}
        }
    }
    Some(pattern)
}

/// `"shop.settings." + ENV` and `"shop.settings.%s" % ENV`.
fn joined(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Pattern> {
    let (left, right) = (node.child_by_field_name("left")?, node.child_by_field_name("right")?);
    match node.child_by_field_name("operator")?.kind() {
        "+" => {
            let (before, after) = (text(module, left), text(module, right));
            let filled = if before.is_some() { right } else { left };
            (before.is_some() != after.is_some()).then(|| Pattern {
                before: before.unwrap_or_default(),
                after: after.unwrap_or_default(),
                open: Some(open(sources, module, filled)),
            })
        }
        "%" => split(&text(module, left)?, "%s", open(sources, module, right)),
        _ => None,
    }
}

/// `"shop.settings.{}".format(ENV)`.
fn formatted(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> Option<Pattern> {
    let function = call.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
    if module.text(function.child_by_field_name("attribute")?) != "format" {
        return None;
    }
    let written = text(module, function.child_by_field_name("object")?)?;
    let filled = open(sources, module, argument(call, 0)?);
    split(&written, "{}", filled.clone()).or_else(|| split(&written, "{0}", filled))
}

fn split(text: &str, mark: &str, open: Open) -> Option<Pattern> {
    let (before, after) = text.split_once(mark)?;
    Some(Pattern { before: before.to_owned(), after: after.to_owned(), open: Some(open) })
}

/// What fills in a part: a variable that is read there, or a name that one was given to.
fn open(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Open {
    Open { variable: variable(sources, module, node) }
}

/// The variable behind an expression, through names and changes of case.
pub fn variable(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Reading> {
    behind(sources, module, node, HOPS)
}

fn behind(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: usize) -> Option<Reading> {
    let hops = hops.checked_sub(1)?;
    if let Some(reading) = environ::read_at(sources, module, node) {
        return Some(reading);
    }
    match node.kind() {
        // `os.environ.get("ENV", "dev").lower()`
        "call" => {
            let function = node.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
            behind(sources, module, function.child_by_field_name("object")?, hops)
        }
        "boolean_operator" | "parenthesized_expression" => behind(sources, module, node.named_child(0)?, hops),
        "identifier" | "attribute" => {
            if let Some(value) = given(module, module.text(node)).first() {
                return behind(sources, module, *value, hops);
            }
            let definition = sources.definition(module, &module.dotted(node)?)?;
            behind(sources, definition.module, assignment(definition.node)?.1, hops)
        }
        _ => None,
    }
}
