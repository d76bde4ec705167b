//! Celery: the application that a worker imports, its schedule and its queues.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::literal::{Literal, literal};
use crate::detect::makes::{HOPS, makes};
use crate::detect::nodes::{argument, assignment, keyword};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::detect::workers::{Ground, Order, Program};
use crate::facts::{Confidence, Evidence};

/// The names under which Celery itself looks for its application in a module.
const USUAL: &[&str] = &["app", "celery", "celery_app"];

/// An application, or its import in another file.
#[derive(Clone, Debug)]
struct Found<'s, 't> {
    source: &'s Source<'t>,
    name: String,
    evidence: Evidence,
    defined: bool,
}

/// The applications that commands name, else the one that the code defines.
pub fn programs<'s, 't>(ground: &Ground<'_, 's, 't>, orders: &[Order<'s, 't>]) -> Vec<Program<'s, 't>> {
    let found = applications(ground);
    if found.is_empty() {
        return Vec::new();
    }
    let orders: Vec<&Order<'s, 't>> = orders.iter().filter(|order| order.tool == "celery").collect();
    let loudest = orders.iter().map(|order| order.place).min();
    let stated: Vec<&Found<'s, 't>> =
        orders.iter().filter(|order| Some(order.place) == loudest).filter_map(|order| named(&found, order)).collect();
    let chosen: Vec<(&Found<'s, 't>, Confidence)> = match stated.is_empty() {
        false => stated.into_iter().map(|one| (one, Confidence::Certain)).collect(),
        true => best(&found).into_iter().collect(),
    };
    let celery: Vec<&Source<'t>> = ground.files.iter().copied().filter(|file| speaks(file, &found)).collect();
    let schedules = celery.iter().any(|file| file.module().is_some_and(schedules));
    let queues = queues(&celery);
    chosen
        .into_iter()
        .map(|(one, confidence)| Program {
            tool: "celery",
            source: one.source,
            attribute: Some(one.name.clone()),
            schedules,
            queues: queues.clone(),
            confidence,
            evidence: one.evidence.clone(),
        })
        .collect()
}

fn is_celery(dotted: &str) -> bool {
    matches!(dotted, "celery.Celery" | "celery.app.Celery" | "celery.app.base.Celery")
}

/// Every module that has an application at its top level, by making or by importing it.
fn applications<'s, 't>(ground: &Ground<'_, 's, 't>) -> Vec<Found<'s, 't>> {
    let mut found: Vec<Found<'s, 't>> = Vec::new();
    for file in ground.files.iter().copied().filter(|file| file.mentions(&["celery", "Celery"])) {
        found.extend(file.module().map_or_else(Vec::new, |module| defined(ground.sources, file, module)));
    }
    let names: BTreeSet<String> = found.iter().map(|one| one.name.clone()).collect();
    let takes = |file: &&Source<'t>| file.imports.iter().any(|import| import.names().any(|name| names.contains(name)));
    let imports: Vec<Found<'s, 't>> = ground
        .files
        .iter()
        .copied()
        .filter(takes)
        .flat_map(|file| file.module().map_or_else(Vec::new, |module| imported(ground.sources, file, module)))
        .collect();
    found.extend(imports);
    found
}

fn defined<'s, 't>(sources: &Sources<'t>, file: &'s Source<'t>, module: &Module<'_>) -> Vec<Found<'s, 't>> {
    let made = |(left, right): &(Node<'_>, Node<'_>)| {
        left.kind() == "identifier" && makes(sources, module, *right, &is_celery, HOPS)
    };
    let found = module.statements().into_iter().filter_map(|statement| {
        let (left, _) = assignment(statement).filter(made)?;
        let name = module.text(left).to_owned();
        Some(Found { source: file, name, evidence: module.evidence(statement), defined: true })
    });
    found.collect()
}

fn imported<'s, 't>(sources: &Sources<'t>, file: &'s Source<'t>, module: &Module<'_>) -> Vec<Found<'s, 't>> {
    let mut found = Vec::new();
    for (name, _) in module.imports.iter().filter(|(_, meaning)| makes_elsewhere(sources, module, meaning)) {
        let statements = module.statements();
        let line =
            statements.iter().find(|node| node.kind().starts_with("import") && module.text(**node).contains(*name));
        let evidence = module.evidence(line.copied().unwrap_or_else(|| module.root()));
        found.push(Found { source: file, name: (*name).to_owned(), evidence, defined: false });
    }
    found
}

/// Whether an imported name is an application that another file makes.
fn makes_elsewhere(sources: &Sources<'_>, module: &Module<'_>, meaning: &str) -> bool {
    let Some(definition) = sources.definition(module, meaning) else { return false };
    assignment(definition.node).is_some_and(|(_, right)| makes(sources, definition.module, right, &is_celery, HOPS))
}

/// The application that a command's target leads to.
fn named<'f, 's, 't>(found: &'f [Found<'s, 't>], order: &Order<'s, 't>) -> Option<&'f Found<'s, 't>> {
    let source = order.source?;
    let inside =
        |path: &str| source.path.name() == "__init__.py" && path == format!("{}/celery.py", source.path.parent());
    let mut here: Vec<&Found<'_, '_>> = found.iter().filter(|one| one.source.path == source.path).collect();
    if here.is_empty() {
        here = found.iter().filter(|one| inside(one.source.path.as_str())).collect();
    }
    match &order.attribute {
        Some(name) => here.into_iter().find(|one| one.name == *name),
        None => here.into_iter().min_by_key(|one| usual(&one.name)),
    }
}

