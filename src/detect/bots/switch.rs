//! The variable that chooses between asking for updates and being sent them.

use tree_sitter::Node;

use crate::detect::bots::programs::Program;
use crate::detect::bots::reach::Reached;
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::walk;
use crate::detect::objects::Candidate;
use crate::detect::origin::origin;
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::facts::{Mode, Switch, ValueType};

/// By the condition that only one of the two modes stands under.
pub fn switch<'s, 't>(sources: &'s Sources<'t>, program: &Program<'s, 't>, candidates: &[Candidate]) -> Option<Switch> {
    for (module, piece) in &program.reached.pieces {
        for branch in branches(*piece) {
            let Some(body) = branch.child_by_field_name("consequence") else { continue };
            let Some(condition) = branch.child_by_field_name("condition") else { continue };
            let Some(mode) = only_mode(sources, module, body, program, candidates) else { continue };
            if let Some(switch) = read(sources, module, condition, mode) {
                return Some(switch);
            }
        }
    }
    None
}

fn branches(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    walk(node, &mut |inner| {
        if matches!(inner.kind(), "if_statement" | "elif_clause") {
            found.push(inner);
        }
        true
    });
    found
}

/// The mode of all calls that `body` leads to.
fn only_mode<'s, 't>(
    sources: &'s Sources<'t>,
    module: &'s Module<'t>,
    body: Node<'s>,
    program: &Program<'s, 't>,
    candidates: &[Candidate],
) -> Option<Mode> {
    let reached = Reached::of(sources, vec![(module, body)], candidates);
    let serves = |path| reached.applications.iter().any(|(known, _)| known == path);
    let modes: Vec<Mode> = program
        .sites
        .iter()
        .filter(|site| reached.holds(site) || serves(site.source.path) && site.how.mode() == Mode::Webhook)
        .map(|site| site.how.mode())
        .collect();
    let first = *modes.first()?;
    modes.iter().all(|mode| *mode == first).then_some(first)
}

/// The variable of a condition under which `mode` holds, and its values.
fn read(sources: &Sources<'_>, module: &Module<'_>, condition: Node<'_>, mode: Mode) -> Option<Switch> {
    let (variable, when, otherwise) = match condition.kind() {
        "parenthesized_expression" => return read(sources, module, condition.named_child(0)?, mode),
        "not_operator" => {
            let inner = condition.child_by_field_name("argument")?;
            return read(sources, module, inner, other(mode));
        }
        "comparison_operator" => compared(sources, module, condition, mode)?,
        _ => {
            let reading = origin(sources, module, condition).filter(|reading| reading.kind == ValueType::Boolean)?;
            (reading.name, "true".to_owned(), "false".to_owned())
        }
    };
    Some(match mode {
        Mode::Polling => Switch { variable, polling: when, webhook: otherwise },
        _ => Switch { variable, polling: otherwise, webhook: when },
    })
}

/// `MODE == "webhook"`, `os.getenv("WEBHOOK") == "true"`, `mode in ("hook",)`.
fn compared(
    sources: &Sources<'_>,
    module: &Module<'_>,
    condition: Node<'_>,
    mode: Mode,
) -> Option<(String, String, String)> {
    let (left, right) = (condition.named_child(0)?, condition.named_child(1)?);
    let reading = origin(sources, module, left)?;
    let said = match literal(module, right) {
        Some(Literal::List(items)) => items.first()?.shown()?,
        Some(value) => value.shown()?,
        None => return None,
    };
    let written = module.text(condition);
    let same = written.contains("==") || written.contains(" in ") && !written.contains(" not in ");
    let choices = || reading.choices.iter().find(|choice| **choice != said).cloned();
    let opposite = match said.to_ascii_lowercase().as_str() {
        "true" => Some("false".to_owned()),
        "false" => Some("true".to_owned()),
        "1" => Some("0".to_owned()),
        "0" => Some("1".to_owned()),
        _ => choices().or_else(|| reading.default.clone().filter(|default| *default != said)),
    };
    let opposite = opposite.unwrap_or_else(|| usual(if same { other(mode) } else { mode }).to_owned());
    Some(if same { (reading.name, said, opposite) } else { (reading.name, opposite, said) })
}

fn other(mode: Mode) -> Mode {
    if mode == Mode::Polling { Mode::Webhook } else { Mode::Polling }
}

fn usual(mode: Mode) -> &'static str {
    if mode == Mode::Polling { "polling" } else { "webhook" }
}
