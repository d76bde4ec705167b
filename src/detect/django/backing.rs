//! What settings say of databases, caches and brokers: which drivers Django loads, and files that take their place.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::django::values::{Value, Values};
use crate::detect::environ;
use crate::detect::nodes::{assignment, calls, walk};
use crate::detect::requirement::Requirement;
use crate::detect::syntax::Module;
use crate::facts::{Evidence, Notice, ValueType};

/// Driver packages that Django loads by what the settings name.
#[derive(Clone, Debug)]
pub struct Load {
    pub packages: &'static [&'static str],
    pub evidence: Evidence,
}

const POSTGRES: &[&str] =
    &["psycopg", "psycopg-binary", "psycopg-c", "psycopg2", "psycopg2-binary", "psycopg2cffi", "psycopg-pool"];
const MYSQL: &[&str] = &["mysqlclient", "pymysql", "mysql-connector-python"];
const REDIS: &[&str] = &["redis", "django-redis", "django-redis-cache", "channels-redis", "hiredis"];
const MEMCACHED: &[&str] = &["pymemcache", "pylibmc", "python-memcached"];
const ELASTIC: &[&str] = &["elasticsearch", "elasticsearch-dsl", "django-elasticsearch-dsl", "opensearch-py"];

/// The settings that name backends by text, and what a part of such a text means.
const NAMED: &[(&str, &str, &[&str])] = &[
    ("CACHES", "redis", REDIS),
    ("CACHES", "memcache", MEMCACHED),
    ("CACHES", "PyLibMC", MEMCACHED),
    ("CHANNEL_LAYERS", "redis", REDIS),
    ("SESSION_ENGINE", "redis", REDIS),
    ("CELERY_BROKER_URL", "redis", REDIS),
    ("BROKER_URL", "redis", REDIS),
    ("CELERY_RESULT_BACKEND", "redis", REDIS),
    ("RQ_QUEUES", "", REDIS),
    ("HUEY", "redis", REDIS),
    ("HUEY", "Redis", REDIS),
    ("Q_CLUSTER", "redis", REDIS),
    ("CONSTANCE_BACKEND", "redis", REDIS),
    ("HAYSTACK_CONNECTIONS", "elasticsearch", ELASTIC),
    ("WAGTAILSEARCH_BACKENDS", "elasticsearch", ELASTIC),
    ("ELASTICSEARCH_DSL", "", ELASTIC),
];

/// Kinds of databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    Postgres,
    Mysql,
    Sqlite,
    Other,
    /// Whatever the scheme of a URL says.
    ByUrl,
}

/// An engine that the settings name, and where.
#[derive(Clone, Debug)]
pub struct Database {
    pub engine: Engine,
    pub evidence: Evidence,
    /// The variable that names the engine.
    pub variable: Option<String>,
}

/// Every engine that DATABASES may have.
pub fn databases(values: &Values<'_, '_, '_>) -> Vec<Database> {
    let mut found = Vec::new();
    let mut open: Vec<Value<'_, '_>> = values.of("DATABASES");
    let mut seen = BTreeSet::new();
    while let Some((module, node)) = open.pop() {
        if !seen.insert((module.path.as_str(), node.start_byte(), node.end_byte())) {
            continue;
        }
        for call in calls(node) {
            let by_url = environ::is_database_url(values.sources, module, call)
                || environ::reading(values.sources, module, call).is_some_and(|read| read.kind == ValueType::Url);
            if by_url {
                found.push(Database { engine: Engine::ByUrl, evidence: module.evidence(call), variable: None });
            }
        }
        walk(node, &mut |inner| {
            match inner.kind() {
                "string" => found.extend(named(values, module, inner)),
                "identifier" => {
                    let name = module.text(inner);
                    if name != "DATABASES" {
                        open.extend(values.of(name));
                        let definition = values.sources.definition(module, name);
                        open.extend(definition.and_then(|one| Some((one.module, assignment(one.node)?.1))));
                    }
                }
                _ => {}
            }
            true
        });
    }
    found
}

/// The database whose engine a string names, with the variable that may name another.
fn named(values: &Values<'_, '_, '_>, module: &Module<'_>, string: Node<'_>) -> Option<Database> {
    let engine = engine(module.text(string).trim_matches(['"', '\'']))?;
    let read = string.parent().and_then(|list| list.parent());
    let read = read.and_then(|call| environ::reading(values.sources, module, call));
    Some(Database { engine, evidence: module.evidence(string), variable: read.map(|read| read.name) })
}

