//! db-pooling: connections to databases are kept, counted, and tried before they are used.

use tree_sitter::Node;

use crate::audit::stores::{has_tables, uses};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::django::values::evidence;
use crate::detect::js::nodes::argument as js_argument;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::nodes::{argument, keyword};
use crate::detect::sources::Source;
use crate::detect::stores::Store;
use crate::detect::syntax::Module;
use crate::detect::value;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "db-pooling",
    title: "Connections to databases are kept, bounded, and tried before they are used",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "A connection that the server or a firewall has closed meanwhile fails the request that gets it. \
              Without bounds the processes open more connections than the server takes, and all of them fail.",
    fix: "give the pool its size, a time-out, and a test of connections before they are handed out",
    check,
};

const ENGINES: &[&str] = &[
    "sqlalchemy.create_engine",
    "sqlalchemy.engine.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlmodel.create_engine",
];
const MONGO: &[&str] = &[
    "pymongo.MongoClient",
    "pymongo.AsyncMongoClient",
    "pymongo.mongo_client.MongoClient",
    "motor.motor_asyncio.AsyncIOMotorClient",
];
/// Options of MongoDB's clients that bound the pool or how long a request waits for it.
const BOUNDS: &[&str] = &["maxPoolSize", "serverSelectionTimeoutMS", "waitQueueTimeoutMS", "maxIdleTimeMS"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let of = |source: &&Source<'_>| ground.app_of(source.path);
    for source in ground.python(&["create_engine", "create_async_engine"]) {
        if of(&source).is_some_and(has_tables) {
            in_module(ground, source, ENGINES, &engine, verdict);
        }
    }
    for source in ground.python(&["MongoClient", "MotorClient"]) {
        in_module(ground, source, MONGO, &mongo, verdict);
    }
    for source in ground.python(&["flask_sqlalchemy"]) {
        if of(&source).is_some_and(has_tables) && ground.python(&["ENGINE_OPTIONS", "engine_options"]).next().is_none()
        {
            in_module(ground, source, &["flask_sqlalchemy.SQLAlchemy"], &extension, verdict);
        }
    }
    ground.facts.apps.iter().for_each(|app| django(ground, app, verdict));
    mongoose(ground, verdict);
    if verdict.findings.is_empty() && ground.facts.apps.iter().all(|app| uses(app, Store::is_database).is_none()) {
        verdict.aside("no application is a client of a database");
    }
}

type Judge<'j> = dyn Fn(&Ground<'_, '_>, &Module<'_>, Node<'_>) -> Option<Raised> + 'j;

fn in_module(ground: &Ground<'_, '_>, source: &Source<'_>, names: &[&str], judge: &Judge<'_>, verdict: &mut Verdict) {
    let Some(module) = source.module() else { return };
    for call in module.calls() {
        if !module.callee(call).is_some_and(|callee| names.contains(&callee.as_str())) || unpacks(module, call) {
            continue;
        }
        match judge(ground, module, call) {
            Some(fault) => verdict.raise(fault),
            None => verdict.met(module.evidence(call)),
        }
    }
}

/// `create_engine(url, **options)`: nobody sees from here what it is told.
fn unpacks(module: &Module<'_>, call: Node<'_>) -> bool {
    let arguments = call.child_by_field_name("arguments").map_or("", |arguments| module.text(arguments));
    arguments.contains("**")
}

fn engine(ground: &Ground<'_, '_>, module: &Module<'_>, call: Node<'_>) -> Option<Raised> {
    let url = argument(call, 0).or_else(|| keyword(module, call, "url"));
    let text = url.and_then(|url| value::beginning(&ground.code.python, module, url)).unwrap_or_default();
    let settled = ["pool_pre_ping", "poolclass", "creator"].iter().any(|name| keyword(module, call, name).is_some());
    if settled || text.starts_with("sqlite") {
        return None;
    }
    let message = "a connection that the database has closed meanwhile is handed out, and the request fails";
    let fix = "add `pool_pre_ping=True, pool_recycle=1800` to the engine";
    Some(Raised::fault(message, module.evidence(call)).fix(fix))
}

