//! print-logging: what the program has to say goes through a logger.

use std::collections::BTreeMap;

use crate::audit::calls::python;
use crate::audit::production::is_started;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::js::nodes::callee;
use crate::detect::locality::around;
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "print-logging",
    title: "Events are logged, not printed",
    area: Area::Application,
    severity: Severity::Low,
    meaning: "A printed line has no time, level or request, so that nobody can filter it or set an alarm on it. \
              It also passes every filter that keeps passwords and personal data out of the log.",
    fix: "write it through the logger, with a level",
    check,
};

/// How many places are shown.
const SHOWN: usize = 5;
/// A line that says where the server listens does no harm.
const USUAL: usize = 2;

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut printed: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    let mut add = |path: &RelPath, evidence: Evidence| {
        let app = ground.app_of(path).filter(|app| app.site.is_none() && is_own(app, path));
        if let Some(app) = app {
            printed.entry(app.name.clone()).or_default().push(evidence);
        }
    };
    for call in python(ground, &["print("]) {
        if call.name == "print" && !is_tool(call.module, call.node) {
            add(call.module.path, call.module.evidence(call.node));
        }
    }
    for module in ground.js(&["console."]).filter_map(|file| file.module()) {
        for call in module.calls() {
            let written = callee(call).map_or("", |callee| module.text(callee));
            // What has a level is told from what has none.
            if written == "console.log" {
                add(module.path, module.evidence(call));
            }
        }
    }
    for (app, places) in printed {
        raise(&app, places, verdict);
    }
}

fn raise(app: &str, places: Vec<Evidence>, verdict: &mut Verdict) {
    let number = places.len();
    let python = places.first().is_some_and(|place| place.path.extension() == Some("py"));
    let word = if python { "print" } else { "console.log" };
    let mut places = places.into_iter();
    if let Some(first) = places.next().filter(|_| number >= USUAL) {
        let message = format!("`{word}` says {number} times what a logger should");
        let fix = match python {
            true => "`logger = logging.getLogger(__name__)`, and `logger.info(\"…\")` in the place of `print`",
            false => "a logger such as pino, and `logger.info(…)` in the place of `console.log`",
        };
        verdict.raise(Raised::fault(message, first).also(places.take(SHOWN - 1)).of(app).fix(fix));
    }
}

/// Whether a file runs on the server: pages and their scripts print to the browser's console.
fn is_own(app: &AppFacts, path: &RelPath) -> bool {
    let inner = path.below(&app.root).map_or("", |inner| inner);
    let page = ["public/", "static/", "assets/", "client/", "frontend/", "web/", "src/components/", "src/pages/"];
    let next = app.node.as_ref().is_some_and(|node| node.next.is_some());
    !page.iter().any(|folder| inner.starts_with(folder) || inner.contains(&format!("/{folder}")))
        && !next
        && path.extension() != Some("tsx")
        && path.extension() != Some("jsx")
        && !path.name().contains(".config.")
}

/// Whether the place belongs to a program for people at a terminal, who read what is printed.
fn is_tool(module: &Module<'_>, node: tree_sitter::Node<'_>) -> bool {
    let tools = ["argparse", "click", "typer", "getpass"];
    let imports =
        tools.iter().any(|tool| module.imports.values().any(|meaning| meaning.split('.').next() == Some(tool)));
    let name =
        around(node).and_then(|function| function.child_by_field_name("name")).map_or("", |name| module.text(name));
    let command = module.path.as_str().contains("management/commands/");
    imports
        || command
        || matches!(name, "main" | "cli" | "__repr__" | "__str__")
        || is_started(module, node)
        || crate::detect::nodes::keyword(module, node, "file").is_some()
}
