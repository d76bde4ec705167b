//! Sequelize's settings by environment: the variable that `use_env_variable` names.

use serde_json::Value;

use crate::detect::js::clients::imported;
use crate::detect::js::literal::{key_text, text};
use crate::detect::js::nodes::shortened;
use crate::detect::js::property::is_name;
use crate::detect::js::sources::JsSource;
use crate::detect::places::decides;
use crate::detect::variables::Reading;
use crate::facts::{Evidence, ValueType};
use crate::tree::{RelPath, Tree};

const KEY: &str = "use_env_variable";

/// The variables that the settings name for production, where the code uses Sequelize.
pub fn readings(tree: &Tree, files: &[&JsSource<'_>], root: &RelPath) -> Vec<Reading> {
    if imported(files, "sequelize").or_else(|| imported(files, "sequelize-typescript")).is_none() {
        return Vec::new();
    }
    let settings = tree.texts().filter(|(path, _)| {
        path.name() == "config.json" && path.parent().name() == "config" && path.below(root).is_some() && decides(path)
    });
    let mut found: Vec<Reading> = settings.filter_map(|(path, text)| listed(path, text)).collect();
    found.extend(files.iter().filter(|file| file.mentions(&[KEY])).flat_map(|file| written(file)));
    found
}

fn listed(path: &RelPath, text: &str) -> Option<Reading> {
    let settings: Value = serde_json::from_str(text).ok()?;
    let name = settings.get("production").unwrap_or(&settings).get(KEY)?.as_str().filter(|name| is_name(name))?;
    let number = text.lines().position(|line| line.contains(KEY) && line.contains(name));
    let shown = number.and_then(|number| text.lines().nth(number)).unwrap_or(KEY);
    let line = number.and_then(|number| u32::try_from(number + 1).ok());
    Some(reading(name, Evidence { path: path.clone(), line, text: shortened(shown) }))
}

fn written(file: &JsSource<'_>) -> Vec<Reading> {
    let Some(module) = file.module() else { return Vec::new() };
    let mut found = Vec::new();
    module.walk(&mut |node| {
        let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair");
        if key.and_then(|key| key_text(module.source, key)).as_deref() == Some(KEY) {
            let name = node.child_by_field_name("value").and_then(|value| text(module.source, value));
            found.extend(name.filter(|name| is_name(name)).map(|name| reading(&name, module.evidence(node))));
        }
        true
    });
    found
}

fn reading(name: &str, evidence: Evidence) -> Reading {
    Reading {
        name: name.to_owned(),
        kind: ValueType::Url,
        required: true,
        default: None,
        choices: Vec::new(),
        evidence,
    }
}
