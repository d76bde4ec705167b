//! The options and variables that stand behind a line of a rendered file.

use crate::blueprint::{Blueprint, Options};
use crate::catalog::option::Value;
use crate::manifest::{Choices, Manifest};
use crate::render::Origin;
use crate::report::explain::{Reason, Reasons, VariableReason};

/// The options of one component with what the manifest says of them.
struct Table<'a> {
    /// How the manifest calls it: `services.redis`.
    name: String,
    options: &'a Options,
    chosen: Option<&'a Choices>,
}

/// What `line`, which comes from `origin`, has from options and variables: those that its template names, and those
/// whose value stands in it.
pub fn reasons(blueprint: &Blueprint, manifest: &Manifest, origin: &Origin, line: &str) -> Reasons {
    let mut options = Vec::new();
    for table in tables(blueprint, manifest, origin) {
        for (name, value) in table.options {
            let named = origin.depends.iter().any(|path| is_option(path, name));
            if named || holds(line, value) {
                let place = table.chosen.and_then(|chosen| chosen.get(name)).map(|chosen| chosen.place.clone());
                options.push(Reason { option: format!("{}.{name}", table.name), value: value.to_string(), place });
            }
        }
    }
    let variables =
        blueprint.variables.iter().map(|variable| (&variable.variable.name, &variable.variable.description));
    let secrets = blueprint.secrets.iter().map(|secret| (&secret.name, &secret.description));
    let mut found: Vec<VariableReason> = Vec::new();
    for (name, description) in variables.chain(secrets).filter(|(name, _)| has_word(line, name)) {
        if found.iter().all(|known| known.name != *name) {
            found.push(VariableReason { name: name.clone(), description: description.clone() });
        }
    }
    Reasons { options, variables: found }
}

/// The tables whose options can have a part in it: those of the component, and of what the loops around it go through.
fn tables<'a>(blueprint: &'a Blueprint, manifest: &'a Manifest, origin: &Origin) -> Vec<Table<'a>> {
    let words: Vec<&str> = origin.items.iter().flat_map(|(_, item)| item.split(' ')).collect();
    let meant = |id: &str| origin.component == id || words.contains(&id);
    let services = blueprint.services.iter().filter(|service| meant(&service.id)).map(|service| Table {
        name: format!("services.{}", service.id),
        options: &service.options,
        chosen: manifest.services.get(&service.id),
    });
    let apps = blueprint.apps.iter().filter(|app| meant(&app.name) || meant(&app.stack) || meant(&app.runtime));
    let apps = apps.map(|app| Table {
        name: format!("apps.{}", app.name),
        options: &app.options,
        chosen: manifest.apps.get(&app.name).map(|app| &app.options),
    });
    let target = (origin.component == blueprint.target).then(|| Table {
        name: format!("targets.{}", blueprint.target),
        options: &blueprint.target_options,
        chosen: manifest.targets.get(&blueprint.target),
    });
    services.chain(apps).chain(target).collect()
}

/// Whether a template's name (`options.port`, `app.options.port`) is the option `name`.
fn is_option(path: &str, name: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(table, last)| last == name && table.ends_with("options"))
}

/// Whether the value of an option stands in a line; `true`, `1` and the like stand everywhere and say nothing.
fn holds(line: &str, value: &Value) -> bool {
    let text = value.to_string();
    let telling = !matches!(value, Value::Boolean(_)) && text.len() > 1;
    telling && has_word(line, &text)
}

fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(|c| part(c) && !c.is_ascii_uppercase())
    })
}
