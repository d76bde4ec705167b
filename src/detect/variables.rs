//! The environment variables that an app reads, from every way of reading them, one fact to a name.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::detect::places::is_migration;
use crate::detect::secret::{name_is_secret, value_is_secret};
use crate::detect::sources::{Source, Sources};
use crate::detect::{dotenv, environ, settings};
use crate::facts::{Evidence, Notice, ValueType, VariableFact};
use crate::tree::{RelPath, Tree};

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
    notices: &mut Vec<Notice>,
) -> Vec<VariableFact> {
    let own: Vec<&'s Source<'t>> = files.iter().copied().filter(|file| !is_migration(file.path)).collect();
    let found = settings::classes(sources, &own);
    let mut readings = settings::readings(sources, &found);
    let read: Vec<Vec<Reading>> = own
        .par_iter()
        .filter(|file| file.mentions(environ::WORDS))
        .map(|file| file.module().map_or_else(Vec::new, |module| environ::readings(sources, module, &found.unused)))
        .collect();
    readings.extend(read.into_iter().flatten());
    let mut facts = BTreeMap::new();
    for reading in readings {
        add(&mut facts, reading);
    }
    for (name, example, evidence) in dotenv::examples(tree, root) {
        add_example(&mut facts, &name, example, evidence);
    }
    facts.into_values().map(|fact| without_secrets(fact, notices)).collect()
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

fn without_secrets(mut fact: VariableFact, notices: &mut Vec<Notice>) -> VariableFact {
    if fact.kind == ValueType::String && name_is_secret(&fact.name) {
        fact.kind = ValueType::Secret;
    }
    let secret = |value: &String| fact.kind == ValueType::Secret || value_is_secret(value);
    if let Some(default) = fact.default.take_if(|default| secret(default)) {
        let place = fact.evidence.first();
        let line = place.and_then(|place| place.line).map_or_else(String::new, |line| format!("line {line}: "));
        if !default.is_empty() {
            let text = format!("{line}the code gives {} a default that looks like a secret; it is not used", fact.name);
            notices.push(Notice { path: place.map(|place| place.path.clone()), text });
        }
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

fn value_is_secret_in(text: &str) -> bool {
    text.split(['"', '\'', ' ']).chain(text.split_once('=').map(|(_, value)| value.trim())).any(value_is_secret)
}
