//! Python, as far as its grammar goes.

use tree_sitter::{Node, Parser};

use crate::manifest::line_column;
use crate::merge::structure::Broken;

pub fn check(text: &str) -> Result<(), Broken> {
    let mut parser = Parser::new();
    let known = parser.set_language(&tree_sitter_python::LANGUAGE.into());
    // Without a grammar there is no verdict.
    let Some(tree) = known.ok().and_then(|()| parser.parse(text, None)) else { return Ok(()) };
    let Some(fault) = fault(tree.root_node()) else { return Ok(()) };
    let (line, column) = line_column(text, fault.start_byte());
    let message = if fault.is_missing() { format!("`{}` is missing", fault.kind()) } else { "not Python".to_owned() };
    Err(Broken { line, column, message })
}

/// The first node that the grammar could not make sense of.
fn fault(node: Node<'_>) -> Option<Node<'_>> {
    if node.is_error() || node.is_missing() {
        return Some(node);
    }
    if !node.has_error() {
        return None;
    }
    node.children(&mut node.walk()).find_map(fault)
}
