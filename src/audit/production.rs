//! Whether code runs in production, by the conditions that it stands under.

use tree_sitter::Node;

use crate::audit::{Ground, unset};
use crate::detect::django::branch::{Verdict, verdict};
use crate::detect::js::value::{Eval, Spot};
use crate::detect::places::{is_compose, is_dockerfile};
use crate::detect::syntax::Module;
use crate::tree::{RelPath, Tree};

/// Whether `node` stands under an `if` that holds in development alone.
pub fn is_rehearsal(ground: &Ground<'_, '_>, module: &Module<'_>, node: Node<'_>) -> bool {
    let mut inner = node;
    while let Some(outer) = inner.parent() {
        let condition = outer.child_by_field_name("condition").filter(|_| outer.kind() == "if_statement");
        let other = inner.kind().ends_with("_clause");
        if let Some(condition) = condition.filter(|condition| *condition != inner) {
            match verdict(&ground.code.python, module, condition) {
                Verdict::Never if !other => return true,
                Verdict::Always if other => return true,
                Verdict::Perhaps if !other => {
                    let worth = unset::python(&ground.code.python, module, condition);
                    if worth.is_some_and(|worth| !worth.is_true()) {
                        return true;
                    }
                }
                _ => {}
            }
        }
        inner = outer;
    }
    false
}

/// Whether `node` runs only when the file is started as a program.
pub fn is_started(module: &Module<'_>, node: Node<'_>) -> bool {
    let mut inner = node;
    while let Some(outer) = inner.parent() {
        let condition = outer.child_by_field_name("condition").filter(|_| outer.kind() == "if_statement");
        if condition.is_some_and(|condition| module.text(condition).contains("__main__")) {
            return true;
        }
        inner = outer;
    }
    false
}

/// The same of JavaScript, where `NODE_ENV` is `production`.
pub fn is_rehearsal_js<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> bool {
    let mut inner = spot.node;
    while let Some(outer) = inner.parent() {
        let condition = outer
            .child_by_field_name("condition")
            .filter(|_| matches!(outer.kind(), "if_statement" | "ternary_expression"));
        if let Some(condition) = condition.filter(|condition| *condition != inner) {
            let first = outer.child_by_field_name("consequence") == Some(inner);
            let worth = unset::javascript(eval, spot.to(condition));
            if worth.is_some_and(|worth| worth.is_true() != first) {
                return true;
            }
        }
        let left = outer.child_by_field_name("left").filter(|_| outer.kind() == "binary_expression");
        if let Some(left) = left.filter(|left| *left != inner) {
            let and = outer.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "&&");
            if and && unset::javascript(eval, spot.to(left)).is_some_and(|worth| !worth.is_true()) {
                return true;
            }
        }
        inner = outer;
    }
    false
}

/// Whether a file that describes containers or processes starts the program at `path` with `python`.
pub fn starts(tree: &Tree, path: &RelPath) -> bool {
    let module = path.as_str().trim_end_matches(".py").replace('/', ".");
    let names = |line: &str| {
        let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || "\"',[]".contains(c)).collect();
        let named = |word: &&str| word.ends_with(path.name()) && path.as_str().ends_with(word.trim_start_matches("./"));
        line.contains("python") && words.iter().any(|word| named(word) || *word == module)
    };
    let described = |path: &RelPath| {
        let name = path.name().to_ascii_lowercase();
        is_dockerfile(&name) || is_compose(&name) || name == "procfile" || path.extension() == Some("service")
    };
    tree.texts()
        .filter(|(path, _)| described(path))
        .any(|(_, text)| text.lines().filter(|line| !line.trim_start().starts_with('#')).any(names))
}
