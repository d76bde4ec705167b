//! Drivers and client libraries: direct dependencies that the code imports or that a URL names.

use std::collections::BTreeMap;

use crate::detect::django::Load;
use crate::detect::imports::Import;
use crate::detect::nodes::shortened;
use crate::detect::places::{decides, is_compose, is_env_example};
use crate::detect::requirement::Requirement;
use crate::detect::sources::Source;
use crate::facts::{Client, Confidence, Evidence, Seen};
use crate::tree::{RelPath, Tree};

/// Libraries that load a driver by the URL that they are given.
const LOADERS: &[&str] = &["sqlalchemy", "sqlmodel", "databases", "tortoise", "ormar", "piccolo", "gino", "encore"];

/// Libraries that speak to servers of several kinds: only a URL tells to which.
const BY_URL: &[&str] = &["celery", "kombu", "rabbitmq"];

/// The clients among `dependencies`, in order of their names; `known` is package → service, `loads` are drivers that
/// a framework takes by its settings.
pub fn clients(
    tree: &Tree,
    root: &RelPath,
    dependencies: &[Requirement],
    files: &[&Source<'_>],
    loads: &[Load],
    known: &BTreeMap<String, String>,
) -> Vec<Seen<Client>> {
    let mut found: Vec<Seen<Client>> = Vec::new();
    // An extra is mostly called after the package that it brings: `celery[redis]`.
    let packages = dependencies.iter().flat_map(|dependency| {
        let names = std::iter::once(&dependency.name).chain(&dependency.extras);
        names.map(move |name| (name, &dependency.evidence))
    });
    for (package, stated) in packages {
        let Some(service) = known.get(package) else { continue };
        let stated = stated.clone();
        let value = Client { package: package.clone(), service: service.clone() };
        let load = loads.iter().find(|load| load.packages.contains(&package.as_str()));
        let used = load.map(|load| (Confidence::Certain, load.evidence.clone()));
        let imported = || imported(files, package).filter(|_| !BY_URL.contains(&package.as_str()));
        let used = used.or_else(|| imported().map(|evidence| (Confidence::Certain, evidence)));
        let used = used.or_else(|| named(tree, root, files, package).map(|e| (Confidence::Certain, e)));
        let used = used.or_else(|| loaded(files, package).map(|evidence| (Confidence::Likely, evidence)));
        if let Some((confidence, evidence)) = used {
            found.push(Seen { value, confidence, evidence: vec![stated, evidence] });
        }
    }
    found.extend(stores(files, known));
    found.sort_by(|a, b| a.value.package.cmp(&b.value.package));
    found.dedup_by(|a, b| a.value.package == b.value.package);
    found
}

/// Where bots keep what they remember: what is imported, and the client that it stands on, often by an extra.
const STORES: &[(&str, &str, &str)] = &[
    ("aiogram.fsm.storage.redis", "", "redis"),
    ("aiogram.fsm.storage.mongo", "", "motor"),
    ("aiogram.fsm.storage.pymongo", "", "pymongo"),
    ("aiogram.contrib.fsm_storage.redis", "", "redis"),
    ("aiogram.contrib.fsm_storage.mongo", "", "motor"),
    ("telebot.storage", "StateRedisStorage", "redis"),
    ("telebot.asyncio_storage", "StateRedisStorage", "redis"),
];

fn stores(files: &[&Source<'_>], known: &BTreeMap<String, String>) -> Vec<Seen<Client>> {
    let stands_on = STORES.iter().filter_map(|(module, name, package)| {
        let takes = |import: &Import<'_>| {
            import.module == *module && (name.is_empty() || import.names().any(|taken| taken == *name))
        };
        let evidence = import(files, &takes)?;
        let value = Client { package: (*package).to_owned(), service: known.get(*package)?.clone() };
        Some(Seen { value, confidence: Confidence::Certain, evidence: vec![evidence] })
    });
    stands_on.collect()
}

/// The module that a package is imported as.
fn module_of(package: &str) -> String {
    match package {
        "mysqlclient" => "MySQLdb".into(),
        "mysql-connector-python" => "mysql".into(),
        "python-memcached" => "memcache".into(),
        "elasticsearch-async" => "elasticsearch_async".into(),
        "opensearch-py" => "opensearchpy".into(),
        "kafka-python" => "kafka".into(),
        "python-telegram-bot" => "telegram".into(),
        "pytelegrambotapi" => "telebot".into(),
        "pyrofork" | "kurigram" => "pyrogram".into(),
        "rq" | "arq" | "hiredis" => package.to_owned(),
        _ => package.trim_end_matches("-binary").trim_end_matches("-c").replace('-', "_"),
    }
}

fn imported(files: &[&Source<'_>], package: &str) -> Option<Evidence> {
    let module = module_of(package);
    import(files, &|import| import.head() == module)
}

/// The first import of its kind.
fn import(files: &[&Source<'_>], is: &dyn Fn(&Import<'_>) -> bool) -> Option<Evidence> {
    files.iter().find_map(|file| {
        let import = file.imports.iter().find(|import| is(import))?;
        let index = usize::try_from(import.line).ok()?.checked_sub(1)?;
        let text = shortened(file.text.lines().nth(index).unwrap_or(""));
        Some(Evidence { path: file.path.clone(), line: Some(import.line), text })
    })
}

/// The beginnings of URLs that ask for a driver.
fn schemes(package: &str) -> Vec<String> {
    let module = module_of(package);
    let mut found = vec![format!("+{module}")];
    match module.as_str() {
        "psycopg2" => found.extend(["postgresql://".to_owned(), "postgres://".to_owned()]),
        "MySQLdb" => found.push("mysql://".to_owned()),
        "redis" => found.extend(["redis://".to_owned(), "rediss://".to_owned()]),
        "pymongo" => found.push("mongodb".to_owned()),
        "celery" | "kombu" | "rabbitmq" => found.extend(["amqp://".to_owned(), "pyamqp://".to_owned()]),
        _ => {}
    }
    found
}

/// A URL in the code, in an example file for the environment, or in a compose file.
fn named(tree: &Tree, root: &RelPath, files: &[&Source<'_>], package: &str) -> Option<Evidence> {
    let schemes = schemes(package);
    let in_code = files.iter().map(|file| (file.path, file.text));
    let settings = tree.texts().filter(|(path, _)| {
        let name = path.name().to_ascii_lowercase();
        let near = path.below(root).is_some() || root.below(&path.parent()).is_some();
        near && (is_env_example(&name) || is_compose(&name)) && decides(path)
    });
    in_code.chain(settings).find_map(|(path, text)| {
        let (at, scheme) = schemes.iter().find_map(|scheme| Some((find_scheme(text, scheme)?, scheme)))?;
        let line = text.get(..at)?.bytes().filter(|byte| *byte == b'\n').count();
        let line = u32::try_from(line + 1).ok();
        Some(Evidence { path: path.clone(), line, text: scheme.clone() })
    })
}

/// `+driver` counts only inside a scheme: `postgresql+driver`.
fn find_scheme(text: &str, scheme: &str) -> Option<usize> {
    text.match_indices(scheme).map(|(at, _)| at).find(|at| {
        let after = text.get(at + scheme.len()..).and_then(|rest| rest.chars().next());
        let before = text.get(..*at).and_then(|front| front.chars().next_back());
        let dialect = before.is_some_and(|c| c.is_ascii_alphabetic());
        let ends = !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        if scheme.starts_with('+') { dialect && ends } else { !before.is_some_and(|c| c.is_alphanumeric() || c == '+') }
    })
}

/// A driver that nobody imports, beside a library that would load it.
fn loaded(files: &[&Source<'_>], package: &str) -> Option<Evidence> {
    let module = module_of(package);
    let driver = matches!(
        module.as_str(),
        "asyncpg"
            | "psycopg"
            | "psycopg2"
            | "pg8000"
            | "aiopg"
            | "aiomysql"
            | "asyncmy"
            | "pymysql"
            | "MySQLdb"
            | "mysql"
    );
    let loader = LOADERS.iter().find_map(|loader| imported(files, loader));
    loader.filter(|_| driver)
}
