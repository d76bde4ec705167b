//! The names that the import statements of a parsed Python file bind.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::detect::nodes::aliased;
use crate::detect::order::Order;

/// What is imported, wherever in the file.
#[derive(Debug, Default)]
pub struct Imports<'t> {
    /// Local name to what it was imported from, as written: `FastAPI` → `fastapi.FastAPI`, `x` → `..core.x`.
    pub named: BTreeMap<&'t str, String>,
    /// Modules of which everything is imported.
    pub stars: Vec<&'t str>,
}

impl<'t> Imports<'t> {
    pub fn of(source: &'t str, order: &Order<'_>) -> Self {
        let mut found = Imports::default();
        order.walk(&mut |node| {
            match node.kind() {
                "import_statement" => found.import(source, node),
                "import_from_statement" => found.import_from(source, node),
                _ => return !matches!(node.kind(), "expression_statement" | "return_statement"),
            }
            false
        });
        found
    }

    fn import(&mut self, source: &'t str, node: Node<'_>) {
        let mut cursor = node.walk();
        for name in node.children_by_field_name("name", &mut cursor) {
            match aliased(source, name) {
                (path, Some(alias)) => drop(self.named.insert(alias, path.to_owned())),
                (path, None) => {
                    let head = path.split('.').next().unwrap_or(path);
                    self.named.insert(head, head.to_owned());
                }
            }
        }
    }

    fn import_from(&mut self, source: &'t str, node: Node<'_>) {
        let Some(from) = node.child_by_field_name("module_name").and_then(|name| source.get(name.byte_range())) else {
            return;
        };
        let mut cursor = node.walk();
        if node.children(&mut cursor).any(|child| child.kind() == "wildcard_import") {
            self.stars.push(from);
        }
        let mut cursor = node.walk();
        for name in node.children_by_field_name("name", &mut cursor) {
            let (name, alias) = aliased(source, name);
            let dot = if from.ends_with('.') { "" } else { "." };
            self.named.insert(alias.unwrap_or(name), format!("{from}{dot}{name}"));
        }
    }
}
