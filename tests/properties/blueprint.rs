//! What is wrong with a `render.yaml`: whatever names something that is not there, or holds a secret.

use std::collections::BTreeSet;

use serde_json::Value;

use super::support::parsed::yaml;

/// The names below `list` of the document.
fn named(document: &Value, list: &str) -> BTreeSet<String> {
    let entries = document[list].as_array().cloned().unwrap_or_default();
    entries.iter().filter_map(|entry| entry["name"].as_str().map(str::to_owned)).collect()
}

/// The variables of a service or group, in order.
fn variables(entry: &Value) -> Vec<Value> {
    entry["envVars"].as_array().cloned().unwrap_or_default()
}

pub fn wrong(text: &str) -> Vec<String> {
    let document = yaml("render.yaml", text);
    let (databases, groups) = (named(&document, "databases"), named(&document, "envVarGroups"));
    let services = document["services"].as_array().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    for service in &services {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for variable in variables(service) {
            if let Some(group) = variable["fromGroup"].as_str() {
                wrong.extend((!groups.contains(group)).then(|| format!("there is no group {group}")));
                continue;
            }
            let key = variable["key"].as_str().expect("a variable has a key").to_owned();
            if let Some(name) = variable["fromDatabase"]["name"].as_str() {
                wrong.extend((!databases.contains(name)).then(|| format!("{key}: there is no database {name}")));
            }
            if let Some(name) = variable["fromService"]["name"].as_str() {
                let there = services
                    .iter()
                    .any(|other| other["name"] == name && other["type"] == variable["fromService"]["type"]);
                wrong.extend((!there).then(|| format!("{key}: there is no service {name}")));
            }
            wrong.extend((!keys.insert(key.clone())).then(|| format!("{key} is set twice")));
        }
        wrong.extend(unfilled(service, &document, &keys));
    }
    let secret = |variable: &Value| {
        let key = variable["key"].as_str().unwrap_or_default();
        let plain = variable.get("value").is_some();
        (plain && (key.ends_with("_PASSWORD") || key.ends_with("API_KEY") || key == "SECRET_KEY"))
            .then(|| key.to_owned())
    };
    let groups = document["envVarGroups"].as_array().cloned().unwrap_or_default();
    let all = services.iter().chain(&groups).flat_map(variables);
    wrong.extend(all.filter_map(|variable| secret(&variable)).map(|key| format!("{key} stands in the file")));
    wrong
}

/// Placeholders of a service's own and shared texts that none of its variables fills.
fn unfilled(service: &Value, document: &Value, own: &BTreeSet<String>) -> Vec<String> {
    let groups = document["envVarGroups"].as_array().cloned().unwrap_or_default();
    let mine = variables(service);
    let taken = mine.iter().filter_map(|variable| variable["fromGroup"].as_str());
    let taken: Vec<&str> = taken.collect();
    let shared: Vec<Value> =
        groups.iter().filter(|group| taken.iter().any(|name| group["name"] == *name)).flat_map(variables).collect();
    let known = |name: &str| own.contains(name) || shared.iter().any(|variable| variable["key"] == name);
    let texts = mine
        .iter()
        .chain(&shared)
        .filter(|variable| variable["key"].as_str().is_some_and(|key| key.starts_with("KIT_")));
    let names = texts.flat_map(|variable| {
        let text = variable["value"].as_str().unwrap_or_default();
        text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect::<Vec<_>>()
    });
    names.filter(|name| !known(name)).map(|name| format!("nothing fills {{{name}}}")).collect()
}

#[test]
fn what_is_wrong_would_be_seen() {
    let text = "services:\n  - {type: web, name: a, envVars: [{fromGroup: g}, {key: A, fromDatabase: {name: d}}, \
                {key: A, fromService: {type: web, name: b}}, {key: KIT_URL_B, value: \"x://{C}\"}, \
                {key: DB_PASSWORD, value: x}]}\n";
    assert_eq!(wrong(text).len(), 6, "{:?}", wrong(text));
}
