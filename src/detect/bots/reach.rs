//! What runs when a file is started: its statements, and the functions and classes that they lead to.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::bots::sites::Site;
use crate::detect::nodes::{assignment, walk};
use crate::detect::objects::Candidate;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::tree::RelPath;

/// A piece of code by its place.
type Place = (RelPath, usize, usize);

/// The code that a started file leads to.
#[derive(Debug)]
pub struct Reached<'s, 't> {
    pub pieces: Vec<(&'s Module<'t>, Node<'s>)>,
    /// Applications of web frameworks that it speaks of, by file and name: what they do when they serve is not entered.
    pub applications: BTreeSet<(RelPath, String)>,
}

impl<'s, 't> Reached<'s, 't> {
    /// From all that runs when `source` is started.
    pub fn from(sources: &'s Sources<'t>, source: &'s Source<'t>, candidates: &[Candidate]) -> Self {
        let starts = source
            .module()
            .map_or_else(Vec::new, |module| statements(module).into_iter().map(|node| (module, node)).collect());
        Reached::of(sources, starts, candidates)
    }

    /// From pieces of code.
    pub fn of(sources: &'s Sources<'t>, starts: Vec<(&'s Module<'t>, Node<'s>)>, candidates: &[Candidate]) -> Self {
        let mut reached = Reached { pieces: Vec::new(), applications: BTreeSet::new() };
        let mut seen: BTreeSet<Place> = BTreeSet::new();
        let mut open = starts;
        while let Some((module, node)) = open.pop() {
            if !seen.insert((module.path.clone(), node.start_byte(), node.end_byte())) {
                continue;
            }
            if let Some(candidate) = made(module, node, candidates) {
                reached.applications.insert((candidate.path.clone(), candidate.attribute.clone()));
                continue;
            }
            open.extend(reached.named(sources, module, node, candidates));
            reached.pieces.push((module, node));
        }
        reached
    }

    /// Whether the place is in the code.
    pub fn holds(&self, site: &Site<'_, '_>) -> bool {
        let range = site.node.byte_range();
        self.pieces.iter().any(|(module, node)| {
            module.path == site.module.path && node.start_byte() <= range.start && range.end <= node.end_byte()
        })
    }

    /// The definitions of the repository that `node` names.
    fn named(
        &mut self,
        sources: &'s Sources<'t>,
        module: &'s Module<'t>,
        node: Node<'s>,
        candidates: &[Candidate],
    ) -> Vec<(&'s Module<'t>, Node<'s>)> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        walk(node, &mut |inner| {
            let whole = matches!(inner.kind(), "identifier" | "attribute");
            let dotted = if whole { module.dotted(inner) } else { None };
            // `bot.run` may be a module's function, or a method of what `bot` is.
            let head = dotted.as_ref().and_then(|_| first(inner)).and_then(|head| module.dotted(head));
            let done = dotted.is_some();
            names.extend(dotted);
            names.extend(head);
            !done
        });
        let mut found = Vec::new();
        for definition in names.iter().filter_map(|name| sources.definition(module, name)) {
            if let Some(candidate) = made(definition.module, definition.node, candidates) {
                self.applications.insert((candidate.path.clone(), candidate.attribute.clone()));
                continue;
            }
            let piece = match definition.node.kind() {
                "function_definition" | "class_definition" => Some(definition.node),
                _ => assignment(definition.node).map(|(_, value)| value),
            };
            found.extend(piece.map(|piece| (definition.module, piece)));
        }
        found
    }
}

/// The name at the front of `a.b.c`.
fn first(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    while node.kind() == "attribute" {
        node = node.child_by_field_name("object")?;
    }
    (node.kind() == "identifier").then_some(node)
}

/// The web application that a statement makes.
fn made<'c>(module: &Module<'_>, node: Node<'_>, candidates: &'c [Candidate]) -> Option<&'c Candidate> {
    let (left, _) = assignment(node)?;
    let name = module.text(left);
    candidates
        .iter()
        .find(|candidate| !candidate.factory && candidate.path == *module.path && candidate.attribute == name)
}

/// What a file does when it is started, its main guard included; what it defines comes in by being named.
pub fn statements<'m>(module: &'m Module<'_>) -> Vec<Node<'m>> {
    let mut found = Vec::new();
    let root = module.root();
    let mut cursor = root.walk();
    for child in root.named_children(&mut cursor) {
        match child.kind() {
            "function_definition"
            | "class_definition"
            | "decorated_definition"
            | "import_statement"
            | "import_from_statement"
            | "comment" => {}
            "expression_statement" => {
                let mut cursor = child.walk();
                found.extend(child.named_children(&mut cursor));
            }
            _ => found.push(child),
        }
    }
    found
}
