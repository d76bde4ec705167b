//! Values that well-known names usually have, as far as the type of a variable admits them.

use crate::blueprint::Project;
use crate::blueprint::bind::any;
use crate::catalog::Catalog;
use crate::facts::{ValueType, VariableFact};

/// The value that production means for a variable of this name.
pub(crate) fn production(catalog: &Catalog, variable: &VariableFact) -> Option<String> {
    let listed = !variable.choices.is_empty();
    let mut fitting = catalog.variables.production.iter().filter(|known| listed || !known.listed);
    let known = fitting.find(|known| any(&known.names, &variable.name))?;
    let is_switch = |text: &str| text.to_ascii_lowercase().parse::<bool>().is_ok();
    let is_number = |text: &str| text.parse::<i64>().is_ok();
    // A switch that the code reads as text shows itself by its default.
    let switch = variable.example.as_deref().is_some_and(is_switch);
    let admitted = |value: &&String| match variable.kind {
        _ if listed => variable.choices.contains(value),
        ValueType::Boolean => is_switch(value),
        ValueType::Integer => is_number(value),
        ValueType::String => is_switch(value) == switch && !is_number(value),
        _ => false,
    };
    known.values.iter().find(admitted).cloned()
}

/// A value for a variable that the code cannot do without: what follows from the manifest, the repository's own
/// example, or what is usual. None when only a person knows it.
pub(crate) fn setting(catalog: &Catalog, project: &Project, variable: &VariableFact) -> Option<String> {
    let usual = catalog.variables.usual.iter().find(|usual| any(&usual.names, &variable.name));
    let value = usual.and_then(|usual| {
        let filled = |value: &String| {
            let value = value.replace("{domain}", &project.domain).replace("{project}", &project.name);
            value.replace("{api}", &project.api)
        };
        usual
            .values
            .iter()
            .map(filled)
            .find(|value| admits(variable, value) && is_list(variable) == value.starts_with('['))
    });
    let example = variable.example.clone().filter(|example| !example.trim().is_empty() && admits(variable, example));
    match usual.is_some_and(|usual| usual.is_chosen()) {
        true => value.or(example),
        false => example.or(value),
    }
}

/// Whether the variable is a list that is written as JSON.
fn is_list(variable: &VariableFact) -> bool {
    let commas = |text: &str| ["Csv", "CommaSeparated", "split(", ".list("].iter().any(|word| text.contains(word));
    variable.kind == ValueType::List && !variable.evidence.iter().any(|seen| commas(&seen.text))
}

/// Whether the program would accept `value` for the variable, as far as its type tells.
fn admits(variable: &VariableFact, value: &str) -> bool {
    match variable.kind {
        _ if !variable.choices.is_empty() => variable.choices.iter().any(|choice| choice == value),
        ValueType::Integer => value.parse::<i64>().is_ok(),
        ValueType::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
        ValueType::Boolean => {
            let words = ["true", "false", "1", "0", "yes", "no", "on", "off", "t", "f", "y", "n"];
            words.contains(&value.to_ascii_lowercase().as_str())
        }
        ValueType::Url => value.contains("://"),
        ValueType::Json => serde_json::from_str::<serde_json::Value>(value).is_ok(),
        // In the reader's own notation, which only the repository's example shows.
        ValueType::List | ValueType::String | ValueType::Secret => true,
    }
}
