//! Programs that work beside the server: what the code defines, and the commands that start it.

mod arq;
mod celery;
mod commands;
mod django;
mod others;

use std::collections::BTreeMap;

use tree_sitter::Node;

pub use self::commands::PROGRAMS;
use self::commands::{Order, orders};
use crate::detect::django::View;
use crate::detect::entry::{module_name, nearest};
use crate::detect::scripts::{Line, Place};
use crate::detect::sources::{Source, Sources};
use crate::facts::{Confidence, Evidence, Seen, Worker};
use crate::tree::RelPath;

/// An object in the code that a worker program is pointed at.
#[derive(Clone, Debug)]
struct Program<'s, 't> {
    tool: &'static str,
    source: &'s Source<'t>,
    /// None where the tool is given a module, or only queues.
    attribute: Option<String>,
    schedules: bool,
    queues: Vec<String>,
    confidence: Confidence,
    evidence: Evidence,
}

/// Where an app's code stands.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'g, 's, 't> {
    pub sources: &'s Sources<'t>,
    /// The files that may run in production.
    pub files: &'g [&'s Source<'t>],
    pub lines: &'g [Line<'t>],
    /// The folder that the server's modules are imported from.
    pub import_root: &'g RelPath,
    pub django: Option<&'g View<'s, 't>>,
}

/// The workers of one app, in order of tool and target.
pub fn workers(ground: &Ground<'_, '_, '_>) -> Vec<Seen<Worker>> {
    let orders = orders(ground);
    let mut programs = arq::programs(ground, &orders);
    programs.extend(celery::programs(ground, &orders));
    programs.extend(others::programs(ground, &orders));
    let mut found: BTreeMap<(String, String), Seen<Worker>> = BTreeMap::new();
    for program in programs {
        let Some(worker) = worker(ground, &program, &orders) else { continue };
        let key = (worker.value.tool.clone(), worker.value.target.clone());
        match found.get_mut(&key) {
            Some(known) => merge(known, worker),
            None => drop(found.insert(key, worker)),
        }
    }
    let mut found: Vec<Seen<Worker>> = found.into_values().collect();
    for worker in django::workers(ground) {
        found.retain(|known| known.value.tool != worker.value.tool);
        found.push(worker);
    }
    found.sort_by(|a, b| (&a.value.tool, &a.value.target).cmp(&(&b.value.tool, &b.value.target)));
    found
}

fn merge(known: &mut Seen<Worker>, other: Seen<Worker>) {
    known.value.schedules |= other.value.schedules;
    known.value.scheduler = known.value.scheduler.take().or(other.value.scheduler);
    known.value.config = known.value.config.take().or(other.value.config);
    let more = other.value.queues.into_iter().filter(|queue| !known.value.queues.contains(queue));
    known.value.queues.extend(more.collect::<Vec<_>>());
    known.evidence.extend(other.evidence);
}

fn worker(ground: &Ground<'_, '_, '_>, program: &Program<'_, '_>, orders: &[Order<'_, '_>]) -> Option<Seen<Worker>> {
    let Program { tool, source, attribute, schedules, queues, confidence, evidence } = program;
    let own: Vec<&Order<'_, '_>> =
        orders.iter().filter(|order| order.tool == *tool && order.is_for(source.path)).collect();
    let import_root = import_root(ground, source.path, &own);
    let module = module_name(source.path, &import_root)?;
    let target = match (attribute, *tool) {
        (None, "rq") => queues.join(" "),
        (None, _) => module,
        (Some(attribute), "arq" | "huey" | "saq") => format!("{module}.{attribute}"),
        (Some(attribute), _) => format!("{module}:{attribute}"),
    };
    let told: Vec<&String> = own.iter().flat_map(|order| &order.queues).collect();
    let queues = distinct(if told.is_empty() { queues.iter().collect() } else { told });
    let mut evidence = vec![evidence.clone()];
    evidence.extend(own.iter().take(3).map(|order| order.evidence.clone()));
    let sure = own.iter().any(|order| order.place != Place::Readme);
    let scheduler = own.iter().find_map(|order| order.scheduler.clone()).or_else(|| scheduler(ground, tool));
    let value = Worker {
        tool: (*tool).to_owned(),
        target,
        import_root,
        schedules: *schedules || scheduler.is_some() || own.iter().any(|order| order.schedules),
        scheduler,
        config: own.iter().find_map(|order| order.config.clone()),
        queues,
    };
    Some(Seen { value, confidence: if sure { Confidence::Certain } else { *confidence }, evidence })
}

/// A schedule that Django keeps in its database, where that app is installed.
fn scheduler(ground: &Ground<'_, '_, '_>, tool: &str) -> Option<String> {
    let installed = tool == "celery" && ground.django.is_some_and(|view| view.installs("django_celery_beat").is_some());
    installed.then(|| django::DATABASE_SCHEDULER.to_owned())
}

fn distinct(names: Vec<&String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.contains(name) {
            found.push(name.clone());
        }
    }
    found
}

/// The folder that the worker's modules are imported from: as a command says it, else the server's.
fn import_root(ground: &Ground<'_, '_, '_>, path: &RelPath, own: &[&Order<'_, '_>]) -> RelPath {
    let stated = own.iter().filter(|order| order.place != Place::Readme).find_map(|order| order.root.clone());
    if let Some(root) = stated {
        return root;
    }
    if path.below(ground.import_root).is_some() {
        return ground.import_root.clone();
    }
    own.iter().find_map(|order| order.root.clone()).unwrap_or_else(|| path.parent())
}

/// The file that a dotted name leads to, as a command in `folder` writes it, with what is left of the name.
fn module_file<'s, 't>(
    ground: &Ground<'_, 's, 't>,
    dotted: &str,
    folder: &RelPath,
) -> Option<(&'s Source<'t>, Option<String>)> {
    let file = |dotted: &str| {
        let stem = dotted.replace('.', "/");
        nearest(ground.files, &format!("{stem}.py"), folder)
            .or_else(|| nearest(ground.files, &format!("{stem}/__init__.py"), folder))
    };
    let split = || {
        let (module, attribute) = dotted.rsplit_once('.')?;
        Some((file(module)?, Some(attribute.to_owned())))
    };
    file(dotted).map(|source| (source, None)).or_else(split)
}

/// The text of the name that a class or function has.
fn name_of(source: &Source<'_>, node: Node<'_>) -> String {
    let name = node.child_by_field_name("name").and_then(|name| source.text.get(name.byte_range()));
    name.unwrap_or("").to_owned()
}
