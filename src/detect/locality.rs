//! Names inside a function: what it assigns to them, and what its parameters are said to be.

use tree_sitter::Node;

use crate::detect::nodes::{assignment, walk};
use crate::detect::syntax::Module;

/// What the function around `name` assigns to it last before it is used there.
pub fn local<'n>(module: &Module<'_>, name: Node<'n>) -> Option<Node<'n>> {
    let (wanted, before) = (module.text(name), name.start_byte());
    let mut function = around(name);
    while let Some(scope) = function {
        let mut found = None;
        walk(scope, &mut |node| {
            if let Some((left, right)) = assignment(node)
                && module.text(left) == wanted
                && node.start_byte() < before
                && !(right.start_byte()..right.end_byte()).contains(&before)
            {
                found = Some(right);
            }
            true
        });
        if found.is_some() {
            return found;
        }
        function = around(scope);
    }
    None
}

/// The full name of the class that a parameter of the function around `name` is annotated with.
pub fn parameter(module: &Module<'_>, name: Node<'_>) -> Option<String> {
    let function = around(name)?;
    let parameters = function.child_by_field_name("parameters")?;
    let mut cursor = parameters.walk();
    let typed = parameters.named_children(&mut cursor).find(|parameter| {
        matches!(parameter.kind(), "typed_parameter" | "typed_default_parameter")
            && parameter.named_child(0).is_some_and(|first| module.text(first) == module.text(name))
    })?;
    module.dotted(typed.child_by_field_name("type")?.named_child(0)?)
}

/// The innermost function that holds `node`.
pub fn around(node: Node<'_>) -> Option<Node<'_>> {
    let mut outer = node.parent()?;
    while outer.kind() != "function_definition" {
        outer = outer.parent()?;
    }
    Some(outer)
}
