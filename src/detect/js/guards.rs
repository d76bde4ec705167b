//! What a program checks before it goes on: values without which it throws or ends.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::js::nodes::{argument, bare, callee, children, walk};
use crate::detect::js::syntax::Module;

/// The expressions, as written, that the file does not go on without: `token` of `if (!token) throw …`.
pub fn guards<'t>(module: &Module<'t>) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::new();
    for node in module.nodes(&["if_statement", "call_expression"]) {
        match node.kind() {
            "if_statement" => {
                let condition = node.child_by_field_name("condition");
                let ends = node.child_by_field_name("consequence").is_some_and(|block| gives_up(module, block));
                if let Some(condition) = condition.filter(|_| ends) {
                    negated(module, condition, &mut found);
                }
            }
            _ => {
                let name = callee(node).map_or("", |callee| module.text(callee));
                if matches!(name, "assert" | "assert.ok" | "invariant" | "console.assert")
                    && let Some(first) = argument(node, 0)
                {
                    found.insert(module.text(bare(first)));
                }
            }
        }
    }
    found
}

/// Whether a statement throws or ends the program.
pub fn gives_up(module: &Module<'_>, block: Node<'_>) -> bool {
    let mut ends = false;
    walk(block, &mut |node| {
        ends |= node.kind() == "throw_statement"
            || node.kind() == "call_expression"
                && callee(node)
                    .is_some_and(|callee| matches!(module.text(callee), "process.exit" | "exit" | "process.abort"));
        !ends
    });
    ends
}

/// The operands of `!a || !b`, `a === undefined`, `!("a" in b)`.
fn negated<'t>(module: &Module<'t>, condition: Node<'_>, found: &mut BTreeSet<&'t str>) {
    let condition = bare(condition);
    let operator = condition.child_by_field_name("operator").map_or("", |operator| operator.kind());
    match (condition.kind(), operator) {
        ("unary_expression", "!") => {
            found.extend(condition.child_by_field_name("argument").map(|argument| module.text(bare(argument))));
        }
        ("binary_expression", "||") => {
            for side in children(condition) {
                negated(module, side, found);
            }
        }
        ("binary_expression", "===" | "==") => {
            let absent = condition
                .child_by_field_name("right")
                .is_some_and(|right| matches!(module.text(right), "undefined" | "null" | "''" | "\"\""));
            found.extend(condition.child_by_field_name("left").filter(|_| absent).map(|left| module.text(bare(left))));
        }
        _ => {}
    }
}
