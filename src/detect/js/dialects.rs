//! The databases that mappers are told to talk to: Prisma's provider, the dialects of Sequelize, TypeORM and Knex.

use std::collections::BTreeMap;

use crate::detect::js::literal::key_text;
use crate::detect::js::prisma;
use crate::detect::js::rules::known as literal_of;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::places::decides;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// A mapper, and the key of its settings that names the database.
const MAPPERS: &[(&str, &[&str])] = &[
    ("sequelize", &["dialect"]),
    ("sequelize-typescript", &["dialect"]),
    ("typeorm", &["type"]),
    ("knex", &["client"]),
    ("objection", &["client"]),
    ("drizzle-kit", &["dialect", "driver"]),
];
/// What databases are called, and the drivers for each, the usual one first.
const DATABASES: &[(&[&str], &[&str])] = &[
    (
        &["postgres", "postgresql", "pg", "pgnative", "cockroachdb", "aurora-postgres"],
        &["pg", "pg-native", "postgres", "@neondatabase/serverless"],
    ),
    (&["mysql", "mysql2", "mariadb", "aurora-mysql"], &["mysql2", "mysql", "mariadb"]),
    (&["mongodb", "mongo"], &["mongodb"]),
];
/// Files beside the code that hold such settings.
const FILES: &[&str] = &["knexfile.", "data-source.", "ormconfig.", "drizzle.config."];

/// A mapper that is used, with the drivers that its settings ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The mapper's package.
    pub package: &'static str,
    pub drivers: &'static [&'static str],
    pub evidence: Evidence,
}

/// The drivers for a database by its name.
pub fn drivers(name: &str) -> Option<&'static [&'static str]> {
    DATABASES.iter().find(|(names, _)| names.contains(&name)).map(|(_, drivers)| *drivers)
}

/// The mappers among `dependencies` and the databases that they are set up for.
pub fn dialects<'s, 't>(
    sources: &'s JsSources<'t>,
    root: &RelPath,
    dependencies: &BTreeMap<String, Evidence>,
    files: &[&'s JsSource<'t>],
) -> Vec<Dialect> {
    let mut found = Vec::new();
    if dependencies.contains_key("@prisma/client")
        && let Some(schema) = prisma::schema(sources.tree, root)
        && let Some(drivers) = schema.provider.as_ref().and_then(|(name, _)| drivers(name))
        && let Some((_, evidence)) = schema.provider
    {
        found.push(Dialect { package: "@prisma/client", drivers, evidence });
    }
    let beside = sources.iter().filter(|file| {
        file.path.below(root).is_some() && FILES.iter().any(|front| file.path.name().starts_with(front))
    });
    let all: Vec<&'s JsSource<'t>> = files.iter().copied().chain(beside).collect();
    for (package, keys) in MAPPERS.iter().filter(|(package, _)| dependencies.contains_key(*package)) {
        let stated = all.iter().find_map(|file| stated(sources, file, keys)).or_else(|| listed(sources, root, keys));
        if let Some((drivers, evidence)) = stated {
            found.push(Dialect { package, drivers, evidence });
        }
    }
    found
}

/// `dialect: "postgres"` in the code.
fn stated<'s, 't>(
    sources: &'s JsSources<'t>,
    file: &'s JsSource<'t>,
    keys: &[&str],
) -> Option<(&'static [&'static str], Evidence)> {
    let module = file.module().filter(|_| file.mentions(keys))?;
    let mut found = None;
    module.walk(&mut |node| {
        if found.is_none() && node.kind() == "pair" {
            let key = node.child_by_field_name("key").and_then(|key| key_text(module.source, key));
            let value =
                node.child_by_field_name("value").filter(|_| key.is_some_and(|key| keys.contains(&key.as_str())));
            let drivers = value.and_then(|value| named(sources, Spot { module, node: value }));
            found = drivers.map(|drivers| (drivers, module.evidence(node)));
        }
        found.is_none()
    });
    found
}

fn named<'s, 't>(sources: &'s JsSources<'t>, spot: Spot<'s, 't>) -> Option<&'static [&'static str]> {
    let eval = Eval::new(sources);
    let text = match eval.value(spot)? {
        Value::Variable(reading) => reading.default,
        _ => literal_of(&eval, spot)?.shown(),
    };
    drivers(text?.as_str())
}

/// `"dialect": "postgres"` in the settings of sequelize-cli and the like.
fn listed(sources: &JsSources<'_>, root: &RelPath, keys: &[&str]) -> Option<(&'static [&'static str], Evidence)> {
    let near = |path: &RelPath| {
        let configures =
            path.name() == "config.json" && path.parent().name() == "config" || path.name() == "ormconfig.json";
        configures && path.below(root).is_some() && decides(path)
    };
    sources.tree.texts().filter(|(path, _)| near(path)).find_map(|(path, text)| {
        text.lines().enumerate().find_map(|(number, line)| {
            let (key, value) = line.split_once(':')?;
            let key = key.trim().trim_matches('"');
            let value = value.trim().trim_end_matches(',').trim_matches('"');
            let drivers = drivers(value).filter(|_| keys.contains(&key))?;
            let line_number = u32::try_from(number + 1).ok();
            Some((drivers, Evidence { path: path.clone(), line: line_number, text: line.trim().to_owned() }))
        })
    })
}