/// The engine of `django.db.backends.postgresql` and of backends that stand in for it.
fn engine(name: &str) -> Option<Engine> {
    if name.contains(' ') || name.contains("://") || !name.contains("backend") && !name.starts_with("mssql") {
        return None;
    }
    let has = |part: &str| name.contains(part);
    Some(match () {
        () if has("postg") || has("timescale") || has("psycopg") => Engine::Postgres,
        () if has("mysql") => Engine::Mysql,
        () if has("sqlite") || has("spatialite") => Engine::Sqlite,
        () if has("mssql") || has("oracle") || has("cockroach") || name.contains("db.backends") => Engine::Other,
        () => return None,
    })
}

/// What `DB=postgres` and its like mean.
pub fn kind_of_database(word: &str) -> Option<Engine> {
    match word.to_ascii_lowercase().as_str() {
        "postgres" | "postgresql" | "psql" | "pgsql" => Some(Engine::Postgres),
        "mysql" | "mariadb" => Some(Engine::Mysql),
        "sqlite" | "sqlite3" => Some(Engine::Sqlite),
        _ => None,
    }
}

/// Whether a package is there that speaks with such a database.
pub fn is_driven(engine: Engine, dependencies: &[Requirement]) -> bool {
    match engine {
        Engine::Postgres => has(dependencies, POSTGRES),
        Engine::Mysql => has(dependencies, MYSQL),
        Engine::Sqlite | Engine::Other | Engine::ByUrl => true,
    }
}

/// The drivers that Django loads by name or by URL, each with the place that says so.
pub fn loads(values: &Values<'_, '_, '_>, databases: &[Database]) -> Vec<Load> {
    let mut found = Vec::new();
    for Database { engine, evidence, variable } in databases {
        let load = |packages| Load { packages, evidence: evidence.clone() };
        match engine {
            Engine::Postgres => found.push(load(POSTGRES)),
            Engine::Mysql => found.push(load(MYSQL)),
            Engine::ByUrl => found.extend([load(POSTGRES), load(MYSQL)]),
            Engine::Sqlite if variable.is_some() => found.extend([load(POSTGRES), load(MYSQL)]),
            Engine::Sqlite | Engine::Other => {}
        }
    }
    for (setting, part, packages) in NAMED {
        let texts = values.texts(setting);
        let named = texts.iter().find(|(text, _)| text.contains(part));
        found.extend(named.map(|(_, (module, node))| Load { packages, evidence: module.evidence(*node) }));
    }
    // Backends that a URL names: `CACHES = {"default": env.cache()}`.
    for (module, node) in values.of("CACHES") {
        let read = calls(node).into_iter().find(|call| environ::reading(values.sources, module, *call).is_some());
        found
            .extend(read.into_iter().flat_map(|call| {
                [REDIS, MEMCACHED].map(|packages| Load { packages, evidence: module.evidence(call) })
            }));
    }
    found
}

fn has(dependencies: &[Requirement], packages: &[&str]) -> bool {
    dependencies.iter().any(|one| packages.contains(&one.name.as_str()))
}

/// Where the settings leave nothing but a database in a file.
pub fn in_file<'d>(databases: &'d [Database], dependencies: &[Requirement]) -> Option<&'d Evidence> {
    let of = |engine| databases.iter().find(|one| one.engine == engine);
    let served = [Engine::Postgres, Engine::Mysql, Engine::Other].into_iter().any(|engine| of(engine).is_some());
    let by_choice = of(Engine::ByUrl).or_else(|| databases.iter().find(|one| one.variable.is_some()));
    let reachable = by_choice.is_some() && (has(dependencies, POSTGRES) || has(dependencies, MYSQL));
    of(Engine::Sqlite).or(by_choice).filter(|_| !served && !reachable).map(|one| &one.evidence)
}

/// The database in a file that is there beside one that a URL names.
pub fn otherwise_in_file<'d>(databases: &'d [Database], dependencies: &[Requirement]) -> Option<&'d Evidence> {
    let of = |engine| databases.iter().find(|one| one.engine == engine);
    let by_url = of(Engine::ByUrl).is_some() && in_file(databases, dependencies).is_none();
    of(Engine::Sqlite).filter(|_| by_url).map(|one| &one.evidence)
}

/// A database in a file, which the containers would lose, and drivers that are missing.
pub fn notices(databases: &[Database], dependencies: &[Requirement]) -> Vec<Notice> {
    let notice = |evidence: &Evidence, text: &str| Notice { path: Some(evidence.path.clone()), text: text.to_owned() };
    let postgres = databases.iter().find(|one| one.engine == Engine::Postgres);
    let undriven = postgres
        .filter(|_| !has(dependencies, POSTGRES))
        .map(|one| notice(&one.evidence, "Django talks to PostgreSQL here, and no driver (psycopg) is a dependency"));
    let kept = in_file(databases, dependencies).map(|evidence| {
        let text = "the database is an SQLite file, which only one machine can have: PostgreSQL outgrows it \
                    (`shipready add postgres`, with psycopg among the dependencies and DATABASES by a variable)";
        notice(evidence, text)
    });
    undriven.into_iter().chain(kept).collect()
}
