//! The statements that a settings module runs in production, through what it imports and includes, in order.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::django::branch::{self, Verdict};
use crate::detect::django::include;
use crate::detect::django::variant::{Variant, of_word};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::Evidence;

/// One statement, with the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Step<'s, 't> {
    pub module: &'s Module<'t>,
    pub node: Node<'s>,
    /// Only known at run time whether it runs.
    pub conditional: bool,
}

/// A variable whose value decides which settings hold, with the values that the code knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    pub variable: String,
    pub values: Vec<String>,
    /// It chooses between whole files.
    pub files: bool,
    pub evidence: Evidence,
}

/// What production runs of a settings module.
#[derive(Clone, Debug, Default)]
pub struct Flow<'s, 't> {
    pub steps: Vec<Step<'s, 't>>,
    /// The files that it stands in, in order.
    pub files: Vec<&'s Source<'t>>,
    pub selectors: Vec<Selector>,
    /// Settings are attributes of classes (django-configurations).
    pub classes: Vec<(&'s str, Evidence)>,
}

impl<'s, 't> Flow<'s, 't> {
    /// Beginning with the module `source`.
    pub fn of(sources: &'s Sources<'t>, source: &'s Source<'t>) -> Self {
        let mut walker = Walker { sources, flow: Flow::default(), seen: BTreeSet::new() };
        walker.file(source, false);
        walker.flow
    }

    /// Whether a variable chooses between files.
    pub fn is_selected(&self) -> bool {
        self.selectors.iter().any(|selector| selector.files)
    }
}

struct Walker<'s, 't> {
    sources: &'s Sources<'t>,
    flow: Flow<'s, 't>,
    seen: BTreeSet<&'t str>,
}

impl<'s, 't> Walker<'s, 't> {
    fn file(&mut self, source: &'s Source<'t>, conditional: bool) {
        if !self.seen.insert(source.path.as_str()) {
            return;
        }
        self.flow.files.push(source);
        if let Some(module) = source.module() {
            self.block(module, module.root(), conditional);
        }
    }

    fn block(&mut self, module: &'s Module<'t>, block: Node<'s>, conditional: bool) {
        let mut cursor = block.walk();
        for statement in block.named_children(&mut cursor) {
            match statement.kind() {
                "if_statement" => self.branches(module, statement, conditional),
                "try_statement" | "except_clause" | "for_statement" | "while_statement" => {
                    self.block(module, statement, true);
                }
                "with_statement" | "block" | "else_clause" | "finally_clause" => {
                    self.block(module, statement, conditional);
                }
                "import_from_statement" => self.import(module, statement, conditional),
                "class_definition" => self.class(module, statement),
                "expression_statement" => {
                    let mut cursor = statement.walk();
                    for node in statement.named_children(&mut cursor) {
                        self.expression(module, node, conditional);
                    }
                }
                _ => {}
            }
        }
    }

    fn expression(&mut self, module: &'s Module<'t>, node: Node<'s>, conditional: bool) {
        let Some(included) = include::files(self.sources, module, node) else {
            return self.flow.steps.push(Step { module, node, conditional });
        };
        self.flow.selectors.extend(included.selector);
        for source in included.files {
            self.file(source, conditional);
        }
    }

    /// The branches that production may take.
    fn branches(&mut self, module: &'s Module<'t>, statement: Node<'s>, conditional: bool) {
        let mut cursor = statement.walk();
        let others = statement.children_by_field_name("alternative", &mut cursor);
        let clauses: Vec<Node<'s>> = std::iter::once(statement).chain(others).collect();
        for selector in branch::selectors(self.sources, module, &clauses) {
            self.select(selector);
        }
        let mut conditional = conditional;
        for clause in clauses {
            let Some(condition) = clause.child_by_field_name("condition") else {
                return self.block(module, clause, conditional);
            };
            let verdict = branch::verdict(self.sources, module, condition);
            conditional |= verdict == Verdict::Perhaps;
            if let (Some(body), true) = (clause.child_by_field_name("consequence"), verdict != Verdict::Never) {
                self.block(module, body, conditional);
            }
            if verdict == Verdict::Always {
                return;
            }
        }
    }

    fn select(&mut self, selector: Selector) {
        match self.flow.selectors.iter_mut().find(|known| known.variable == selector.variable) {
            Some(known) => {
                known.files |= selector.files;
                known.values.extend(selector.values);
                known.values.sort();
                known.values.dedup();
            }
            None => self.flow.selectors.push(selector),
        }
    }

    /// `from .base import *` runs the other file here; other imports only bind names.
    fn import(&mut self, module: &'s Module<'t>, statement: Node<'s>, conditional: bool) {
        let mut cursor = statement.walk();
        let whole = statement.named_children(&mut cursor).any(|child| child.kind() == "wildcard_import");
        let from = statement.child_by_field_name("module_name").map_or("", |name| module.text(name));
        let found = self.sources.find(module.path, from).filter(|found| found.rest.is_empty());
        if !whole {
            self.flow.steps.push(Step { module, node: statement, conditional });
            return;
        }
        let last = from.rsplit('.').next().unwrap_or(from);
        // What is taken in only where it exists is a person's own: `try: from .local import *`.
        let own = conditional && of_word(last) == Variant::Rehearsal;
        if let Some(found) = found.filter(|_| !own) {
            self.file(found.source, conditional);
        }
    }

    /// `class Production(Common)`, derived from the class of django-configurations or of another such class.
    fn class(&mut self, module: &'s Module<'t>, class: Node<'s>) {
        let bases = class.child_by_field_name("superclasses").map_or("", |bases| module.text(bases));
        let known = |base: &str| base == "Configuration" || self.flow.classes.iter().any(|(name, _)| *name == base);
        let derived = bases.split(['(', ')', ',', ' ', '.']).any(known);
        if let Some(name) = class.child_by_field_name("name").filter(|_| derived) {
            self.flow.classes.push((module.text(name), module.evidence(class)));
        }
    }
}
