//! Names that a function of the repository has made out of the variables' own.

use crate::detect::js::nodes::{argument, arguments};
use crate::detect::js::property::ENVIRONMENTS;
use crate::detect::js::scope::{Binding, binding};
use crate::detect::js::value::{Eval, Spot};

/// `botToken` → `BOT_TOKEN`.
pub fn constant(key: &str) -> String {
    let mut name = String::with_capacity(key.len() + 4);
    let mut before = None;
    for letter in key.chars() {
        let starts =
            letter.is_ascii_uppercase() && before.is_some_and(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        if starts {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
        before = Some(letter);
    }
    name
}

/// Whether an expression is a call that is given the environment, also by way of a parameter.
pub fn made_of_environment<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let is_environment = |node| matches!(eval.name(spot.to(node)), Some(name) if ENVIRONMENTS.contains(&name.as_str()));
    match spot.node.kind() {
        "call_expression" => arguments(spot.node).into_iter().any(|node| {
            is_environment(node) || node.kind() == "call_expression" && made_of_environment(eval, spot.to(node), depth)
        }),
        "identifier" => match binding(spot.module, spot.node, spot.module.text(spot.node)) {
            Some(Binding::Parameter { function, index, .. }) => eval
                .callers(spot.to(function))
                .into_iter()
                .filter_map(|call| argument(call.node, index).map(|node| call.to(node)))
                .any(|given| made_of_environment(eval, given, depth)),
            Some(Binding::Variable(declarator)) => declarator
                .child_by_field_name("value")
                .is_some_and(|value| made_of_environment(eval, spot.to(value), depth)),
            _ => false,
        },
        _ => false,
    }
}
