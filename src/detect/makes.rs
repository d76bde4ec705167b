//! Expressions that answer with an object of a class: by calling it, a class derived from it, or a factory.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::nodes::{assignment, walk};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;

/// How many factories may call one another.
pub const HOPS: usize = 6;

/// Whether a dotted name is that of the class.
pub type Is<'i> = &'i dyn Fn(&str) -> bool;

/// Whether an expression is a call that answers with an object of the class.
pub fn makes(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, is: Is<'_>, hops: usize) -> bool {
    let Some(hops) = hops.checked_sub(1) else { return false };
    let Some(callee) = Some(node).filter(|node| node.kind() == "call").and_then(|call| module.callee(call)) else {
        return false;
    };
    if is(&callee) {
        return true;
    }
    let Some(definition) = sources.definition(module, &callee) else { return false };
    match definition.node.kind() {
        "class_definition" => derives(definition.module, definition.node, is),
        "function_definition" => returns(sources, definition.module, definition.node, is, hops),
        _ => false,
    }
}

/// Whether the class is one of the bases of `class`.
pub fn derives(module: &Module<'_>, class: Node<'_>, is: Is<'_>) -> bool {
    let Some(bases) = class.child_by_field_name("superclasses") else { return false };
    let mut cursor = bases.walk();
    bases.named_children(&mut cursor).any(|base| module.dotted(base).is_some_and(|base| is(&base)))
}

/// By its annotation, or by returning an object that it made.
pub fn returns(sources: &Sources<'_>, module: &Module<'_>, function: Node<'_>, is: Is<'_>, hops: usize) -> bool {
    if let Some(annotation) = function.child_by_field_name("return_type") {
        let written = module.text(annotation).trim_matches(['"', '\'']);
        let (head, rest) = written.split_once('.').unwrap_or((written, ""));
        let meaning = module.imports.get(head).map_or(head, String::as_str);
        let dotted = if rest.is_empty() { meaning.to_owned() } else { format!("{meaning}.{rest}") };
        return is(&dotted);
    }
    let Some(body) = function.child_by_field_name("body") else { return false };
    let mut made: BTreeSet<&str> = BTreeSet::new();
    let mut returned = false;
    walk(body, &mut |node| {
        if let Some((left, right)) = assignment(node)
            && right.kind() == "call"
            && module.callee(right).is_some_and(|callee| is(&callee))
        {
            made.insert(module.text(left));
        }
        if node.kind() == "return_statement"
            && let Some(value) = node.named_child(0)
        {
            returned |= made.contains(module.text(value)) || makes(sources, module, value, is, hops);
        }
        !matches!(node.kind(), "function_definition" | "class_definition")
    });
    returned
}
