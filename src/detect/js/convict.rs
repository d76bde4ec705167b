//! Settings as trees: convict's schema in the code, and the files of the package `config`.

use serde_json::Value as Json;

use crate::detect::js::literal::{key_text, literal};
use crate::detect::js::nodes::{children, shortened};
use crate::detect::js::operators::kind_of;
use crate::detect::js::sources::JsSources;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::variables::Reading;
use crate::detect::version::ancestors;
use crate::facts::{Evidence, ValueType};
use crate::tree::RelPath;

/// How deep settings are nested.
const DEPTH: usize = 8;
/// Where the package `config` looks for the names of variables, and for what holds without them.
const NAMES: &str = "config/custom-environment-variables.json";
const DEFAULTS: &str = "config/default.json";

/// The settings of `convict({…})`, by their dotted names.
pub fn of_schema<'s, 't>(eval: &Eval<'s, 't>, call: Spot<'s, 't>) -> Vec<(String, Reading)> {
    let mut found = Vec::new();
    let is = eval.made_by(&Value::Here(call)).is_some_and(|(name, _)| name == "convict");
    let schema = crate::detect::js::nodes::argument(call.node, 0).filter(|_| is);
    if let Some(Value::Here(schema)) = schema.and_then(|schema| eval.value(call.to(schema))) {
        branch(schema, "", DEPTH, &mut found);
    }
    found
}

fn branch(object: Spot<'_, '_>, front: &str, depth: usize, found: &mut Vec<(String, Reading)>) {
    let Some(depth) = depth.checked_sub(1).filter(|_| object.node.kind() == "object") else { return };
    if let Some(reading) = leaf(object) {
        found.push((front.to_owned(), reading));
        return;
    }
    for pair in children(object.node) {
        let key = pair.child_by_field_name("key").and_then(|key| key_text(object.module.source, key));
        if let Some((key, value)) = key.zip(pair.child_by_field_name("value")) {
            let name = if front.is_empty() { key } else { format!("{front}.{key}") };
            branch(object.to(value), &name, depth, found);
        }
    }
}

/// `{format: "port", default: 8080, env: "PORT"}`.
fn leaf(object: Spot<'_, '_>) -> Option<Reading> {
    let source = object.module.source;
    let part = |name: &str| {
        let is = |pair: &tree_sitter::Node<'_>| {
            pair.child_by_field_name("key").and_then(|key| key_text(source, key)).as_deref() == Some(name)
        };
        children(object.node).into_iter().find(is)?.child_by_field_name("value")
    };
    let Literal::Text(name) = literal(source, part("env")?)? else { return None };
    let default = part("default").and_then(|value| literal(source, value));
    let format = part("format");
    let choices = match format.and_then(|format| literal(source, format)) {
        Some(Literal::List(items)) => items.iter().filter_map(Literal::shown).collect(),
        _ => Vec::new(),
    };
    let written = format.and_then(|format| source.get(format.byte_range())).unwrap_or("");
    let kind = match written.trim_matches(['"', '\'']) {
        "port" | "int" | "nat" | "integer" | "windows_named_pipe" => ValueType::Integer,
        "url" => ValueType::Url,
        "Boolean" => ValueType::Boolean,
        "Number" => ValueType::Number,
        "Array" => ValueType::List,
        "Object" => ValueType::Json,
        _ => default.as_ref().map_or(ValueType::String, kind_of),
    };
    let sensitive = part("sensitive").is_some_and(|value| value.kind() == "true");
    Some(Reading {
        name,
        kind: if sensitive { ValueType::Secret } else { kind },
        // Without a value, the check that every such program makes fails.
        required: matches!(default, None | Some(Literal::Nothing)),
        default: default.and_then(|default| default.shown()).filter(|text| !text.is_empty()),
        choices,
        evidence: object.module.evidence(part("env")?.parent()?),
    })
}

/// The settings of the package `config` that hold in the file `from`, by their dotted names.
pub fn of_files(sources: &JsSources<'_>, from: &RelPath) -> Vec<(String, Reading)> {
    let folders = ancestors(&from.parent());
    let Some((path, text)) = folders.iter().find_map(|folder| {
        let path = folder.join(NAMES).ok()?;
        let text = sources.tree.text(path.as_str())?;
        Some((path, text))
    }) else {
        return Vec::new();
    };
    let defaults = path.parent().parent().join(DEFAULTS).ok().and_then(|path| sources.tree.text(path.as_str()));
    let defaults = defaults.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null);
    let mut found = Vec::new();
    if let Ok(names) = serde_json::from_str::<Json>(text) {
        twig(&path, text, (&names, Some(&defaults)), "", &mut found);
    }
    found
}

fn twig(
    path: &RelPath,
    text: &str,
    (names, defaults): (&Json, Option<&Json>),
    front: &str,
    found: &mut Vec<(String, Reading)>,
) {
    let variable = names.as_str().or_else(|| names.get("__name")?.as_str());
    if let Some(name) = variable {
        let line = text.lines().position(|line| line.contains(&format!("\"{name}\"")));
        let shown = line.and_then(|line| text.lines().nth(line)).unwrap_or(name);
        let line = line.and_then(|line| u32::try_from(line + 1).ok());
        let default = defaults.filter(|value| !value.is_null() && !value.is_object());
        found.push((
            front.to_owned(),
            Reading {
                name: name.to_owned(),
                kind: kind(default),
                required: false,
                default: default
                    .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                    .filter(|text| !text.is_empty()),
                choices: Vec::new(),
                evidence: Evidence { path: path.clone(), line, text: shortened(shown) },
            },
        ));
        return;
    }
    for (key, inner) in names.as_object().into_iter().flatten() {
        let name = if front.is_empty() { key.clone() } else { format!("{front}.{key}") };
        twig(path, text, (inner, defaults.and_then(|value| value.get(key))), &name, found);
    }
}

fn kind(default: Option<&Json>) -> ValueType {
    match default {
        Some(Json::Number(number)) if number.is_i64() => ValueType::Integer,
        Some(Json::Number(_)) => ValueType::Number,
        Some(Json::Bool(_)) => ValueType::Boolean,
        Some(Json::Array(_)) => ValueType::List,
        _ => ValueType::String,
    }
}
