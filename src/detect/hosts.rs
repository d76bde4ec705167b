//! Host names of services that stand in the code itself (`mongodb://mongo:27017`), where no variable can say another.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::detect::environ;
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, keyword};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Host, Seen, VariableFact};

/// The service behind the scheme of a URL; a driver may follow after `+`.
const SCHEMES: &[(&str, &str)] = &[
    ("mongodb", "mongodb"),
    ("redis", "redis"),
    ("rediss", "redis"),
    ("postgresql", "postgres"),
    ("postgres", "postgres"),
    ("mysql", "mysql"),
    ("amqp", "rabbitmq"),
    ("pyamqp", "rabbitmq"),
];

/// Clients that are given a host: the last part of the name, what it is imported from, position, service.
const CLIENTS: &[(&str, &str, Option<usize>, &str)] = &[
    ("MongoClient", "pymongo", Some(0), "mongodb"),
    ("AsyncMongoClient", "pymongo", Some(0), "mongodb"),
    ("AsyncIOMotorClient", "motor", Some(0), "mongodb"),
    ("Redis", "redis", Some(0), "redis"),
    ("StrictRedis", "redis", Some(0), "redis"),
    ("RedisStorage", "aiogram", Some(0), "redis"),
    ("RedisStorage2", "aiogram", Some(0), "redis"),
    ("MongoStorage", "aiogram", Some(0), "mongodb"),
    ("connect", "asyncpg", None, "postgres"),
    ("create_pool", "asyncpg", None, "postgres"),
    ("connect", "psycopg", None, "postgres"),
    ("connect", "psycopg2", None, "postgres"),
];

/// The hosts in `files`, by name; the defaults of `variables` are not among them.
pub fn hosts(sources: &Sources<'_>, files: &[&Source<'_>], variables: &[VariableFact]) -> Vec<Seen<Host>> {
    let defaults: Vec<&str> = variables.iter().filter_map(|variable| variable.default.as_deref()).collect();
    let mut found: BTreeMap<String, Seen<Host>> = BTreeMap::new();
    let speak =
        |file: &&&Source<'_>| file.text.contains("://") || CLIENTS.iter().any(|(_, head, ..)| file.imports_from(head));
    for module in files.iter().filter(speak).filter_map(|file| file.module()) {
        module.walk(&mut |node| {
            let host = match node.kind() {
                "string" => in_url(module, node, &defaults),
                "call" if environ::reading(sources, module, node).is_some() => return false,
                "call" => in_call(module, node),
                // What a class states for itself may be a setting with a default.
                "class_definition" => return !is_settings(module, node),
                _ => None,
            };
            if let Some((name, service)) = host {
                let value = Host { name: name.clone(), service: service.to_owned() };
                let seen = Seen { value, confidence: Confidence::Certain, evidence: Vec::new() };
                found.entry(name).or_insert(seen).evidence.push(module.evidence(node));
            }
            true
        });
    }
    found
        .into_values()
        .map(|mut seen| {
            seen.evidence.truncate(3);
            seen
        })
        .collect()
}

fn is_settings(module: &Module<'_>, class: Node<'_>) -> bool {
    class.child_by_field_name("superclasses").is_some_and(|bases| module.text(bases).contains("Settings"))
}

/// `mongodb://mongo:27017`, `redis://:password@redis/0`, also where only the beginning is known.
fn in_url(module: &Module<'_>, node: Node<'_>, defaults: &[&str]) -> Option<(String, &'static str)> {
    let written = module.text(node).trim_start_matches(['f', 'F', 'r', 'R', 'b', 'u']).trim_matches(['"', '\'']);
    if defaults.contains(&written) {
        return None;
    }
    let (scheme, rest) = written.split_once("://")?;
    let scheme = scheme.split('+').next().unwrap_or(scheme);
    let (_, service) = SCHEMES.iter().find(|(known, _)| *known == scheme)?;
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let name = host.split(':').next().unwrap_or(host);
    Some((plain(name)?, service))
}

fn in_call(module: &Module<'_>, call: Node<'_>) -> Option<(String, &'static str)> {
    let callee = module.callee(call)?;
    let (head, last) = (callee.split('.').next()?, callee.rsplit('.').next()?);
    let (_, _, position, service) = CLIENTS.iter().find(|(name, from, ..)| *name == last && *from == head)?;
    let given = keyword(module, call, "host").or_else(|| argument(call, (*position)?))?;
    match literal(module, given)? {
        Literal::Text(text) if !text.contains("://") => Some((plain(&text)?, service)),
        _ => None,
    }
}

/// A name that only a network of containers knows.
fn plain(name: &str) -> Option<String> {
    let label = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    (label && name != "localhost" && name != "host").then(|| name.to_owned())
}
