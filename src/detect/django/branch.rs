//! Conditions in settings: which of their branches production takes.

use tree_sitter::Node;

use crate::detect::django::backing::kind_of_database;
use crate::detect::django::flow::Selector;
use crate::detect::django::pattern;
use crate::detect::django::variant::{Variant, of_word};
use crate::detect::environ;
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::walk;
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;

/// Whether production takes a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Always,
    Never,
    Perhaps,
}

impl Verdict {
    fn not(self) -> Self {
        match self {
            Verdict::Always => Verdict::Never,
            Verdict::Never => Verdict::Always,
            Verdict::Perhaps => Verdict::Perhaps,
        }
    }
}

/// How deep a condition is entered.
const DEPTH: usize = 32;

/// DEBUG is off in production, and a name or value of production holds there.
pub fn verdict(sources: &Sources<'_>, module: &Module<'_>, condition: Node<'_>) -> Verdict {
    at_depth(sources, module, condition, DEPTH)
}

fn at_depth(sources: &Sources<'_>, module: &Module<'_>, condition: Node<'_>, depth: usize) -> Verdict {
    let Some(depth) = depth.checked_sub(1) else { return Verdict::Perhaps };
    let part = |node: Option<Node<'_>>| node.map_or(Verdict::Perhaps, |node| at_depth(sources, module, node, depth));
    match condition.kind() {
        "parenthesized_expression" => part(condition.named_child(0)),
        "not_operator" => part(condition.child_by_field_name("argument")).not(),
        "boolean_operator" => {
            let and = condition.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "and");
            both(and, ["left", "right"].map(|name| part(condition.child_by_field_name(name))))
        }
        "comparison_operator" => compared(sources, module, condition),
        "call" => environ::reading(sources, module, condition).map_or(Verdict::Perhaps, |read| of_name(&read.name)),
        "identifier" | "attribute" => of_name(module.text(condition)),
        _ => Verdict::Perhaps,
    }
}

fn of_name(name: &str) -> Verdict {
    let last = name.rsplit('.').next().unwrap_or(name);
    match of_word(last) {
        // A platform of that name says nothing of another one.
        Variant::Production if !last.to_ascii_lowercase().contains("heroku") => Verdict::Always,
        Variant::Rehearsal => Verdict::Never,
        _ => Verdict::Perhaps,
    }
}

fn both(and: bool, sides: [Verdict; 2]) -> Verdict {
    let (decides, all) = if and { (Verdict::Never, Verdict::Always) } else { (Verdict::Always, Verdict::Never) };
    match () {
        () if sides.contains(&decides) => decides,
        () if sides == [all, all] => all,
        () => Verdict::Perhaps,
    }
}

/// `ENV == "production"`, `ENV in ("dev", "test")`, `"test" in sys.argv`, `os.getenv("DEBUG") == "1"`.
fn compared(sources: &Sources<'_>, module: &Module<'_>, condition: Node<'_>) -> Verdict {
    let (Some(left), Some(right)) = (condition.named_child(0), condition.named_child(1)) else {
        return Verdict::Perhaps;
    };
    if module.dotted(right).as_deref() == Some("os.environ") {
        return Verdict::Perhaps;
    }
    let values = texts(module, left).into_iter().chain(texts(module, right));
    let variants: Vec<Variant> = values.map(|value| of_word(&value)).collect();
    let all = |variant| !variants.is_empty() && variants.iter().all(|other| *other == variant);
    let read = pattern::variable(sources, module, left);
    let debugs = read.is_some_and(|read| of_name(&read.name) == Verdict::Never);
    let says = match () {
        () if all(Variant::Production) => Verdict::Always,
        () if all(Variant::Rehearsal) || debugs => Verdict::Never,
        () => Verdict::Perhaps,
    };
    if is_negated(module, condition) { says.not() } else { says }
}

fn is_negated(module: &Module<'_>, condition: Node<'_>) -> bool {
    let mut cursor = condition.walk();
    condition.children_by_field_name("operators", &mut cursor).any(|one| matches!(module.text(one), "!=" | "not in"))
}

fn texts(module: &Module<'_>, node: Node<'_>) -> Vec<String> {
    match literal(module, node) {
        Some(Literal::Text(text)) => vec![text],
        Some(Literal::List(items)) => items.iter().filter_map(Literal::shown).collect(),
        _ => Vec::new(),
    }
}

/// The variables that the conditions of `clauses` compare, and whether whole files depend on them.
pub fn selectors(sources: &Sources<'_>, module: &Module<'_>, clauses: &[Node<'_>]) -> Vec<Selector> {
    let takes = clauses.iter().any(|clause| {
        let body = clause.child_by_field_name("consequence").or_else(|| clause.child_by_field_name("body"));
        body.is_some_and(|body| takes_file(module, body))
    });
    let mut found: Vec<Selector> = Vec::new();
    for condition in clauses.iter().filter_map(|clause| clause.child_by_field_name("condition")) {
        let (Some(left), Some(right)) = (condition.named_child(0), condition.named_child(1)) else { continue };
        let values = texts(module, right);
        let named = values.iter().any(|value| of_word(value) != Variant::Neutral || kind_of_database(value).is_some());
        if condition.kind() != "comparison_operator" || !named {
            continue;
        }
        let Some(read) = pattern::variable(sources, module, left) else { continue };
        match found.iter_mut().find(|known| known.variable == read.name) {
            Some(known) => known.values.extend(values),
            None => {
                let evidence = module.evidence(condition);
                found.push(Selector { variable: read.name, values, files: takes, evidence });
            }
        }
    }
    found
}

fn takes_file(module: &Module<'_>, body: Node<'_>) -> bool {
    let mut found = false;
    walk(body, &mut |node| {
        let include = || module.text(node).starts_with("include(");
        found |= node.kind() == "wildcard_import" || node.kind() == "call" && include();
        !found
    });
    found
}
