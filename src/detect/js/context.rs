//! What the code around a reading of a variable says about it: its type, its default, whether it is needed.

use tree_sitter::Node;

use crate::detect::js::nodes::{argument, callee};
use crate::detect::js::operators::kind_of;
use crate::detect::js::value::{Eval, Spot};
use crate::detect::variables::Reading;
use crate::facts::ValueType;

/// Modules of Node, and packages that take a missing value for none.
const LENIENT: &[&str] = &[
    "assert",
    "buffer",
    "child_process",
    "console",
    "cors",
    "crypto",
    "debug",
    "dns",
    "dotenv",
    "events",
    "fs",
    "http",
    "https",
    "net",
    "os",
    "path",
    "process",
    "stream",
    "tls",
    "url",
    "util",
    "zlib",
];

/// What `found`, which is read at `spot`, becomes by what stands around it.
pub fn context<'s, 't>(eval: &Eval<'s, 't>, found: Reading, spot: Spot<'s, 't>) -> Reading {
    let mut around = Around { eval, found };
    let mut inner = spot.node;
    while let Some(outer) = inner.parent()
        && let Some(next) = around.step(spot.to(outer), inner)
    {
        inner = next;
    }
    around.found
}

struct Around<'e, 's, 't> {
    eval: &'e Eval<'s, 't>,
    found: Reading,
}

impl<'s, 't> Around<'_, 's, 't> {
    /// Takes what `outer` says about `inner` in it; the node to go on with, or None where nothing further out counts.
    fn step(&mut self, outer: Spot<'s, 't>, inner: Node<'s>) -> Option<Node<'s>> {
        let node = outer.node;
        match node.kind() {
            "parenthesized_expression" | "satisfies_expression" | "await_expression" => Some(node),
            "non_null_expression" => {
                self.found.required = true;
                Some(node)
            }
            "as_expression" => {
                self.found.required |= outer.module.text(node).ends_with(" string");
                Some(node)
            }
            "arguments" => self.given(outer.to(node.parent()?), inner),
            "member_expression" if node.child_by_field_name("object") == Some(inner) => self.method(outer),
            "binary_expression" => self.beside(outer, inner),
            "ternary_expression" if node.child_by_field_name("condition") != Some(inner) => {
                let sides =
                    ["consequence", "alternative"].into_iter().filter_map(|side| node.child_by_field_name(side));
                let other = sides.into_iter().find(|side| *side != inner);
                self.falls_back(other.map(|other| outer.to(other)));
                Some(node)
            }
            "unary_expression" if node.child_by_field_name("operator")?.kind() == "+" => {
                self.narrow(ValueType::Integer);
                Some(node)
            }
            // A text around nothing is none that anybody meant.
            "template_substitution" => {
                self.needs();
                None
            }
            _ => None,
        }
    }

    fn narrow(&mut self, kind: ValueType) {
        if self.found.kind == ValueType::String {
            self.found.kind = kind;
        }
    }

    fn needs(&mut self) {
        self.found.required |= self.found.default.is_none();
    }

    fn falls_back(&mut self, other: Option<Spot<'s, 't>>) {
        let other = other.and_then(|other| self.eval.value(other));
        self.found = self.eval.with_default(self.found.clone(), other.as_ref());
    }

    /// The argument of a call, or of `new`.
    fn given(&mut self, call: Spot<'s, 't>, inner: Node<'s>) -> Option<Node<'s>> {
        let name = call.callee().and_then(|callee| self.eval.name(callee)).unwrap_or_default();
        match name.as_str() {
            "Number" | "parseInt" | "Number.parseInt" => self.narrow(ValueType::Integer),
            "parseFloat" | "Number.parseFloat" => self.narrow(ValueType::Number),
            "Boolean" => self.narrow(ValueType::Boolean),
            "JSON.parse" => self.narrow(ValueType::Json),
            "String" => {}
            "URL" | "url.URL" | "url.parse" => {
                self.narrow(ValueType::Url);
                self.needs();
                return None;
            }
            // What a package is given by itself, it works with.
            _ => {
                if is_package(&name) && argument(call.node, 0) == Some(inner) {
                    self.needs();
                }
                return None;
            }
        }
        Some(call.node)
    }

    /// `process.env.X.split(",")`: fails without it, unless it is asked with `?.`.
    fn method(&mut self, member: Spot<'s, 't>) -> Option<Node<'s>> {
        let call = member.node.parent().filter(|call| callee(*call) == Some(member.node))?;
        if member.node.child_by_field_name("optional_chain").is_none() {
            self.needs();
        }
        if member.node.child_by_field_name("property").is_some_and(|name| member.module.text(name) == "split") {
            self.narrow(ValueType::List);
        }
        Some(call)
    }

    /// An operator with the reading on one side.
    fn beside(&mut self, outer: Spot<'s, 't>, inner: Node<'s>) -> Option<Node<'s>> {
        let side = |field| outer.node.child_by_field_name(field);
        let left = side("left") == Some(inner);
        let other = side(if left { "right" } else { "left" }).map(|node| outer.to(node));
        match side("operator").map_or("", |operator| operator.kind()) {
            "||" | "??" if left => self.falls_back(other),
            "||" | "??" => self.found.required = false,
            "===" | "==" | "!==" | "!=" => {
                let literal = other.and_then(Spot::literal)?;
                let truth = matches!(literal.shown().as_deref(), Some("true" | "false"));
                self.narrow(if truth { ValueType::Boolean } else { kind_of(&literal) });
                return None;
            }
            "+" => {
                self.needs();
                return None;
            }
            _ => return None,
        }
        Some(outer.node)
    }
}

/// Whether a full name is that of a package, and not of Node or the language.
fn is_package(name: &str) -> bool {
    let package = name.split('.').next().unwrap_or("");
    let named = package.starts_with(|c: char| c.is_ascii_lowercase() || c == '@');
    named && !LENIENT.contains(&package)
}
