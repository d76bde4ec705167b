//! Walking the trees of JavaScript: what is wrapped, arguments, the properties of objects.

use tree_sitter::Node;

pub use crate::detect::nodes::{line, shortened, walk};

/// The children that mean something.
pub fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

/// The first child that means something.
pub fn first(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() != "comment")
}

/// The expression inside of parentheses, type assertions and `await`.
pub fn bare(node: Node<'_>) -> Node<'_> {
    let mut inner = node;
    loop {
        let next = match inner.kind() {
            "parenthesized_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression"
            | "await_expression" => first(inner),
            "type_assertion" => children(inner).last().copied(),
            _ => None,
        };
        match next {
            Some(next) => inner = next,
            None => return inner,
        }
    }
}

/// The outermost expression that only wraps `node`.
pub fn wrapped(node: Node<'_>) -> Node<'_> {
    let mut outer = node;
    while let Some(parent) = outer.parent().filter(|parent| bare(*parent) == bare(node)) {
        outer = parent;
    }
    outer
}

/// What a call or `new` calls.
pub fn callee(call: Node<'_>) -> Option<Node<'_>> {
    let field = match call.kind() {
        "call_expression" => "function",
        "new_expression" => "constructor",
        _ => return None,
    };
    call.child_by_field_name(field)
}

/// The arguments of a call or of `new`, in order.
pub fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    call.child_by_field_name("arguments").filter(|list| list.kind() == "arguments").map_or_else(Vec::new, children)
}

/// The `index`-th argument.
pub fn argument(call: Node<'_>, index: usize) -> Option<Node<'_>> {
    arguments(call).get(index).copied().filter(|argument| argument.kind() != "spread_element")
}

/// Every call below `node`, and every `new`, in order.
pub fn calls(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    walk(node, &mut |node| {
        if matches!(node.kind(), "call_expression" | "new_expression") {
            found.push(node);
        }
        true
    });
    found
}

/// Whether `node` is a function of any form.
pub fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_declaration"
            | "function_expression"
            | "arrow_function"
            | "method_definition"
            | "generator_function_declaration"
            | "generator_function"
    )
}

pub fn is_class(node: Node<'_>) -> bool {
    matches!(node.kind(), "class_declaration" | "class" | "abstract_class_declaration")
}

/// The innermost function around `node`.
pub fn function_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut outer = node.parent();
    while let Some(parent) = outer.filter(|parent| !is_function(*parent)) {
        outer = parent.parent();
    }
    outer
}

/// The parameters of a function: the pattern and its default.
pub fn parameters(function: Node<'_>) -> Vec<(Node<'_>, Option<Node<'_>>)> {
    if let Some(single) = function.child_by_field_name("parameter") {
        return vec![(single, None)];
    }
    let Some(list) = function.child_by_field_name("parameters") else { return Vec::new() };
    children(list)
        .into_iter()
        .filter(|parameter| parameter.kind() != "this")
        .filter_map(|parameter| match parameter.kind() {
            "required_parameter" | "optional_parameter" => {
                Some((parameter.child_by_field_name("pattern")?, parameter.child_by_field_name("value")))
            }
            "assignment_pattern" => {
                Some((parameter.child_by_field_name("left")?, parameter.child_by_field_name("right")))
            }
            _ => Some((parameter, None)),
        })
        .collect()
}

/// What a function answers: the expression of an arrow function, or of each `return` of its own.
pub fn returned(function: Node<'_>) -> Vec<Node<'_>> {
    let Some(body) = function.child_by_field_name("body") else { return Vec::new() };
    if body.kind() != "statement_block" {
        return vec![body];
    }
    let mut found = Vec::new();
    walk(body, &mut |node| {
        if node.kind() == "return_statement" {
            found.extend(first(node));
        }
        !is_function(node) && !is_class(node)
    });
    found
}
