//! What a program opens when it starts: the port of a server on Node, clients and pools in Python.

use tree_sitter::Node;

use crate::audit::{Ground, Raised};
use crate::detect::js::servers;
use crate::detect::nodes::assignment;
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::Severity;

/// What opens connections that stay open until somebody closes them.
const OPENERS: &[&str] = &[
    "asyncpg.create_pool",
    "aiopg.create_pool",
    "aiomysql.create_pool",
    "psycopg_pool.AsyncConnectionPool",
    "aiohttp.ClientSession",
    "httpx.AsyncClient",
    "motor.motor_asyncio.AsyncIOMotorClient",
];
/// What closes them, whatever they are called.
const CLOSERS: &[&str] = &[".close(", ".aclose(", ".terminate(", ".disconnect(", ".dispose(", "async with"];

/// Where the program on Node begins to listen.
pub fn listens(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    let files = ground.js(&["listen", "serve("]);
    let own: Vec<_> =
        files.filter(|file| ground.app_of(file.path).is_some_and(|found| found.name == app.name)).collect();
    servers(&ground.code.js, &own).into_iter().next().map(|server| server.evidence)
}

/// Pools that are made when the application starts, in a program that closes nothing at all.
pub fn left_open(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let mut found = Vec::new();
    for app in ground.servers().filter(|app| app.node.is_none()) {
        let own = |module: &&Module<'_>| ground.belongs(module.path, app);
        let closes = ground.python(CLOSERS).filter_map(|file| file.module()).any(|module| own(&module));
        let files = ground.python(&["startup"]).filter_map(|file| file.module()).filter(own);
        for module in files.filter(|_| !closes) {
            let made = module.calls().find(|call| is_opened(module, *call));
            found.extend(made.map(|call| {
                let name = module.callee(call).unwrap_or_default();
                let message = format!("`{name}` is opened when the application starts and closed nowhere");
                let raised = Raised::fault(message, module.evidence(call)).of(&app.name).likely();
                let fix = "close it in a `shutdown` handler, or after the `yield` of the lifespan";
                raised.severity(Severity::Low).fix(fix)
            }));
        }
    }
    found
}

/// Whether a call opens what is kept, in a function that runs when the application starts.
fn is_opened(module: &Module<'_>, call: Node<'_>) -> bool {
    let opens = module.callee(call).is_some_and(|callee| OPENERS.contains(&callee.as_str()));
    let mut outer = call.parent();
    let mut kept = false;
    while let Some(node) = outer.filter(|_| opens) {
        kept |= assignment(node).is_some();
        if node.kind() == "decorated_definition" {
            let written = node.named_child(0).map_or("", |decorator| module.text(decorator));
            return kept && written.contains("on_event(\"startup\")");
        }
        outer = node.parent();
    }
    false
}
