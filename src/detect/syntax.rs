//! One parsed Python file: its tree, its import table, and what its names mean.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::{Node, Parser};

use crate::detect::imported::Imports;
use crate::detect::nodes::{assignment, line, shortened};
use crate::detect::order::Parsed;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// Blanks before a line; a person's have fewer.
const DEEPEST: usize = 400;

thread_local! {
    static PARSER: RefCell<Option<Parser>> = RefCell::new(python_parser());
}

fn python_parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
    Some(parser)
}

/// A Python file and the names that it binds.
#[derive(Debug)]
pub struct Module<'t> {
    pub path: &'t RelPath,
    pub source: &'t str,
    parsed: Parsed,
    /// Local name to what it was imported from, as written: `FastAPI` → `fastapi.FastAPI`, `x` → `..core.x`.
    pub imports: BTreeMap<&'t str, String>,
    /// Modules of which everything is imported.
    pub stars: Vec<&'t str>,
    /// Plain renamings at module level: `env` → `os.environ`.
    aliases: BTreeMap<&'t str, String>,
    /// The names that the module binds itself.
    bound: BTreeSet<&'t str>,
}

impl<'t> Module<'t> {
    /// Parses `source`; broken syntax gives a tree with holes.
    pub fn parse(path: &'t RelPath, source: &'t str) -> Option<Self> {
        // The grammar's scanner counts levels in a fixed space, and ends the program where that is full.
        if source.lines().any(|line| line.len() - line.trim_start().len() > DEEPEST) {
            return None;
        }
        let parsed = Parsed::of(PARSER.with_borrow_mut(|parser| parser.as_mut()?.parse(source, None))?);
        let Imports { named, stars } = Imports::of(source, parsed.order());
        let (aliases, bound) = (BTreeMap::new(), BTreeSet::new());
        let mut module = Module { path, source, parsed, imports: named, stars, aliases, bound };
        module.aliases = module.renamed();
        module.bound = module.statements().into_iter().filter_map(|statement| module.binding(statement)).collect();
        Some(module)
    }

    pub fn root(&self) -> Node<'_> {
        self.parsed.root()
    }

    /// Visits every node of the file, as long as `visit` answers true for those around it.
    pub fn walk<'n>(&'n self, visit: &mut dyn FnMut(Node<'n>) -> bool) {
        self.parsed.order().walk(visit);
    }

    /// Every call, in order.
    pub fn calls(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes(&["call"])
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

    /// The first line of `node`, shortened, with its place; of a call with nothing in its first line, the whole.
    pub fn evidence(&self, node: Node<'_>) -> Evidence {
        let text = self.text(node);
        let bare = node.kind() == "call" && text.lines().next().is_some_and(|first| first.ends_with('('));
        let text = if bare {
            let words = text.split_whitespace().take(40).collect::<Vec<_>>().join(" ");
            shortened(&words.replacen("( ", "(", 1))
        } else {
            shortened(text)
        };
        Evidence { path: self.path.clone(), line: Some(line(node)), text }
    }

    /// What a name or attribute chain stands for: `FastAPI` is `fastapi.FastAPI` after its import.
    /// A name that this module defines itself stays as it is.
    pub fn dotted(&self, node: Node<'_>) -> Option<String> {
        self.named(chain(self, node)?)
    }

    fn named(&self, chain: String) -> Option<String> {
        let (head, rest) = chain.split_once('.').map_or((chain.as_str(), None), |(head, rest)| (head, Some(rest)));
        let meaning = self.imports.get(head).or_else(|| self.aliases.get(head));
        Some(match (meaning, rest) {
            (Some(meaning), Some(rest)) => format!("{meaning}.{rest}"),
            (Some(meaning), None) => meaning.clone(),
            (None, _) => chain,
        })
    }

    /// What a call calls.
    pub fn callee(&self, call: Node<'_>) -> Option<String> {
        self.dotted(call.child_by_field_name("function")?)
    }

    fn renamed(&self) -> BTreeMap<&'t str, String> {
        let renaming = |statement| {
            let (left, right) = assignment(statement).filter(|(left, _)| left.kind() == "identifier")?;
            let meaning = self.dotted(right).filter(|meaning| meaning != self.text(left))?;
            Some((self.text(left), meaning))
        };
        self.statements().into_iter().filter_map(renaming).collect()
    }

    /// Statements that run at import: the module's own and those in its `if`, `try`, `with` and loops,
    /// but not under `if __name__ == "__main__"`. Decorated definitions come without their decorators.
    pub fn statements(&self) -> Vec<Node<'_>> {
        let mut found = Vec::new();
        self.flatten(self.root(), &mut found);
        found
    }

    fn flatten<'n>(&self, block: Node<'n>, found: &mut Vec<Node<'n>>) {
        let mut cursor = block.walk();
        for statement in block.named_children(&mut cursor) {
            match statement.kind() {
                "if_statement" if is_main_guard(self, statement) => {}
                "if_statement" | "try_statement" | "with_statement" | "for_statement" | "while_statement" | "block"
                | "else_clause" | "elif_clause" | "except_clause" | "finally_clause" => self.flatten(statement, found),
                "decorated_definition" => found.extend(statement.child_by_field_name("definition")),
                "expression_statement" => {
                    let mut cursor = statement.walk();
                    found.extend(statement.named_children(&mut cursor));
                }
                _ => found.push(statement),
            }
        }
    }

    /// The class, function or last assignment at module level that binds `name`.
    pub fn definition(&self, name: &str) -> Option<Node<'_>> {
        if !self.bound.contains(name) {
            return None;
        }
        self.statements().into_iter().rev().find(|statement| self.binding(*statement) == Some(name))
    }

    /// The name that a statement binds.
    fn binding(&self, statement: Node<'_>) -> Option<&'t str> {
        let name = match statement.kind() {
            "class_definition" | "function_definition" => statement.child_by_field_name("name")?,
            _ => assignment(statement)?.0,
        };
        Some(self.text(name))
    }
}

fn chain(module: &Module<'_>, node: Node<'_>) -> Option<String> {
    match node.kind() {
        "identifier" => Some(module.text(node).to_owned()),
        "attribute" => {
            let object = chain(module, node.child_by_field_name("object")?)?;
            Some(format!("{object}.{}", module.text(node.child_by_field_name("attribute")?)))
        }
        _ => None,
    }
}

fn is_main_guard(module: &Module<'_>, statement: Node<'_>) -> bool {
    statement.child_by_field_name("condition").is_some_and(|condition| {
        let text = module.text(condition);
        text.contains("__name__") && text.contains("__main__")
    })
}
