//! arq: the class with the functions of its worker.

use tree_sitter::Node;

use crate::detect::fields::{Field, fields};
use crate::detect::literal::{Literal, literal};
use crate::detect::pydantic::bases;
use crate::detect::sources::Definition;
use crate::detect::workers::{Ground, Order, Program, name_of};
use crate::facts::Confidence;

/// Every class that `arq` can be pointed at: its own name says so, or what it holds.
pub fn programs<'s, 't>(ground: &Ground<'_, 's, 't>, orders: &[Order<'s, 't>]) -> Vec<Program<'s, 't>> {
    let mut found = Vec::new();
    let mut parents: Vec<String> = Vec::new();
    let commanded = |file: &str| {
        orders.iter().any(|order| order.tool == "arq" && order.source.is_some_and(|s| s.path.as_str() == file))
    };
    if !ground.files.iter().any(|file| file.imports_from("arq")) {
        return found;
    }
    for file in ground.files.iter().copied() {
        let tells = file.text.contains("WorkerSettings") || file.text.contains("redis_settings");
        if !(tells || commanded(file.path.as_str())) || !file.text.contains("class ") {
            continue;
        }
        let Some(module) = file.module() else { continue };
        for node in module.statements().into_iter().filter(|node| node.kind() == "class_definition") {
            let class = Definition { source: file, module, node };
            let name = name_of(file, node);
            let Some(program) = program(ground, &class, &name) else { continue };
            parents.extend(bases(module, node));
            found.push(program);
        }
    }
    let base = |program: &Program<'_, '_>| {
        let name = program.attribute.as_deref().unwrap_or("");
        parents.iter().any(|parent| parent.rsplit('.').next() == Some(name))
    };
    let (inherited, own): (Vec<_>, Vec<_>) = found.into_iter().partition(base);
    if own.is_empty() { inherited } else { own }
}

fn program<'s, 't>(ground: &Ground<'_, 's, 't>, class: &Definition<'s, 't>, name: &str) -> Option<Program<'s, 't>> {
    let fields = fields(ground.sources, class);
    let field = |wanted: &str| fields.iter().find(|field| field.name == wanted);
    let works = field("functions").is_some() || field("cron_jobs").is_some();
    let named = name.ends_with("WorkerSettings");
    if !works || !(named || field("redis_settings").is_some() || field("redis_pool").is_some()) {
        return None;
    }
    let queue = field("queue_name").and_then(text);
    Some(Program {
        tool: "arq",
        source: class.source,
        attribute: Some(name.to_owned()),
        schedules: field("cron_jobs").is_some_and(|jobs| !is_empty(jobs)),
        queues: queue.into_iter().collect(),
        confidence: Confidence::Certain,
        evidence: class.module.evidence(class.node),
    })
}

fn text(field: &Field<'_, '_>) -> Option<String> {
    match literal(field.module, field.default?)? {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

fn is_empty(field: &Field<'_, '_>) -> bool {
    let empty = |node: Node<'_>| matches!(node.kind(), "list" | "tuple") && node.named_child_count() == 0;
    field.default.is_none_or(|value| empty(value) || value.kind() == "none")
}
