//! What a name means at a place in a file: the declaration that binds it.

use tree_sitter::Node;

use crate::detect::js::imports::Import;
use crate::detect::js::literal::key_text;
use crate::detect::js::nodes::{children, is_function, parameters};
use crate::detect::js::syntax::Module;

/// What binds a name.
#[derive(Clone, Debug)]
pub enum Binding<'s, 't> {
    Import(Import<'t>),
    /// A variable with a name of its own.
    Variable(Node<'s>),
    /// A part of what stands on the other side of a pattern: the keys that lead to it, and its default.
    Part {
        of: Node<'s>,
        keys: Vec<String>,
        default: Option<Node<'s>>,
    },
    Parameter {
        function: Node<'s>,
        index: usize,
        keys: Vec<String>,
        default: Option<Node<'s>>,
    },
    /// A function, class or enumeration.
    Definition(Node<'s>),
}

/// The names that a declaration binds.
pub fn names<'t>(source: &'t str, declaration: Node<'_>) -> Vec<&'t str> {
    let Some(name) = declaration.child_by_field_name("name") else { return Vec::new() };
    let mut found = Vec::new();
    leaves(name, &mut |leaf| found.extend(source.get(leaf.byte_range())));
    found
}

/// The names inside a pattern.
fn leaves<'n>(pattern: Node<'n>, visit: &mut dyn FnMut(Node<'n>)) {
    match pattern.kind() {
        "identifier" | "shorthand_property_identifier_pattern" | "type_identifier" => visit(pattern),
        "pair_pattern" => {
            if let Some(value) = pattern.child_by_field_name("value") {
                leaves(value, visit);
            }
        }
        "assignment_pattern" | "object_assignment_pattern" => {
            if let Some(left) = pattern.child_by_field_name("left") {
                leaves(left, visit);
            }
        }
        "object_pattern" | "array_pattern" | "rest_pattern" => {
            for child in children(pattern) {
                leaves(child, visit);
            }
        }
        _ => {}
    }
}

/// The keys that lead through a pattern to `name`, and the default that stands there.
pub fn within<'n>(source: &str, pattern: Node<'n>, name: &str) -> Option<(Vec<String>, Option<Node<'n>>)> {
    let is = |node: Node<'_>| source.get(node.byte_range()) == Some(name);
    match pattern.kind() {
        "identifier" => is(pattern).then(|| (Vec::new(), None)),
        "shorthand_property_identifier_pattern" => is(pattern).then(|| (vec![name.to_owned()], None)),
        "pair_pattern" => {
            let (mut keys, default) = within(source, pattern.child_by_field_name("value")?, name)?;
            keys.insert(0, key_text(source, pattern.child_by_field_name("key")?)?);
            Some((keys, default))
        }
        "assignment_pattern" | "object_assignment_pattern" => {
            let (keys, default) = within(source, pattern.child_by_field_name("left")?, name)?;
            Some((keys, default.or_else(|| pattern.child_by_field_name("right"))))
        }
        "object_pattern" => children(pattern).into_iter().find_map(|child| match child.kind() {
            // The rest of an object is taken for all of it.
            "rest_pattern" => child.named_child(0).filter(|rest| is(*rest)).map(|_| (Vec::new(), None)),
            _ => within(source, child, name),
        }),
        "array_pattern" => children(pattern).into_iter().enumerate().find_map(|(index, child)| {
            let (mut keys, default) = within(source, child, name)?;
            keys.insert(0, index.to_string());
            Some((keys, default))
        }),
        _ => None,
    }
}

/// What binds `name` where `node` stands.
pub fn binding<'s, 't>(module: &'s Module<'t>, node: Node<'s>, name: &str) -> Option<Binding<'s, 't>> {
    for outer in module.around(node) {
        let found = match outer.kind() {
            "program" => break,
            "statement_block" | "switch_case" => {
                module.declared_in(outer, name).and_then(|declaration| declared(module, declaration, name))
            }
            _ if is_function(outer) => parameter(module, outer, name),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    match module.declared(name) {
        Some(declaration) => declared(module, declaration, name),
        None => module.imports.get(name).copied().map(Binding::Import),
    }
}

/// What `declaration` says about `name`.
pub fn declared<'s, 't>(module: &Module<'t>, declaration: Node<'s>, name: &str) -> Option<Binding<'s, 't>> {
    if declaration.kind() != "variable_declarator" {
        return Some(Binding::Definition(declaration));
    }
    let pattern = declaration.child_by_field_name("name")?;
    if pattern.kind() == "identifier" {
        return Some(Binding::Variable(declaration));
    }
    let (keys, default) = within(module.source, pattern, name)?;
    Some(Binding::Part { of: declaration.child_by_field_name("value")?, keys, default })
}

fn parameter<'s, 't>(module: &Module<'t>, function: Node<'s>, name: &str) -> Option<Binding<'s, 't>> {
    // A look at the text is cheaper than one at every pattern.
    let head = function.child_by_field_name("parameters").or_else(|| function.child_by_field_name("parameter"))?;
    if !module.text(head).contains(name) {
        return None;
    }
    parameters(function).into_iter().enumerate().find_map(|(index, (pattern, default))| {
        let (keys, inner) = within(module.source, pattern, name)?;
        Some(Binding::Parameter { function, index, keys, default: inner.or(default) })
    })
}
