//! One parsed file of JavaScript or TypeScript: its tree, what it imports, and the names of its top level.

use std::collections::HashMap;

use tree_sitter::{Node, Tree};

use crate::detect::js::exports::{Exports, exports};
use crate::detect::js::grammar::Grammar;
use crate::detect::js::literal::text;
use crate::detect::js::nodes::{argument, children, first, line, shortened, walk};
use crate::detect::js::scope::names;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// The place of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    start: usize,
    end: usize,
    kind: u16,
}

impl Span {
    pub fn of(node: Node<'_>) -> Self {
        Span { start: node.start_byte(), end: node.end_byte(), kind: node.kind_id() }
    }
}

/// What a name of another file is called here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import<'t> {
    /// As written: `express`, `./app`, `@/config`.
    pub from: &'t str,
    /// The exported name; `default`, or `*` for all of them in one object.
    pub name: &'t str,
}

/// A file and the names that it binds.
#[derive(Debug)]
pub struct Module<'t> {
    pub path: &'t RelPath,
    pub source: &'t str,
    tree: Tree,
    /// By the name that it has here. `require` is no import: it is a call like any other.
    pub imports: HashMap<&'t str, Import<'t>>,
    /// Every module that it loads when it runs, in order, with the line.
    pub requests: Vec<(&'t str, u32)>,
    /// It loads modules whose names only run time knows.
    pub dynamic: bool,
    pub exports: Exports<'t>,
    /// Declarations of the top level by the names that they bind.
    bound: HashMap<&'t str, Span>,
}

impl<'t> Module<'t> {
    /// Parses `source`; broken syntax gives a tree with holes.
    pub fn parse(path: &'t RelPath, source: &'t str) -> Option<Self> {
        let tree = Grammar::of(path).parse(source)?;
        let mut module = Module {
            path,
            source,
            tree,
            imports: HashMap::new(),
            requests: Vec::new(),
            dynamic: false,
            exports: Exports::default(),
            bound: HashMap::new(),
        };
        module.read_imports();
        let mut bound = HashMap::new();
        for declaration in module.declarations(module.root()) {
            for name in names(source, declaration) {
                bound.entry(name).or_insert(Span::of(declaration));
            }
        }
        module.exports = exports(&module);
        module.bound = bound;
        Some(module)
    }

    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    pub fn text(&self, node: Node<'_>) -> &'t str {
        self.source.get(node.byte_range()).unwrap_or("")
    }

    /// The node that stood at `span`.
    pub fn node(&self, span: Span) -> Option<Node<'_>> {
        let mut node = self.root().descendant_for_byte_range(span.start, span.end)?;
        while node.kind_id() != span.kind {
            node = node.parent().filter(|parent| Span::of(*parent).start == span.start)?;
        }
        Some(node)
    }

    /// What declares `name` at the top level.
    pub fn declared(&self, name: &str) -> Option<Node<'_>> {
        self.node(*self.bound.get(name)?)
    }

    /// The first line of `node`, shortened, with its place.
    pub fn evidence(&self, node: Node<'_>) -> Evidence {
        Evidence { path: self.path.clone(), line: Some(line(node)), text: shortened(self.text(node)) }
    }

    /// The declarations among the statements of `block`: variables one by one, functions, classes, enumerations.
    /// Those inside `if`, `try` and loops count at the top level, where they are few and run at once.
    pub fn declarations<'n>(&self, block: Node<'n>) -> Vec<Node<'n>> {
        let mut found = Vec::new();
        let inside = block.kind() == "program";
        for statement in children(block) {
            let statement = match statement.kind() {
                "export_statement" => statement.child_by_field_name("declaration").unwrap_or(statement),
                _ => statement,
            };
            match statement.kind() {
                "lexical_declaration" | "variable_declaration" => found.extend(
                    children(statement).into_iter().filter(|declarator| declarator.kind() == "variable_declarator"),
                ),
                "function_declaration"
                | "generator_function_declaration"
                | "class_declaration"
                | "abstract_class_declaration"
                | "enum_declaration" => found.push(statement),
                "if_statement" | "try_statement" | "statement_block" | "else_clause" | "catch_clause" if inside => {
                    found.extend(self.nested(statement));
                }
                _ => {}
            }
        }
        found
    }

    fn nested<'n>(&self, statement: Node<'n>) -> Vec<Node<'n>> {
        if statement.kind() == "statement_block" {
            return self.declarations(statement);
        }
        children(statement)
            .into_iter()
            .filter(|part| matches!(part.kind(), "statement_block" | "else_clause" | "catch_clause"))
            .flat_map(|part| self.nested(part))
            .collect()
    }

    fn read_imports(&mut self) {
        let (source, tree) = (self.source, self.tree.clone());
        walk(tree.root_node(), &mut |node| {
            match node.kind() {
                "import_statement" => self.read_import(node),
                "export_statement" => self.request(node.child_by_field_name("source").filter(|_| !is_type(node))),
                "call_expression" if loads(source, node) => {
                    let named = argument(node, 0);
                    self.dynamic |= named.is_some_and(|named| text(source, named).is_none());
                    self.request(named);
                }
                _ => {}
            }
            true
        });
    }

    fn request(&mut self, named: Option<Node<'_>>) {
        let Some(named) = named.filter(|named| matches!(named.kind(), "string" | "template_string")) else { return };
        if let Some(inner) = inner(self.source, named) {
            self.requests.push((inner, line(named)));
        }
    }

    fn read_import(&mut self, node: Node<'_>) {
        let clause = children(node).into_iter().find(|c| matches!(c.kind(), "import_clause" | "import_require_clause"));
        let from = node.child_by_field_name("source").or_else(|| clause?.child_by_field_name("source"));
        let Some(from) = from else { return };
        let Some(written) = inner(self.source, from) else { return };
        if is_type(node) {
            return;
        }
        self.request(Some(from));
        let Some(clause) = clause else { return };
        for part in children(clause) {
            match part.kind() {
                "identifier" if clause.kind() == "import_require_clause" => self.bind(part, written, "*"),
                "identifier" => self.bind(part, written, "default"),
                "namespace_import" => {
                    if let Some(name) = first(part) {
                        self.bind(name, written, "*");
                    }
                }
                "named_imports" => self.read_named(part, written),
                _ => {}
            }
        }
    }

    fn read_named(&mut self, list: Node<'_>, from: &'t str) {
        for specifier in children(list).into_iter().filter(|part| part.kind() == "import_specifier" && !is_type(*part))
        {
            let Some(name) = specifier.child_by_field_name("name") else { continue };
            let local = specifier.child_by_field_name("alias").unwrap_or(name);
            let exported = inner(self.source, name).unwrap_or_else(|| self.text(name));
            self.bind(local, from, exported);
        }
    }

    fn bind(&mut self, local: Node<'_>, from: &'t str, name: &'t str) {
        self.imports.insert(self.text(local), Import { from, name });
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
