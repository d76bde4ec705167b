//! Whether the code does without a variable: readings that it guards, and values that it gives up without.

use tree_sitter::Node;

use crate::detect::nodes::assignment;
use crate::detect::syntax::Module;

/// Inside `try` with a handler for KeyError, or under a condition that asks for the variable first.
pub fn guarded(module: &Module<'_>, node: Node<'_>) -> bool {
    for outer in module.around(node) {
        let text = |node: Node<'_>| module.text(node);
        let guard = match outer.kind() {
            "try_statement" => text(outer).contains("KeyError"),
            "if_statement" | "conditional_expression" | "elif_clause" => {
                let condition = outer.child_by_field_name("condition").or_else(|| outer.named_child(1));
                condition.is_some_and(|condition| {
                    text(condition).contains("os.environ") || text(condition).contains("getenv")
                })
            }
            "function_definition" | "class_definition" => return false,
            _ => false,
        };
        if guard {
            return true;
        }
    }
    false
}

/// `TOKEN = os.getenv("TOKEN")` before `if not TOKEN: sys.exit(1)`.
pub fn demanded(module: &Module<'_>, reading: Node<'_>) -> bool {
    let mut around = module.around(reading);
    let Some(statement) = around.next().filter(|parent| assignment(*parent).is_some()) else { return false };
    let name = assignment(statement).map_or("", |(left, _)| module.text(left));
    let mut next = around.next().and_then(|whole| whole.next_named_sibling());
    while let Some(node) = next {
        if node.kind() == "if_statement" && gives_up_without(module, node, name) {
            return true;
        }
        next = node.next_named_sibling();
    }
    false
}

fn gives_up_without(module: &Module<'_>, statement: Node<'_>, name: &str) -> bool {
    let text = |field: &str| statement.child_by_field_name(field).map_or("", |node| module.text(node));
    let condition = text("condition");
    let missing = [format!("not {name}"), format!("{name} is None"), format!("{name} == \"\"")];
    let ends = text("consequence").lines().map(str::trim).any(|line| {
        line.starts_with("raise ")
            || ["sys.exit(", "exit(", "quit(", "os._exit("].iter().any(|end| line.starts_with(end))
    });
    ends && missing.iter().any(|one| condition == one)
}
