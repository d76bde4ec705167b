//! The environment variables that an app reads, from every way of reading them, one fact to a name.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::detect::secret::{name_is_secret, value_is_secret};
use crate::detect::sources::{Source, Sources};
use crate::detect::{dotenv, dynaconf, environ, settings};
use crate::facts::{Evidence, Notice, Owned, Seen, ValueType, VariableFact};
use crate::tree::{RelPath, Tree};

/// Set by the system or the platform, never by a person.
const SYSTEM: &[&str] = &[
    "HOME",
    "HOSTNAME",
    "PATH",
    "PWD",
    "USER",
    "LANG",
    "TMPDIR",
    "TEMP",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "DJANGO_SETTINGS_MODULE",
    "PYTEST_CURRENT_TEST",
    "NODE_ENV",
    "NODE_OPTIONS",
    "NODE_APP_INSTANCE",
    "JEST_WORKER_ID",
    "VITEST",
    "CI",
    "GITHUB_ACTIONS",
    "KUBERNETES_SERVICE_HOST",
    "AWS_LAMBDA_FUNCTION_NAME",
    "SHELL",
    "TERM",
    "APPDATA",
    "NO_COLOR",
    "FORCE_COLOR",
    "COMP_WORDS",
    "COMP_CWORD",
];

/// How many places are listed for one variable.
const EVIDENCE_LIMIT: usize = 5;

/// One place that reads a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub name: String,
    pub kind: ValueType,
    pub required: bool,
    pub default: Option<String>,
    pub choices: Vec<String>,
    pub evidence: Evidence,
}

/// The variables of the app in `root` with the code `files`, in order of their names.
pub fn variables<'s, 't>(
    tree: &Tree,
    sources: &'s Sources<'t>,
    files: &[&'s Source<'t>],
    root: &RelPath,
    beside: &Beside<'_>,
    notices: &mut Vec<Notice>,
) -> Vec<VariableFact> {
    let found = settings::classes(sources, files);
    let mut readings = settings::readings(sources, &found);
    let read: Vec<Vec<Reading>> = files
        .par_iter()
        .filter(|file| file.mentions(environ::WORDS) || file.text.contains("env"))
        .map(|file| file.module().map_or_else(Vec::new, |module| environ::readings(sources, module, &found.unused)))
        .collect();
    readings.extend(read.into_iter().flatten());
    readings.extend(dynaconf::readings(sources, files));
    facts(tree, root, readings, beside, notices)
}

/// What example files may speak of beside the app's own environment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// Files that the code reads itself: what stands in their examples is not in the environment.
    pub owned: &'a [Seen<Owned>],
    /// The roots of all apps: an example at another one's root tells of a variable that both have, and brings none.
    pub roots: &'a [RelPath],
}

/// One fact to a name, with what the example files say, and without the values of secrets.
pub fn facts(
    tree: &Tree,
    root: &RelPath,
    readings: impl IntoIterator<Item = Reading>,
    beside: &Beside<'_>,
    notices: &mut Vec<Notice>,
) -> Vec<VariableFact> {
    let mut facts = BTreeMap::new();
    for reading in readings.into_iter().filter(|reading| !SYSTEM.contains(&reading.name.as_str())) {
        add(&mut facts, reading);
    }
    let examples = dotenv::examples(tree, root).into_iter().filter(|(name, ..)| !SYSTEM.contains(&name.as_str()));
    let apart = |path: &RelPath| beside.owned.iter().any(|file| file.value.example == *path);
    let another = |path: &RelPath| path.parent() != *root && beside.roots.contains(&path.parent());
    for (name, example, evidence) in examples.filter(|(.., evidence)| !apart(&evidence.path)) {
        if another(&evidence.path) && !facts.contains_key(&name) {
            continue;
        }
        add_example(&mut facts, &name, example, evidence);
    }
    let mut hidden = BTreeMap::new();
    let facts = facts.into_values().map(|fact| without_secrets(fact, &mut hidden)).collect();
    notices.extend(hidden.into_iter().map(|(path, names)| Notice {
        path: Some(path),
        text: format!("defaults in the code that look like secrets are not used: {}", names.join(", ")),
    }));
    facts
}

fn add(facts: &mut BTreeMap<String, VariableFact>, reading: Reading) {
    let Reading { name, kind, required, default, choices, evidence } = reading;
    let Some(fact) = facts.get_mut(&name) else {
        let evidence = vec![evidence];
        facts.insert(name.clone(), VariableFact { name, kind, required, default, example: None, choices, evidence });
        return;
    };
    if fact.kind == ValueType::String {
        fact.kind = kind;
    }
    fact.required |= required;
    fact.default = fact.default.take().or(default);
    if fact.choices.is_empty() {
        fact.choices = choices;
    }
    let known = fact.evidence.iter().any(|known| known.path == evidence.path && known.line == evidence.line);
    if !known && fact.evidence.len() < EVIDENCE_LIMIT {
        fact.evidence.push(evidence);
    }
}

fn add_example(facts: &mut BTreeMap<String, VariableFact>, name: &str, example: Option<String>, evidence: Evidence) {
    let fact = facts.entry(name.to_owned()).or_insert_with(|| VariableFact {
        name: name.to_owned(),
        kind: ValueType::String,
        required: false,
        default: None,
        example: None,
        choices: Vec::new(),
        evidence: Vec::new(),
    });
    fact.example = fact.example.take().or(example);
    if fact.evidence.len() < EVIDENCE_LIMIT {
        fact.evidence.push(evidence);
    }
}

/// Takes secret values out of a fact; `hidden` gets the defaults that were taken, by file.
fn without_secrets(mut fact: VariableFact, hidden: &mut BTreeMap<RelPath, Vec<String>>) -> VariableFact {
    if fact.kind == ValueType::String && name_is_secret(&fact.name) {
        fact.kind = ValueType::Secret;
    }
    if fact.kind == ValueType::String && fact.default.as_ref().is_some_and(|default| is_url(default)) {
        fact.kind = ValueType::Url;
    }
    let secret = |value: &String| fact.kind == ValueType::Secret || value_is_secret(value);
    if fact.default.take_if(|default| secret(default)).is_some()
        && let Some(Evidence { path, line, .. }) = fact.evidence.first()
    {
        let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
        hidden.entry(path.clone()).or_default().push(format!("{}{line}", fact.name));
    }
    fact.example = fact.example.take().filter(|example| !secret(example));
    let hide = fact.kind == ValueType::Secret;
    for evidence in &mut fact.evidence {
        if hide || value_is_secret_in(&evidence.text) {
            evidence.text.clone_from(&fact.name);
        }
    }
    fact
}

/// A whole URL, not only its beginning.
fn is_url(value: &str) -> bool {
    value
        .split_once("://")
        .is_some_and(|(scheme, rest)| !rest.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+'))
}

fn value_is_secret_in(text: &str) -> bool {
    text.split(['"', '\'', ' ']).chain(text.split_once('=').map(|(_, value)| value.trim())).any(value_is_secret)
}
