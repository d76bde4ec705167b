//! The path below which all routes of an application are.

use tree_sitter::Node;

use crate::detect::frameworks::FRAMEWORKS;
use crate::detect::literal::{Literal, literal};
use crate::detect::makes::{HOPS, makes};
use crate::detect::members::setting;
use crate::detect::nodes::{assignment, keyword};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Seen};

/// The first part of the path that every router and blueprint is put below, where all have the same: `/api`.
pub fn prefix(sources: &Sources<'_>, program: &[&Source<'_>]) -> Option<Seen<String>> {
    let mut found: Option<(String, Evidence)> = None;
    for file in program.iter().filter(|file| file.mentions(&["include_router", "register_blueprint"])) {
        let module = file.module()?;
        for call in module.calls() {
            let Some(given) = put_below(sources, module, call) else { continue };
            let (head, evidence) = (first_part(&given?)?, module.evidence(call));
            match &found {
                Some((known, _)) if *known != head => return None,
                Some(_) => {}
                None => found = Some((head, evidence)),
            }
        }
    }
    let (value, evidence) = found?;
    Some(Seen { value, confidence: Confidence::Likely, evidence: vec![evidence] })
}

/// `/api` of `/api/v1`.
pub fn first_part(path: &str) -> Option<String> {
    let part = path.strip_prefix('/')?.split('/').next().filter(|part| !part.is_empty())?;
    part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).then(|| format!("/{part}"))
}

/// The path that a call puts routes of an application below: Some(None) where it is none or not known.
fn put_below(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> Option<Option<String>> {
    let function = call.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
    let method = module.text(function.child_by_field_name("attribute")?);
    let name = match method {
        "include_router" => "prefix",
        "register_blueprint" => "url_prefix",
        _ => return None,
    };
    let object = function.child_by_field_name("object")?;
    if !is_application(sources, module, call, object) {
        return None;
    }
    Some(keyword(module, call, name).and_then(|given| text(sources, module, given)))
}

fn text(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<String> {
    if let Some(Literal::Text(text)) = literal(module, node) {
        return Some(text);
    }
    let object = node.child_by_field_name("object")?;
    let (place, value) = setting(sources, module, object, module.text(node.child_by_field_name("attribute")?))?;
    match literal(place, value) {
        Some(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

/// Whether `object` is an application: one that was made in this scope, or one that the module imports.
fn is_application(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>, object: Node<'_>) -> bool {
    let is = |dotted: &str| FRAMEWORKS.iter().any(|framework| framework.is_class(dotted));
    let name = module.text(object);
    let mut scope = call;
    while let Some(outer) = scope.parent() {
        scope = outer;
        let mut cursor = scope.walk();
        let made = scope.named_children(&mut cursor).any(|statement| {
            let pair = assignment(statement).filter(|(left, _)| module.text(*left) == name);
            pair.is_some_and(|(_, value)| makes(sources, module, value, &is, HOPS))
        });
        if made {
            return true;
        }
    }
    let definition = module.dotted(object).and_then(|dotted| sources.definition(module, &dotted));
    definition.is_some_and(|definition| {
        let value = assignment(definition.node).map(|(_, value)| value);
        value.is_some_and(|value| makes(sources, definition.module, value, &is, HOPS))
    })
}
