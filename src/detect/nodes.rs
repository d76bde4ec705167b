//! Walking syntax trees: calls, arguments, assignments.

use tree_sitter::Node;

use crate::detect::syntax::Module;

/// The two sides of an assignment that has a value.
pub fn assignment(statement: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    if statement.kind() != "assignment" {
        return None;
    }
    Some((statement.child_by_field_name("left")?, statement.child_by_field_name("right")?))
}

/// Visits `node` and what is below it, as long as `visit` answers true for the parent.
pub fn walk<'n>(node: Node<'n>, visit: &mut dyn FnMut(Node<'n>) -> bool) {
    let mut cursor = node.walk();
    loop {
        let descend = visit(cursor.node());
        if descend && cursor.goto_first_child() {
            continue;
        }
        loop {
            if cursor.node() == node {
                return;
            }
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// Every call below `node`, in order.
pub fn calls(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    walk(node, &mut |node| {
        if node.kind() == "call" {
            found.push(node);
        }
        true
    });
    found
}

/// The `index`-th positional argument of a call.
pub fn argument(call: Node<'_>, index: usize) -> Option<Node<'_>> {
    let arguments = call.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    arguments
        .named_children(&mut cursor)
        .filter(|child| !matches!(child.kind(), "keyword_argument" | "comment" | "dictionary_splat" | "list_splat"))
        .nth(index)
}

/// The argument that a call gives by name.
pub fn keyword<'n>(module: &Module<'_>, call: Node<'n>, name: &str) -> Option<Node<'n>> {
    let arguments = call.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    arguments
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "keyword_argument")
        .find(|child| child.child_by_field_name("name").is_some_and(|found| module.text(found) == name))?
        .child_by_field_name("value")
}

/// Line of a node, from 1.
pub fn line(node: Node<'_>) -> u32 {
    u32::try_from(node.start_position().row).unwrap_or(u32::MAX).saturating_add(1)
}

/// The first line of `text`, at most 80 characters.
pub fn shortened(text: &str) -> String {
    let first = text.lines().next().unwrap_or("").trim();
    if first.chars().count() <= 80 {
        return first.to_owned();
    }
    let mut short: String = first.chars().take(79).collect();
    short.push('…');
    short
}

/// The imported name and what it is called here.
pub fn aliased<'t>(source: &'t str, name: Node<'_>) -> (&'t str, Option<&'t str>) {
    let text = |node: Node<'_>| source.get(node.byte_range()).unwrap_or("");
    match (name.child_by_field_name("name"), name.child_by_field_name("alias")) {
        (Some(inner), Some(alias)) => (text(inner), Some(text(alias))),
        _ => (text(name), None),
    }
}
