//! Variables read by name through a function of the repository, or in a loop over a list of names.

use tree_sitter::Node;

use crate::detect::js::context::context;
use crate::detect::js::guards::gives_up;
use crate::detect::js::literal::literal;
use crate::detect::js::nodes::{argument, callee, children, function_of, parameters};
use crate::detect::js::property::{is_name, reading};
use crate::detect::js::scope::{Binding, binding};
use crate::detect::js::sources::JsSources;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::variables::Reading;
use crate::facts::ValueType;

/// What `process.env[index]` at `spot` reads, by all the names that `index` may be.
pub fn helped<'s, 't>(sources: &'s JsSources<'t>, spot: Spot<'s, 't>, index: Node<'s>) -> Vec<Reading> {
    let name = spot.module.text(index);
    match binding(spot.module, index, name) {
        Some(Binding::Parameter { function, index, .. }) => {
            let listed = listed(sources, spot, function);
            if listed.is_empty() { called(sources, spot, function, index) } else { listed }
        }
        _ => looped(sources, spot, name),
    }
}

/// `required.forEach((name) => { if (!process.env[name]) throw … })`.
fn listed<'s, 't>(sources: &'s JsSources<'t>, spot: Spot<'s, 't>, function: Node<'s>) -> Vec<Reading> {
    let call = function.parent().and_then(|arguments| arguments.parent());
    let Some(call) = call.filter(|call| argument(*call, 0) == Some(function)) else { return Vec::new() };
    let list = callee(call).and_then(|callee| callee.child_by_field_name("object"));
    let Some(list) = list.filter(|list| list.kind() != "call_expression") else { return Vec::new() };
    named(sources, spot, spot.to(list), gives_up(spot.module, call) || ends_after(spot, call))
}

/// `for (const name of required) …`.
fn looped<'s, 't>(sources: &'s JsSources<'t>, spot: Spot<'s, 't>, name: &str) -> Vec<Reading> {
    let mut outer = spot.node.parent();
    while let Some(node) = outer {
        let is = node.kind() == "for_in_statement"
            && node.child_by_field_name("left").is_some_and(|left| spot.module.text(left) == name);
        if is && let Some(list) = node.child_by_field_name("right") {
            return named(sources, spot, spot.to(list), gives_up(spot.module, node) || ends_after(spot, node));
        }
        outer = node.parent();
    }
    Vec::new()
}

/// Whether the statement behind the one around `node` throws or ends the program.
fn ends_after(spot: Spot<'_, '_>, node: Node<'_>) -> bool {
    let mut statement = node;
    while let Some(parent) = statement.parent().filter(|parent| !matches!(parent.kind(), "program" | "statement_block"))
    {
        statement = parent;
    }
    statement.next_named_sibling().is_some_and(|next| next.kind() == "if_statement" && gives_up(spot.module, next))
}

fn named<'s, 't>(sources: &'s JsSources<'t>, spot: Spot<'s, 't>, list: Spot<'s, 't>, required: bool) -> Vec<Reading> {
    let Some(Value::Here(list)) = Eval::new(sources).value(list) else { return Vec::new() };
    let Some(Literal::List(names)) = list.literal() else { return Vec::new() };
    let names = names.iter().filter_map(Literal::shown).filter(|name| is_name(name));
    names.map(|name| Reading { required, ..reading(&name, spot) }).collect()
}

/// A function that is given a name, and maybe a default: `getEnv("PORT", "3000")`.
fn called<'s, 't>(sources: &'s JsSources<'t>, spot: Spot<'s, 't>, function: Node<'s>, index: usize) -> Vec<Reading> {
    let strict = function.child_by_field_name("body").is_some_and(|body| gives_up(spot.module, body));
    let text = spot.module.text(function);
    let kind = match text {
        _ if text.contains("parseInt(") || text.contains("Number(") => ValueType::Integer,
        _ if text.contains("parseFloat(") => ValueType::Number,
        _ if text.contains("'true'") || text.contains("\"true\"") => ValueType::Boolean,
        _ => ValueType::String,
    };
    let optional = parameters(function).into_iter().any(|(_, default)| default.is_some());
    let mut found = Vec::new();
    for call in Eval::new(sources).callers(spot.to(function)) {
        let Some(Value::Literal(Literal::Text(name))) =
            argument(call.node, index).and_then(|node| Eval::new(sources).value(call.to(node)))
        else {
            continue;
        };
        let default =
            argument(call.node, index + 1).filter(|node| children(*node).is_empty() || node.kind() == "string");
        let default = default.and_then(|node| literal(call.module.source, node)).and_then(|literal| literal.shown());
        let own = context(&Eval::new(sources), reading(&name, call), call);
        found.push(Reading {
            kind: if own.kind == ValueType::String { kind } else { own.kind },
            required: strict && default.is_none() && own.default.is_none() && !optional,
            default: default.or(own.default).filter(|text| !text.is_empty()),
            ..own
        });
    }
    found.retain(|reading| is_name(&reading.name));
    // A helper inside of another one is asked with the names of its own callers.
    if found.is_empty() && function_of(function).is_none() { Vec::new() } else { found }
}
