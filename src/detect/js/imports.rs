//! What a file of JavaScript or TypeScript loads: its imports, and calls of `require` and `import`.

use std::collections::HashMap;

use tree_sitter::Node;

use crate::detect::js::literal::text;
use crate::detect::js::nodes::{argument, children, first, line};
use crate::detect::order::Order;

/// What a name of another file is called here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import<'t> {
    /// As written: `express`, `./app`, `@/config`.
    pub from: &'t str,
    /// The exported name; `default`, or `*` for all of them in one object.
    pub name: &'t str,
}

/// What one file loads.
#[derive(Debug, Default)]
pub struct Loads<'t> {
    /// By the name that it has here. `require` is no import: it is a call like any other.
    pub imports: HashMap<&'t str, Import<'t>>,
    /// Every module that it loads when it runs, in order, with the line.
    pub requests: Vec<(&'t str, u32)>,
    /// It loads modules whose names only run time knows.
    pub dynamic: bool,
}

impl<'t> Loads<'t> {
    pub fn of(source: &'t str, order: &Order<'_>) -> Self {
        let mut found = Loads::default();
        order.walk(&mut |node| {
            match node.kind() {
                "import_statement" => found.import(source, node),
                "export_statement" => {
                    found.request(source, node.child_by_field_name("source").filter(|_| !is_type(node)));
                }
                "call_expression" if loads(source, node) => {
                    let named = argument(node, 0);
                    found.dynamic |= named.is_some_and(|named| text(source, named).is_none());
                    found.request(source, named);
                }
                _ => {}
            }
            true
        });
        found
    }

    fn request(&mut self, source: &'t str, named: Option<Node<'_>>) {
        let Some(named) = named.filter(|named| matches!(named.kind(), "string" | "template_string")) else { return };
        if let Some(inner) = inner(source, named) {
            self.requests.push((inner, line(named)));
        }
    }

    fn import(&mut self, source: &'t str, node: Node<'_>) {
        let clause = children(node).into_iter().find(|c| matches!(c.kind(), "import_clause" | "import_require_clause"));
        let from = node.child_by_field_name("source").or_else(|| clause?.child_by_field_name("source"));
        let Some(from) = from else { return };
        let Some(written) = inner(source, from) else { return };
        if is_type(node) {
            return;
        }
        self.request(source, Some(from));
        let Some(clause) = clause else { return };
        for part in children(clause) {
            match part.kind() {
                "identifier" if clause.kind() == "import_require_clause" => self.bind(source, part, written, "*"),
                "identifier" => self.bind(source, part, written, "default"),
                "namespace_import" => {
                    if let Some(name) = first(part) {
                        self.bind(source, name, written, "*");
                    }
                }
                "named_imports" => self.named(source, part, written),
                _ => {}
            }
        }
    }

    fn named(&mut self, source: &'t str, list: Node<'_>, from: &'t str) {
        for specifier in children(list).into_iter().filter(|part| part.kind() == "import_specifier" && !is_type(*part))
        {
            let Some(name) = specifier.child_by_field_name("name") else { continue };
            let local = specifier.child_by_field_name("alias").unwrap_or(name);
            let exported = inner(source, name).or_else(|| source.get(name.byte_range())).unwrap_or_default();
            self.bind(source, local, from, exported);
        }
    }

    fn bind(&mut self, source: &'t str, local: Node<'_>, from: &'t str, name: &'t str) {
        let local = source.get(local.byte_range()).unwrap_or_default();
        self.imports.insert(local, Import { from, name });
    }
}

/// What stands between the quotes.
pub fn inner<'t>(source: &'t str, node: Node<'_>) -> Option<&'t str> {
    let whole = source.get(node.byte_range()).filter(|_| matches!(node.kind(), "string" | "template_string"))?;
    whole.get(1..whole.len().checked_sub(1)?)
}

/// `import type …`, `export type …`: gone when the program runs.
pub fn is_type(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).take(2).any(|child| matches!(child.kind(), "type" | "typeof"))
}

/// `require(…)` and `import(…)`.
pub fn loads(source: &str, call: Node<'_>) -> bool {
    let Some(function) = call.child_by_field_name("function") else { return false };
    function.kind() == "import" || source.get(function.byte_range()) == Some("require")
}
