//! One parsed file of JavaScript or TypeScript: its tree, what it imports, and the names of its top level.

use std::collections::HashMap;
use std::sync::OnceLock;

use tree_sitter::Node;

use crate::detect::js::exports::{Exports, exports};
use crate::detect::js::grammar::Grammar;
use crate::detect::js::imports::{Import, Loads};
use crate::detect::js::nodes::{callee, children, line, shortened};
use crate::detect::js::scope::names;
use crate::detect::order::Parsed;
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

/// A file and the names that it binds.
#[derive(Debug)]
pub struct Module<'t> {
    pub path: &'t RelPath,
    pub source: &'t str,
    parsed: Parsed,
    /// By the name that it has here. `require` is no import: it is a call like any other.
    pub imports: HashMap<&'t str, Import<'t>>,
    /// Every module that it loads when it runs, in order, with the line.
    pub requests: Vec<(&'t str, u32)>,
    /// It loads modules whose names only run time knows.
    pub dynamic: bool,
    pub exports: Exports<'t>,
    /// Declarations of the top level by the names that they bind.
    bound: HashMap<&'t str, Span>,
    /// The same of every block, once somebody asks: by the block's id.
    blocks: OnceLock<HashMap<usize, HashMap<&'t str, Span>>>,
    /// The calls by the last name of what they call, once somebody asks.
    called: OnceLock<HashMap<&'t str, Vec<Span>>>,
}

impl<'t> Module<'t> {
    /// Parses `source`; broken syntax gives a tree with holes.
    pub fn parse(path: &'t RelPath, source: &'t str) -> Option<Self> {
        let parsed = Parsed::of(Grammar::of(path).parse(source)?);
        let Loads { imports, requests, dynamic } = Loads::of(source, parsed.order());
        let (given, bound) = (Exports::default(), HashMap::new());
        let (blocks, called) = (OnceLock::new(), OnceLock::new());
        let mut module =
            Module { path, source, parsed, imports, requests, dynamic, exports: given, bound, blocks, called };
        module.bound = module.names_in(module.root());
        module.exports = exports(&module);
        Some(module)
    }

    /// The names that the statements of `block` bind, each with the first of its declarations.
    fn names_in(&self, block: Node<'_>) -> HashMap<&'t str, Span> {
        let mut bound = HashMap::new();
        for declaration in self.declarations(block) {
            for name in names(self.source, declaration) {
                bound.entry(name).or_insert(Span::of(declaration));
            }
        }
        bound
    }

    pub fn root(&self) -> Node<'_> {
        self.parsed.root()
    }

    /// Visits every node of the file, as long as `visit` answers true for those around it.
    pub fn walk<'n>(&'n self, visit: &mut dyn FnMut(Node<'n>) -> bool) {
        self.parsed.order().walk(visit);
    }

    /// Every call, and every `new`, in order.
    pub fn calls(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes(&["call_expression", "new_expression"])
    }

    /// The nodes of some kinds, in order.
    pub fn nodes(&self, kinds: &[&str]) -> impl Iterator<Item = Node<'_>> {
        self.parsed.order().of(kinds)
    }

    /// The nodes around `node`, the innermost first.
    pub fn around(&self, node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
        self.parsed.order().around(node)
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

    /// What declares `name` among the statements of `block`.
    pub fn declared_in(&self, block: Node<'_>, name: &str) -> Option<Node<'_>> {
        let all =
            || self.nodes(&["statement_block", "switch_case"]).map(|one| (one.id(), self.names_in(one))).collect();
        self.node(*self.blocks.get_or_init(all).get(&block.id())?.get(name)?)
    }

    /// The calls of what is called `name` here, whatever it is a part of: `name()`, `object.name()`, `new name()`.
    pub fn calls_of(&self, name: &str) -> impl Iterator<Item = Node<'_>> {
        let called = self.called.get_or_init(|| {
            let mut found: HashMap<&'t str, Vec<Span>> = HashMap::new();
            for call in self.calls() {
                let written = callee(call).map_or("", |callee| self.text(callee));
                let last = written.rsplit(['.', '?']).next().unwrap_or(written);
                found.entry(last).or_default().push(Span::of(call));
            }
            found
        });
        called.get(name).into_iter().flatten().filter_map(|span| self.node(*span))
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
}
