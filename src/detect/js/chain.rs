//! Chains of calls, as libraries for schemas have them: `z.coerce.number().int().default(8080)`.

use tree_sitter::Node;

use crate::detect::js::nodes::{argument, bare};
use crate::detect::js::value::{Eval, Spot, Value};

/// A call that a package begins, and the methods that follow it.
#[derive(Clone, Debug)]
pub struct Chain<'s, 't> {
    /// The full name of what is called first: `zod.z.coerce.number`, `env-var.get`.
    pub name: String,
    pub base: Spot<'s, 't>,
    /// Name and call, in order.
    pub methods: Vec<(&'t str, Spot<'s, 't>)>,
}

impl<'s, 't> Chain<'s, 't> {
    /// What is called first, without the package: `number`.
    pub fn head(&self) -> &str {
        self.name.rsplit(['.', '/']).next().unwrap_or(&self.name)
    }

    /// The package: `zod`.
    pub fn package(&self) -> &str {
        let end = self.name.match_indices('.').map(|(at, _)| at).next().unwrap_or(self.name.len());
        self.name.get(..end).unwrap_or("")
    }

    /// The argument of the first call.
    pub fn argument(&self, index: usize) -> Option<Spot<'s, 't>> {
        argument(self.base.node, index).map(|node| self.base.to(node))
    }

    pub fn method(&self, name: &str) -> Option<Spot<'s, 't>> {
        self.methods.iter().rev().find(|(method, _)| *method == name).map(|(_, call)| *call)
    }
}

/// The chain that the expression at `spot` is, or stands for.
pub fn chain<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Option<Chain<'s, 't>> {
    let mut methods = Vec::new();
    let mut current = spot.to(bare(spot.node));
    for _ in 0..64 {
        if current.node.kind() != "call_expression" {
            match eval.value(current)? {
                // A function that stands for its call: `z.string` in a list of them.
                Value::Here(call) if call.node.kind() == "call_expression" && !call.is(current) => current = call,
                _ => return None,
            }
            continue;
        }
        let callee = current.callee()?;
        if let Some(name) = eval.name(callee) {
            methods.reverse();
            return Some(Chain { name, base: current, methods });
        }
        if let Some((method, object)) = method(callee.node) {
            methods.push((callee.module.text(method), current));
            current = callee.to(bare(object));
            continue;
        }
        match eval.value(current)? {
            Value::Here(call) if !call.is(current) => current = call,
            _ => return None,
        }
    }
    None
}

/// The name and the object of a callee that is a method.
fn method(callee: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    Some((callee.child_by_field_name("property")?, callee.child_by_field_name("object")?))
}
