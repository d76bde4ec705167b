//! What a file gives to others: `export`, `module.exports`, `exports.x`.

use std::collections::HashMap;

use tree_sitter::Node;

use crate::detect::js::imports::{inner, is_type};
use crate::detect::js::literal::key_text;
use crate::detect::js::nodes::{children, is_class, is_function};
use crate::detect::js::scope::names;
use crate::detect::js::syntax::{Module, Span};

/// Where an exported name leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export<'t> {
    /// A name of the file itself.
    Local(&'t str),
    /// An expression or declaration.
    Here(Span),
    /// A name of another file; `*` for all of them in one object.
    From(&'t str, &'t str),
}

/// The exports of a file.
#[derive(Debug, Default)]
pub struct Exports<'t> {
    named: HashMap<String, Export<'t>>,
    /// Files of which everything is passed on.
    pub stars: Vec<&'t str>,
    /// What `module.exports`, or `export =`, is set to.
    pub whole: Option<Span>,
}

impl<'t> Exports<'t> {
    pub fn get(&self, name: &str) -> Option<Export<'t>> {
        self.named.get(name).copied()
    }
}

/// Reads the exports of `module`.
pub fn exports<'t>(module: &Module<'t>) -> Exports<'t> {
    let mut found = Exports::default();
    module.walk(&mut |node| {
        match node.kind() {
            "export_statement" => statement(module, node, &mut found),
            "assignment_expression" => assigned(module, node, &mut found),
            _ => return !is_function(node) && !is_class(node),
        }
        node.kind() == "assignment_expression"
    });
    found
}

fn statement<'t>(module: &Module<'t>, node: Node<'_>, found: &mut Exports<'t>) {
    if is_type(node) {
        return;
    }
    let from = node.child_by_field_name("source").and_then(|source| inner(module.source, source));
    let mut cursor = node.walk();
    let has = |kind: &str| node.children(&mut node.walk()).any(|child| child.kind() == kind);
    if has("=") {
        found.whole = children(node).last().copied().map(Span::of);
        return;
    }
    if has("default") {
        let value = node.child_by_field_name("value").or_else(|| node.child_by_field_name("declaration"));
        if let Some(value) = value {
            found.named.insert("default".into(), Export::Here(Span::of(value)));
        }
        return;
    }
    if let Some(declaration) = node.child_by_field_name("declaration") {
        declared(module, declaration, found);
    }
    for part in node.named_children(&mut cursor) {
        match (part.kind(), from) {
            ("export_clause", _) => clause(module, part, from, found),
            ("namespace_export", Some(from)) => {
                if let Some(name) = part.named_child(0) {
                    found.named.insert(module.text(name).into(), Export::From(from, "*"));
                }
            }
            _ => {}
        }
    }
    if let Some(from) = from.filter(|_| has("*")) {
        found.stars.push(from);
    }
}

fn declared<'t>(module: &Module<'t>, declaration: Node<'_>, found: &mut Exports<'t>) {
    let inner = children(declaration);
    let declarators = inner.iter().filter(|child| child.kind() == "variable_declarator").copied();
    for one in declarators.chain([declaration]) {
        for name in names(module.source, one) {
            found.named.insert(name.into(), Export::Local(name));
        }
    }
}

fn clause<'t>(module: &Module<'t>, clause: Node<'_>, from: Option<&'t str>, found: &mut Exports<'t>) {
    for specifier in children(clause).into_iter().filter(|part| part.kind() == "export_specifier" && !is_type(*part)) {
        let Some(name) = specifier.child_by_field_name("name") else { continue };
        let public = specifier.child_by_field_name("alias").unwrap_or(name);
        let name = module.text(name);
        let export = from.map_or(Export::Local(name), |from| Export::From(from, name));
        found.named.insert(module.text(public).trim_matches(['"', '\'']).into(), export);
    }
}

/// `module.exports = …`, `exports.x = …`, also both in one statement.
fn assigned<'t>(module: &Module<'t>, node: Node<'_>, found: &mut Exports<'t>) {
    let (Some(left), Some(mut right)) = (node.child_by_field_name("left"), node.child_by_field_name("right")) else {
        return;
    };
    while right.kind() == "assignment_expression" {
        let Some(inner) = right.child_by_field_name("right") else { break };
        right = inner;
    }
    let is_whole = |node: Node<'_>| matches!(module.text(node), "module.exports" | "exports");
    if module.text(left) == "module.exports" || is_whole(left) && left.kind() == "member_expression" {
        found.whole = Some(Span::of(right));
        return;
    }
    let object = left.child_by_field_name("object").filter(|object| is_whole(*object));
    let key = object.and_then(|_| left.child_by_field_name("property").or_else(|| left.child_by_field_name("index")));
    if let Some(name) = key.and_then(|key| key_text(module.source, key)) {
        found.named.insert(name, Export::Here(Span::of(right)));
    }
}
