//! The options that a new manifest writes down.

use std::collections::BTreeMap;

use anyhow::{Context, Error, Result};
use serde::Serialize;

use crate::catalog::option::{Spec, Value};
use crate::exit::WrongUsage;
use crate::facts::{AppFacts, Evidence};

/// One `name = value` of the manifest.
#[derive(Serialize)]
pub(super) struct Line {
    name: String,
    toml: String,
}

/// Recorded options, and those that differ from the default by choice.
///
/// # Errors
/// A chosen value that the option does not accept.
pub(super) fn lines(
    specs: &BTreeMap<String, Spec>,
    seen: &BTreeMap<&'static str, Value>,
    chosen: &BTreeMap<String, Value>,
) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (name, spec) in specs {
        let seen = spec.detected.as_deref().and_then(|key| seen.get(key)).filter(|_| spec.recorded);
        let recorded = spec.recorded.then_some(&spec.default);
        if let Some(value) = chosen.get(name).or(seen).or(recorded) {
            let value = spec.accept(value.clone()).with_context(|| format!("option `{name}`"))?;
            lines.push(Line { name: name.clone(), toml: toml(&value) });
        }
    }
    Ok(lines)
}

/// Why what was detected for `option` of `app` cannot be written down, if so, with the place and a way out.
pub(super) fn refused(
    app: &AppFacts,
    option: &str,
    spec: &Spec,
    seen: &BTreeMap<&'static str, Value>,
) -> Option<Error> {
    let key = spec.detected.as_deref().filter(|_| spec.recorded)?;
    let value = seen.get(key)?;
    let reason = spec.accept(value.clone()).err()?;
    let evidence = match key {
        "version" => app.runtime.evidence.first(),
        "port" => app.port.as_ref().and_then(|port| port.evidence.first()),
        _ => None,
    };
    let place = evidence.map(Evidence::place).unwrap_or_else(|| app.root.to_string());
    let next = nearest(&value.to_string(), &spec.choices).unwrap_or_else(|| spec.default.to_string());
    let text = format!("{place}: {} has {option} {value}, but {reason}\nchoose one: --set {option}={next}", app.name);
    Some(WrongUsage(text).into())
}

/// The oldest of `choices` (newest first) for a version that is older still, else the newest.
fn nearest(version: &str, choices: &[String]) -> Option<String> {
    let numbers = |text: &str| text.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    let older = choices.last().filter(|oldest| numbers(version) < numbers(oldest));
    older.or(choices.first()).cloned()
}

fn toml(value: &Value) -> String {
    match value {
        Value::String(text) => toml_edit::Value::from(text.as_str()).to_string(),
        Value::List(items) => toml_edit::Array::from_iter(items.iter().map(String::as_str)).to_string(),
        other => other.to_string(),
    }
}