fn extension(_: &Ground<'_, '_>, module: &Module<'_>, call: Node<'_>) -> Option<Raised> {
    let message = "a connection that the database has closed meanwhile is handed out, and the request fails";
    let fix = "set `SQLALCHEMY_ENGINE_OPTIONS = {\"pool_pre_ping\": True, \"pool_recycle\": 1800}`";
    Some(Raised::fault(message, module.evidence(call)).fix(fix))
}

fn mongo(ground: &Ground<'_, '_>, module: &Module<'_>, call: Node<'_>) -> Option<Raised> {
    let named = BOUNDS.iter().any(|name| keyword(module, call, name).is_some());
    let url = argument(call, 0).or_else(|| keyword(module, call, "host"));
    let text = url.and_then(|url| value::text(&ground.code.python, module, url)).unwrap_or_default();
    if named || BOUNDS.iter().any(|name| text.contains(name)) {
        return None;
    }
    Some(unbounded(module.evidence(call), "maxPoolSize=50, serverSelectionTimeoutMS=5000"))
}

fn unbounded(evidence: crate::facts::Evidence, options: &str) -> Raised {
    let message =
        "the pool has no bounds of its own: each process opens up to 100 connections and waits 30 s for a server";
    let fix = format!("add `{options}` to the client, or `?maxPoolSize=50&serverSelectionTimeoutMS=5000` to its URL");
    Raised::fault(message, evidence).severity(Severity::Low).fix(fix)
}

/// Django opens a connection for each request unless it is told to keep it.
fn django(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let Some(settings) = ground.settings_of(app).filter(|_| has_tables(app)) else { return };
    let by_asgi = app.django.as_ref().is_some_and(|django| django.value.channels || django.value.wsgi.is_none());
    let given = settings.values().of("DATABASES");
    let Some(first) = given.first().filter(|_| !by_asgi) else { return };
    let kept = |text: &str| {
        let lower = text.to_ascii_lowercase();
        lower.contains("conn_max_age")
            || lower.contains("\"pool\"")
            || lower.contains("'pool'")
            || lower.contains("dj_db_conn_pool")
    };
    let named = settings.texts("DATABASES").iter().any(|(text, _)| kept(text));
    if named || settings.has("CONN_MAX_AGE") || given.iter().any(|(module, node)| kept(module.text(*node))) {
        return verdict.met(evidence(*first));
    }
    let message = "each request opens a connection to the database of its own and closes it again";
    let fix = "add `\"CONN_MAX_AGE\": 60, \"CONN_HEALTH_CHECKS\": True` to the database, or `conn_max_age=60` to the call that reads its URL";
    verdict.raise(Raised::fault(message, evidence(*first)).fix(fix));
}

/// `mongoose.connect(url)` without options for its pool.
fn mongoose(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let sources = &ground.code.js;
    for file in ground.js(&["mongoose"]) {
        let Some(module) = file.module() else { continue };
        for node in module.calls() {
            let call = Spot { module, node };
            let eval = Eval::new(sources);
            let name = call.callee().and_then(|callee| eval.name(callee)).unwrap_or_default();
            if !matches!(name.as_str(), "mongoose.connect" | "mongoose.createConnection") {
                continue;
            }
            match bounds(&eval, call) {
                Some(true) => verdict.met(module.evidence(node)),
                Some(false) => verdict
                    .raise(unbounded(module.evidence(node), "{ maxPoolSize: 50, serverSelectionTimeoutMS: 5000 }")),
                None => {}
            }
        }
    }
}

/// Whether a connection has bounds; None where what it is told cannot be seen.
fn bounds<'s, 't>(eval: &Eval<'s, 't>, call: Spot<'s, 't>) -> Option<bool> {
    let says = |text: &str| text.contains("poolSize") || BOUNDS.iter().any(|name| text.contains(name));
    let url = js_argument(call.node, 0).map(|url| call.module.text(url)).unwrap_or_default();
    if says(url) {
        return Some(true);
    }
    let Some(options) = js_argument(call.node, 1) else { return Some(false) };
    match eval.value(call.to(options))? {
        Value::Here(object) if object.node.kind() == "object" => {
            let text = object.module.text(object.node);
            // What is spread in stands elsewhere.
            if text.contains("...") && !says(text) { None } else { Some(says(text)) }
        }
        _ => None,
    }
}
