//! graceful-shutdown: a program that is told to stop finishes what it began.

use tree_sitter::Node;

use crate::audit::closing::{left_open, listens};
use crate::audit::signs::listed;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::js::literal::text;
use crate::detect::js::nodes::{argument, callee, calls, is_function};
use crate::detect::js::syntax::Module;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "graceful-shutdown",
    title: "A program that is told to stop finishes what it began",
    area: Area::Observability,
    severity: Severity::Medium,
    meaning: "Each deploy and each restart cuts off the requests that are being answered, payments among them. \
              Connections that nobody closes stay open on the database until it finds out.",
    fix: "on SIGTERM, `server.close()`, wait for what is being answered, close the pools, and end",
    check,
};

/// Packages that do it, once they are given the server.
const PACKAGES: &[&str] = &[
    "@godaddy/terminus",
    "http-terminator",
    "stoppable",
    "lightship",
    "http-graceful-shutdown",
    "close-with-grace",
    "fastify-graceful-shutdown",
    "express-graceful-shutdown",
    "node-graceful-shutdown",
    "@moebius/http-graceful-shutdown",
    "death",
    "async-exit-hook",
    "exit-hook",
    "server-destroy",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if ground.servers().next().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    left_open(ground).into_iter().for_each(|raised| verdict.raise(raised));
    for app in ground.servers() {
        // Servers of Python, and Next's own, stop so by themselves.
        let by_itself = app.node.as_ref().is_none_or(|node| node.next.is_some());
        let Some(listens) = listens(ground, app).filter(|_| !by_itself) else { continue };
        match handler(ground, app).or_else(|| listed(ground, app, PACKAGES).map(|seen| (seen, None))) {
            Some((seen, None)) => verdict.met(seen),
            Some((_, Some(abrupt))) => verdict.raise(abrupt.of(&app.name)),
            None => {
                let message = "the program ends at once when it is told to stop, in the middle of its answers";
                verdict.raise(Raised::absence(message, [listens]).of(&app.name));
            }
        }
    }
}

/// Where the program listens to SIGTERM, and what is wrong with what it does then.
fn handler(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<(Evidence, Option<Raised>)> {
    let own = |module: &&Module<'_>| ground.belongs(module.path, app);
    let files = ground.js(&["SIGTERM", "enableShutdownHooks"]).filter_map(|file| file.module());
    files.filter(own).find_map(|module| {
        let node = signal(module)?;
        Some((module.evidence(node), abrupt(ground, Spot { module, node })))
    })
}

/// `process.on("SIGTERM", …)`, the name of the signal in a list, or `app.enableShutdownHooks()`.
fn signal<'m>(module: &'m Module<'_>) -> Option<Node<'m>> {
    let is = |call: &Node<'_>| {
        let named = argument(*call, 0).and_then(|first| text(module.source, first));
        let hooks = callee(*call).is_some_and(|callee| module.text(callee).ends_with("enableShutdownHooks"));
        named.as_deref() == Some("SIGTERM") || hooks
    };
    let call = module.calls().find(is);
    let mut word = None;
    module.walk(&mut |node| {
        if node.kind() == "string" && text(module.source, node).as_deref() == Some("SIGTERM") {
            word = Some(node);
        }
        word.is_none()
    });
    call.or(word)
}

/// A function that ends the program and does nothing else.
fn abrupt<'s, 't>(ground: &'s Ground<'_, 't>, call: Spot<'s, 't>) -> Option<Raised> {
    let given = call.to(argument(call.node, 1)?);
    let Value::Here(function) = Eval::new(&ground.code.js).value(given)? else { return None };
    if !is_function(function.node) {
        return None;
    }
    let mut ends = false;
    let mut does = false;
    for inner in calls(function.node.child_by_field_name("body")?) {
        let name = callee(inner).map_or("", |callee| function.module.text(callee));
        match name.split('.').next().unwrap_or("") {
            _ if name == "process.exit" => ends = true,
            "console" | "logger" | "log" | "winston" | "pino" => {}
            _ => does = true,
        }
    }
    let message = "on SIGTERM the program ends at once, in the middle of its answers";
    let fix = "call `server.close(() => process.exit(0))` there, and close the pools before it ends";
    (ends && !does).then(|| Raised::fault(message, call.module.evidence(call.node)).fix(fix))
}
