//! Dynaconf: settings that are read as attributes, from variables with a prefix.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, assignment, calls, keyword};
use crate::detect::settings::Span;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;
use crate::facts::ValueType;

/// A settings object.
struct Instance {
    span: Span,
    name: String,
    /// `SHOP_`, or nothing.
    prefix: String,
}

/// What the attributes and validators of the settings objects in `files` read.
pub fn readings(sources: &Sources<'_>, files: &[&Source<'_>]) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut instances = Vec::new();
    for file in files.iter().filter(|file| file.imports_from("dynaconf")) {
        let Some(module) = file.module() else { continue };
        for statement in module.statements() {
            let Some((left, right)) = assignment(statement) else { continue };
            if let Some(prefix) = prefix(module, right) {
                found.extend(validated(module, right, &prefix));
                let span = Span { path: module.path.clone(), start: statement.start_byte() };
                instances.push(Instance { span, name: module.text(left).to_owned(), prefix });
            }
        }
    }
    let names: BTreeSet<&str> = instances.iter().map(|instance| instance.name.as_str()).collect();
    let takes = |file: &&&Source<'_>| {
        let imported = file.imports.iter().any(|import| import.names().any(|name| names.contains(name)));
        imported || instances.iter().any(|instance| instance.span.path == *file.path)
    };
    for module in files.iter().filter(takes).filter_map(|file| file.module()) {
        module.walk(&mut |node| {
            found.extend(read(sources, module, node, &instances));
            true
        });
    }
    found
}

/// The prefix of `Dynaconf(envvar_prefix="SHOP")`.
fn prefix(module: &Module<'_>, value: Node<'_>) -> Option<String> {
    let callee = Some(value).filter(|value| value.kind() == "call").and_then(|call| module.callee(call))?;
    if !matches!(callee.as_str(), "dynaconf.Dynaconf" | "dynaconf.LazySettings") {
        return None;
    }
    let stated = keyword(module, value, "envvar_prefix").and_then(|node| literal(module, node));
    Some(match stated {
        Some(Literal::Text(prefix)) if prefix.is_empty() => prefix,
        Some(Literal::Text(prefix)) => format!("{}_", prefix.to_ascii_uppercase()),
        Some(Literal::Boolean(false)) => String::new(),
        _ => "DYNACONF_".to_owned(),
    })
}

/// `Validator("A", "B", must_exist=True, default=…)`.
fn validated(module: &Module<'_>, settings: Node<'_>, prefix: &str) -> Vec<Reading> {
    let mut found = Vec::new();
    let is_validator = |call: &Node<'_>| module.callee(*call).is_some_and(|callee| callee == "dynaconf.Validator");
    for call in calls(settings).into_iter().filter(is_validator) {
        let default = keyword(module, call, "default").and_then(|node| literal(module, node));
        let must = keyword(module, call, "must_exist").is_some_and(|node| node.kind() == "true");
        for node in (0..).map_while(|index| argument(call, index)) {
            if let Some(Literal::Text(name)) = literal(module, node) {
                let required = must && default.is_none();
                found.push(reading(module, call, &format!("{prefix}{name}"), required, default.as_ref()));
            }
        }
    }
    found
}

/// `settings.NAME`, `settings["NAME"]`, `settings.get("NAME", default)`.
fn read(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, instances: &[Instance]) -> Option<Reading> {
    let (object, name, default) = match node.kind() {
        "attribute" => {
            let name = module.text(node.child_by_field_name("attribute")?);
            (node.child_by_field_name("object")?, name.to_owned(), None)
        }
        "subscript" => {
            let Literal::Text(name) = literal(module, node.child_by_field_name("subscript")?)? else { return None };
            (node.child_by_field_name("value")?, name, None)
        }
        "call" => {
            let function = node.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
            let method = module.text(function.child_by_field_name("attribute")?);
            let Literal::Text(name) = literal(module, argument(node, 0).filter(|_| method == "get")?)? else {
                return None;
            };
            let default = argument(node, 1).and_then(|node| literal(module, node));
            (function.child_by_field_name("object")?, name, default)
        }
        _ => return None,
    };
    let upper = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if !upper || object.kind() != "identifier" {
        return None;
    }
    let definition = sources.definition(module, &module.dotted(object)?)?;
    let instance = instances.iter().find(|instance| instance.span == Span::of(&definition))?;
    Some(reading(module, node, &format!("{}{name}", instance.prefix), false, default.as_ref()))
}

fn reading(module: &Module<'_>, node: Node<'_>, name: &str, required: bool, default: Option<&Literal>) -> Reading {
    let kind = match default {
        Some(Literal::Integer(_)) => ValueType::Integer,
        Some(Literal::Boolean(_)) => ValueType::Boolean,
        Some(Literal::List(_)) => ValueType::List,
        _ => ValueType::String,
    };
    Reading {
        name: name.to_ascii_uppercase(),
        kind,
        required,
        default: default.and_then(Literal::shown),
        choices: Vec::new(),
        evidence: module.evidence(node),
    }
}
