//! Rendered files as data.

use std::collections::BTreeMap;

use serde_json::Value;

/// YAML as data, with anchors resolved and `<<` merged.
pub fn yaml(name: &str, text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
}

/// The names in an object, none where there is none.
pub fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// The services of a Compose file.
pub fn services(compose: &Value) -> BTreeMap<String, Value> {
    let services = compose["services"].as_object().expect("a Compose file has services");
    services.iter().map(|(name, service)| (name.clone(), service.clone())).collect()
}

/// Every `${NAME…}` of a Compose file, with whether it says a value of its own. `$$` is an escaped dollar.
pub fn variables(text: &str) -> BTreeMap<String, bool> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    let mut found = BTreeMap::new();
    for after in code.replace("$$", "").split("${").skip(1) {
        let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let own = after[name.len()..].starts_with(":-");
        found.insert(name, own);
    }
    found
}

/// Names that a `.env.example` declares, those behind `#` among them.
pub fn declared(dotenv: &str) -> Vec<String> {
    let name = |line: &str| {
        let (name, _) = line.trim_start_matches("# ").split_once('=')?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        plain.then(|| name.to_owned())
    };
    dotenv.lines().filter_map(name).collect()
}