fn usual(name: &str) -> usize {
    USUAL.iter().position(|known| *known == name).unwrap_or(USUAL.len())
}

/// The module that knows the tasks: the one that defines the application and says where they are, or that holds them.
fn best<'f, 's, 't>(found: &'f [Found<'s, 't>]) -> Option<(&'f Found<'s, 't>, Confidence)> {
    let tells = |one: &&Found<'_, '_>| {
        let own = format!("@{}.task", one.name);
        ["include=", "autodiscover_tasks", "imports=", ".imports", "\"include\"", own.as_str()]
            .iter()
            .any(|word| one.source.text.contains(word))
    };
    let defined: Vec<&Found<'_, '_>> = found.iter().filter(|one| one.defined).collect();
    if let Some(one) = defined.iter().copied().filter(tells).min_by_key(|one| usual(&one.name)) {
        return Some((one, Confidence::Certain));
    }
    let holds = |one: &&Found<'_, '_>| !one.defined && one.source.text.contains(&format!("@{}.task", one.name));
    let mut holding = found.iter().filter(holds);
    match (holding.next(), holding.next()) {
        (Some(only), None) => Some((only, Confidence::Likely)),
        _ => Some((*defined.first()?, Confidence::Likely)),
    }
}

/// Whether a file may hold Celery's settings.
fn speaks(file: &Source<'_>, found: &[Found<'_, '_>]) -> bool {
    file.imports_from("celery")
        || found.iter().any(|one| one.source.path == file.path)
        || file.path.name().contains("celery") && file.mentions(&["celery", "Celery"])
        || ["beat_schedule", "BEAT_SCHEDULE", "CELERYBEAT_SCHEDULE"].iter().any(|word| file.text.contains(word))
}

/// A schedule that is not empty, or tasks that are added to one.
fn schedules(module: &Module<'_>) -> bool {
    let mut found = false;
    module.walk(&mut |node| {
        let value = match node.kind() {
            "assignment" => {
                assignment(node).filter(|(left, _)| is_schedule(module.text(*left))).map(|(_, right)| right)
            }
            "keyword_argument" => {
                let name = node.child_by_field_name("name").map_or("", |name| module.text(name));
                node.child_by_field_name("value").filter(|_| is_schedule(name))
            }
            "call" => module.callee(node).filter(|callee| callee.ends_with(".add_periodic_task")).map(|_| node),
            _ => None,
        };
        let empty = |node: Node<'_>| node.kind() == "dictionary" && node.named_child_count() == 0;
        found |= value.is_some_and(|value| !empty(value) && value.kind() != "none");
        !found
    });
    found
}

fn is_schedule(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    matches!(last.as_str(), "beat_schedule" | "celery_beat_schedule" | "celerybeat_schedule")
}

/// The queues that routes send work to, beside the default one; empty where nothing is routed.
fn queues(files: &[&Source<'_>]) -> Vec<String> {
    let mut routed = Vec::new();
    let mut default = "celery".to_owned();
    let mut declared = false;
    for module in files.iter().filter_map(|file| file.module()) {
        module.walk(&mut |node| {
            let (name, value) = match node.kind() {
                "assignment" => assignment(node).map_or(("", None), |(left, right)| (module.text(left), Some(right))),
                "keyword_argument" => {
                    let name = node.child_by_field_name("name").map_or("", |name| module.text(name));
                    (name, node.child_by_field_name("value"))
                }
                _ => return true,
            };
            let last = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
            match (last.trim_start_matches("celery_"), value) {
                ("task_routes", Some(value)) => routed.extend(routes(module, value)),
                ("task_default_queue", Some(value)) => {
                    if let Some(Literal::Text(name)) = literal(module, value) {
                        default = name;
                    }
                }
                ("task_queues", Some(_)) => declared = true,
                _ => {}
            }
            true
        });
    }
    if declared || routed.is_empty() {
        return Vec::new();
    }
    routed.insert(0, default);
    routed
}

/// `{"app.send": "mail"}` and `{"app.*": {"queue": "main"}}`.
fn routes(module: &Module<'_>, value: Node<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = value.walk();
    for pair in value.named_children(&mut cursor).filter(|pair| pair.kind() == "pair") {
        match pair.child_by_field_name("value").and_then(|value| literal(module, value)) {
            Some(Literal::Text(queue)) => found.push(queue),
            Some(Literal::Mapping(pairs)) => {
                let queue = pairs.into_iter().find(|(key, _)| *key == Literal::Text("queue".into()));
                found.extend(queue.and_then(|(_, queue)| queue.shown()));
            }
            _ => {}
        }
    }
    found
}

/// Names that calls of `Queue("x")` give.
pub fn queue_names(module: &Module<'_>, is: &dyn Fn(&str) -> bool) -> Vec<String> {
    let named = |call: Node<'_>| {
        let first = argument(call, 0).or_else(|| keyword(module, call, "name"))?;
        match literal(module, first)? {
            Literal::Text(name) => Some(name),
            _ => None,
        }
    };
    let queues = module.calls().filter(|call| module.callee(*call).is_some_and(|callee| is(&callee)));
    queues.filter_map(named).collect()
}
