//! The fields and the configuration of a pydantic class, with what it inherits.

use tree_sitter::Node;

use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{assignment, keyword};
use crate::detect::pydantic::bases;
use crate::detect::sources::{Definition, Sources};
use crate::detect::syntax::Module;

/// How deep inheritance is followed.
const DEPTH: usize = 12;

/// A field and the file that states it.
#[derive(Clone, Debug)]
pub struct Field<'s, 't> {
    pub name: &'t str,
    pub module: &'s Module<'t>,
    pub annotation: Option<Node<'s>>,
    pub default: Option<Node<'s>>,
    pub node: Node<'s>,
}

/// What decides over the names of variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    pub prefix: String,
    pub delimiter: Option<String>,
    pub case_sensitive: bool,
}

/// The fields of a class, its bases' first; a later statement of the same name replaces the earlier in its place.
pub fn fields<'s, 't>(sources: &'s Sources<'t>, class: &Definition<'s, 't>) -> Vec<Field<'s, 't>> {
    let mut found: Vec<Field<'s, 't>> = Vec::new();
    for ancestor in lineage(sources, class, DEPTH) {
        for field in own_fields(&ancestor) {
            match found.iter_mut().find(|known| known.name == field.name) {
                Some(known) => *known = Field { annotation: field.annotation.or(known.annotation), ..field },
                None => found.push(field),
            }
        }
    }
    found
}

/// The naming that a class ends up with.
pub fn naming<'s, 't>(sources: &'s Sources<'t>, class: &Definition<'s, 't>) -> Naming {
    let mut naming = Naming::default();
    for ancestor in lineage(sources, class, DEPTH) {
        apply(&ancestor, &mut naming);
    }
    naming
}

/// The classes of the repository that `class` inherits from, the most basic first, itself last.
fn lineage<'s, 't>(sources: &'s Sources<'t>, class: &Definition<'s, 't>, depth: usize) -> Vec<Definition<'s, 't>> {
    let mut found = Vec::new();
    if let Some(depth) = depth.checked_sub(1) {
        for base in bases(class.module, class.node).iter().rev() {
            let definition = sources.definition(class.module, base);
            if let Some(base) =
                definition.filter(|base| base.node.kind() == "class_definition" && base.node != class.node)
            {
                found.extend(lineage(sources, &base, depth));
            }
        }
    }
    found.push(*class);
    found
}

fn statements<'s>(class: Node<'s>) -> Vec<Node<'s>> {
    let Some(body) = class.child_by_field_name("body") else { return Vec::new() };
    let mut cursor = body.walk();
    let mut found = Vec::new();
    for statement in body.named_children(&mut cursor) {
        match statement.kind() {
            "expression_statement" => found.extend(statement.named_child(0)),
            _ => found.push(statement),
        }
    }
    found
}

fn own_fields<'s, 't>(class: &Definition<'s, 't>) -> Vec<Field<'s, 't>> {
    let mut found = Vec::new();
    for node in statements(class.node).into_iter().filter(|node| node.kind() == "assignment") {
        let Some(left) = node.child_by_field_name("left").filter(|left| left.kind() == "identifier") else { continue };
        let name = class.module.text(left);
        if name.starts_with('_') || name == "model_config" {
            continue;
        }
        let annotation = node.child_by_field_name("type");
        let default = node.child_by_field_name("right");
        found.push(Field { name, module: class.module, annotation, default, node });
    }
    found
}

/// Takes `env_prefix` and the like from `model_config`, `class Config` and class keywords.
fn apply(class: &Definition<'_, '_>, naming: &mut Naming) {
    let module = class.module;
    for node in statements(class.node) {
        if let Some((left, right)) = assignment(node)
            && module.text(left) == "model_config"
        {
            for name in ["env_prefix", "env_nested_delimiter", "case_sensitive"] {
                let value = keyword(module, right, name).or_else(|| pair(module, right, name));
                set(naming, name, value.and_then(|value| literal(module, value)));
            }
        }
        let is_config = node.child_by_field_name("name").is_some_and(|name| module.text(name) == "Config");
        if node.kind() == "class_definition" && is_config {
            for (left, right) in statements(node).into_iter().filter_map(assignment) {
                set(naming, module.text(left), literal(module, right));
            }
        }
    }
    let Some(arguments) = class.node.child_by_field_name("superclasses") else { return };
    let mut cursor = arguments.walk();
    for argument in arguments.named_children(&mut cursor).filter(|argument| argument.kind() == "keyword_argument") {
        let name = argument.child_by_field_name("name").map_or("", |name| module.text(name));
        set(naming, name, argument.child_by_field_name("value").and_then(|value| literal(module, value)));
    }
}

/// The value that a dictionary gives to `name`.
fn pair<'n>(module: &Module<'_>, dictionary: Node<'n>, name: &str) -> Option<Node<'n>> {
    let mut cursor = dictionary.walk();
    dictionary
        .named_children(&mut cursor)
        .filter(|pair| pair.kind() == "pair")
        .find(|pair| {
            let key = pair.child_by_field_name("key").and_then(|key| literal(module, key));
            key == Some(Literal::Text(name.to_owned()))
        })?
        .child_by_field_name("value")
}

fn set(naming: &mut Naming, name: &str, value: Option<Literal>) {
    match (name, value) {
        ("env_prefix", Some(Literal::Text(prefix))) => naming.prefix = prefix,
        ("env_nested_delimiter", Some(Literal::Text(delimiter))) => naming.delimiter = Some(delimiter),
        ("case_sensitive", Some(Literal::Boolean(sensitive))) => naming.case_sensitive = sensitive,
        _ => {}
    }
}
