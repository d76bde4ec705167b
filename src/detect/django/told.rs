//! What settings do with variables: which values they know of them.

use std::collections::BTreeMap;

use crate::detect::django::backing::{Database, Engine, is_driven, kind_of_database};
use crate::detect::django::flow::Selector;
use crate::detect::django::values::{Value, Values};
use crate::detect::literal::{Literal, literal};
use crate::detect::requirement::Requirement;
use crate::facts::{Evidence, ValueType, VariableFact};

/// Variables that choose settings get the values that there are settings for; of databases, those with a driver.
pub fn selectors<'a>(
    variables: &mut [VariableFact],
    selectors: impl Iterator<Item = &'a Selector>,
    dependencies: &[Requirement],
) {
    let works = |value: &&String| kind_of_database(value).is_none_or(|engine| is_driven(engine, dependencies));
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for selector in selectors {
        known.entry(&selector.variable).or_default().extend(selector.values.iter().filter(works).map(String::as_str));
    }
    for fact in variables.iter_mut().filter(|fact| fact.choices.is_empty()) {
        let Some(values) = known.get(fact.name.as_str()) else { continue };
        fact.choices = values.iter().map(|value| (*value).to_owned()).collect();
        // What it falls back to is one of them, also where no branch says so.
        fact.choices.extend(fact.default.clone());
        fact.choices.sort();
        fact.choices.dedup();
    }
}

/// A variable that names the engine of the database gets those for which there is a driver.
pub fn engines(variables: &mut [VariableFact], databases: &[Database], dependencies: &[Requirement]) {
    let has = |names: &[&str]| dependencies.iter().any(|one| names.iter().any(|name| one.name.starts_with(name)));
    let with_driver = [
        ("django.db.backends.mysql", has(&["mysqlclient", "pymysql"])),
        ("django.db.backends.postgresql", has(&["psycopg"])),
    ];
    for database in databases.iter().filter(|database| database.engine != Engine::ByUrl) {
        let Some(name) = &database.variable else { continue };
        for fact in variables.iter_mut().filter(|fact| fact.name == *name && fact.choices.is_empty()) {
            fact.choices = with_driver.iter().filter(|(_, has)| *has).map(|(engine, _)| (*engine).to_owned()).collect();
            fact.choices.extend(fact.default.clone());
            fact.choices.sort();
            fact.choices.dedup();
        }
    }
}

/// django-configurations asks a variable for the class, whether the code reads it or not.
pub fn configurations(variables: &mut Vec<VariableFact>, classes: &[(&str, Evidence)]) {
    const NAME: &str = "DJANGO_CONFIGURATION";
    let Some((_, evidence)) = classes.first() else { return };
    let choices: Vec<String> = classes.iter().map(|(name, _)| (*name).to_owned()).collect();
    if let Some(fact) = variables.iter_mut().find(|fact| fact.name == NAME) {
        fact.choices = choices;
        return;
    }
    variables.push(VariableFact {
        name: NAME.to_owned(),
        kind: ValueType::String,
        required: true,
        default: None,
        example: None,
        choices,
        evidence: vec![evidence.clone()],
    });
    variables.sort_by(|one, other| one.name.cmp(&other.name));
}

/// Whether a setting is True, whatever the environment says.
pub fn is_on(values: &Values<'_, '_, '_>, setting: &str) -> bool {
    let first = values.of(setting).into_iter().next();
    first.and_then(|(module, node)| literal(module, node)) == Some(Literal::Boolean(true))
}

/// Where SECRET_KEY stands in the code, so that everybody has it.
pub fn key_in_code<'s, 't>(values: &Values<'_, 's, 't>) -> Option<Value<'s, 't>> {
    let (module, node) = values.of("SECRET_KEY").into_iter().next()?;
    literal(module, node).map(|_| (module, node))
}

/// The kit gives Django another key than one that stands in the code.
pub fn secret_key(variables: &mut Vec<VariableFact>, values: &Values<'_, '_, '_>) {
    const NAME: &str = "DJANGO_SECRET_KEY";
    let Some((module, node)) = key_in_code(values) else { return };
    if variables.iter().any(|fact| fact.name == NAME) {
        return;
    }
    // Whatever it is, it is not repeated.
    let evidence = Evidence { text: "SECRET_KEY".to_owned(), ..module.evidence(node) };
    variables.push(VariableFact {
        name: NAME.to_owned(),
        kind: ValueType::String,
        required: true,
        default: None,
        example: None,
        choices: Vec::new(),
        evidence: vec![evidence],
    });
    variables.sort_by(|one, other| one.name.cmp(&other.name));
}
