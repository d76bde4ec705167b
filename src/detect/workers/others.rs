//! Smaller queues: rq, huey, dramatiq, taskiq, saq.

use tree_sitter::Node;

use crate::detect::nodes::assignment;
use crate::detect::sources::Source;
use crate::detect::syntax::Module;
use crate::detect::workers::celery::queue_names;
use crate::detect::workers::{Ground, Order, Program};
use crate::facts::Confidence;

/// What the code defines for each of them; what a command names counts for certain.
pub fn programs<'s, 't>(ground: &Ground<'_, 's, 't>, orders: &[Order<'s, 't>]) -> Vec<Program<'s, 't>> {
    let mut found = Vec::new();
    for file in ground.files.iter().copied().filter(|file| file.mentions(&["huey", "taskiq", "saq"])) {
        let Some(module) = file.module() else { continue };
        for statement in module.statements() {
            found.extend(object(file, module, statement));
        }
    }
    mark_schedules(ground, &mut found);
    found.extend(dramatiq(ground, orders));
    found.extend(rq(ground, orders));
    found
}

/// An object that a statement makes: a huey, a broker, or saq's settings.
fn object<'s, 't>(file: &'s Source<'t>, module: &Module<'_>, statement: Node<'_>) -> Option<Program<'s, 't>> {
    let (left, right) = assignment(statement).filter(|(left, _)| left.kind() == "identifier")?;
    let tool = match right.kind() {
        "call" => tool_of(&made_by(module, right)?)?,
        "dictionary" if file.imports_from("saq") && has_keys(module, right, &["queue", "functions"]) => "saq",
        _ => return None,
    };
    let schedules = right.kind() == "dictionary" && has_keys(module, right, &["cron_jobs"]);
    Some(Program {
        tool,
        source: file,
        attribute: Some(module.text(left).to_owned()),
        schedules,
        queues: Vec::new(),
        confidence: Confidence::Certain,
        evidence: module.evidence(statement),
    })
}

/// What makes the object at the bottom of `Broker(url).with_result_backend(…)`.
fn made_by(module: &Module<'_>, call: Node<'_>) -> Option<String> {
    let mut call = call;
    while let Some(inner) = call
        .child_by_field_name("function")
        .filter(|function| function.kind() == "attribute")
        .and_then(|function| function.child_by_field_name("object"))
        .filter(|object| object.kind() == "call")
    {
        call = inner;
    }
    module.callee(call)
}

fn tool_of(callee: &str) -> Option<&'static str> {
    let head = callee.split('.').next().unwrap_or("");
    let name = callee.rsplit('.').next().unwrap_or("");
    match head {
        "huey" if name.ends_with("Huey") => Some("huey"),
        _ if head.starts_with("taskiq") && name.ends_with("Broker") && name != "InMemoryBroker" => Some("taskiq"),
        _ => None,
    }
}

fn has_keys(module: &Module<'_>, dictionary: Node<'_>, keys: &[&str]) -> bool {
    let mut cursor = dictionary.walk();
    let found: Vec<&str> = dictionary
        .named_children(&mut cursor)
        .filter_map(|pair| pair.child_by_field_name("key"))
        .map(|key| module.text(key).trim_matches(['"', '\'']))
        .collect();
    keys.iter().all(|key| found.contains(key))
}

/// `@huey.periodic_task` and `TaskiqScheduler(…)` anywhere in the app.
fn mark_schedules(ground: &Ground<'_, '_, '_>, programs: &mut [Program<'_, '_>]) {
    let says = |word: &str| ground.files.iter().any(|file| file.text.contains(word));
    for program in programs {
        program.schedules |= match program.tool {
            "huey" => says(".periodic_task("),
            "taskiq" => says("TaskiqScheduler("),
            _ => false,
        };
    }
}

/// The modules with actors: those that commands name, else the only one.
fn dramatiq<'s, 't>(ground: &Ground<'_, 's, 't>, orders: &[Order<'s, 't>]) -> Vec<Program<'s, 't>> {
    let acts = |file: &&Source<'t>| file.imports_from("dramatiq") && file.text.contains("actor");
    let holding: Vec<&'s Source<'t>> = ground.files.iter().copied().filter(acts).collect();
    let stated: Vec<&'s Source<'t>> =
        orders.iter().filter(|order| order.tool == "dramatiq").filter_map(|order| order.source).collect();
    let sure = !stated.is_empty() || holding.len() == 1;
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let chosen = if stated.is_empty() { holding } else { stated };
    let program = |source: &'s Source<'t>| {
        let module = source.module()?;
        let line = module.statements().into_iter().find(|node| node.kind() == "function_definition");
        let evidence = module.evidence(line.unwrap_or_else(|| module.root()));
        let (attribute, queues) = (None, Vec::new());
        Some(Program { tool: "dramatiq", source, attribute, schedules: false, queues, confidence, evidence })
    };
    chosen.into_iter().filter_map(program).collect()
}

/// One worker for all queues that the code fills or that commands name.
fn rq<'s, 't>(ground: &Ground<'_, 's, 't>, orders: &[Order<'s, 't>]) -> Option<Program<'s, 't>> {
    let is_queue = |callee: &str| matches!(callee, "rq.Queue" | "rq.queue.Queue");
    let mut queues: Vec<String> =
        orders.iter().filter(|order| order.tool == "rq").flat_map(|order| order.queues.clone()).collect();
    // Settings of the command name the queues that it does not.
    let configured = orders.iter().any(|order| order.tool == "rq" && order.config.is_some());
    let sure = configured || !queues.is_empty();
    let mut first = None;
    let mut schedules = false;
    for file in ground.files.iter().copied().filter(|file| file.imports_from("rq")) {
        let Some(module) = file.module() else { continue };
        let mut node = None;
        module.walk(&mut |inner| {
            let made = inner.kind() == "call" && module.callee(inner).is_some_and(|callee| is_queue(&callee));
            schedules |= inner.kind() == "call"
                && module
                    .callee(inner)
                    .is_some_and(|callee| callee.ends_with(".enqueue_at") || callee.ends_with(".enqueue_in"));
            node = node.or(made.then_some(inner));
            true
        });
        if !sure {
            queues.extend(queue_names(module, &is_queue));
        }
        first = first.or_else(|| Some((file, module.evidence(node?))));
    }
    let (source, evidence) = first?;
    if queues.is_empty() && !configured {
        queues.push("default".to_owned());
    }
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    Some(Program { tool: "rq", source, attribute: None, schedules, queues, confidence, evidence })
}
