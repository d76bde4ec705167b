//! Lists of origins and hosts, as far as they are written out: everything, localhost, or known ones.

use tree_sitter::Node;

use crate::audit::production::is_rehearsal;
use crate::audit::{Ground, unset};
use crate::detect::js::nodes::children;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::locality::local;
use crate::detect::nodes::assignment;
use crate::detect::syntax::Module;

/// What a list of origins lets in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// Everything.
    pub any: bool,
    /// Something on the visitor's own machine, whatever the environment says.
    pub local: Option<String>,
    /// The environment may say otherwise.
    pub asked: bool,
}

impl Origins {
    #[must_use]
    pub fn with(self, other: Origins) -> Self {
        Origins { any: self.any || other.any, local: self.local.or(other.local), asked: self.asked || other.asked }
    }

    fn of(value: &Literal, asked: bool) -> Self {
        let texts: Vec<String> = match value {
            Literal::List(items) => items.iter().filter_map(Literal::shown).collect(),
            Literal::Text(text) => vec![text.clone()],
            Literal::Boolean(true) => vec!["*".to_owned()],
            _ => Vec::new(),
        };
        let every =
            |text: &String| matches!(text.trim(), "*" | ".*" | "^.*$" | "https?://.*" | "http://*" | "https://*");
        let local = texts.iter().find(|text| is_local(text)).filter(|_| !asked);
        Origins { any: texts.iter().any(every), local: local.cloned(), asked }
    }
}

/// Whether an origin or host is the machine that it is used on.
pub fn is_local(text: &str) -> bool {
    let host = text.split_once("://").map_or(text, |(_, host)| host);
    let host = host.split([':', '/']).next().unwrap_or(host);
    matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0" | "[")
}

/// Of an expression of Python; what is unknown in it lets nothing in.
pub fn of_python(ground: &Ground<'_, '_>, module: &Module<'_>, node: Node<'_>) -> Origins {
    followed(ground, module, node, HOPS)
}

/// How many names are followed: a list may be made of itself.
const HOPS: usize = 8;

fn followed(ground: &Ground<'_, '_>, module: &Module<'_>, node: Node<'_>, hops: usize) -> Origins {
    let Some(hops) = hops.checked_sub(1) else { return Origins { asked: true, ..Origins::default() } };
    let sources = &ground.code.python;
    let named = || {
        let here = Some(node).filter(|node| node.kind() == "identifier").and_then(|node| local(module, node));
        let found = module.dotted(node).and_then(|name| sources.definition(module, &name));
        let there = found.and_then(|found| Some((found.module, assignment(found.node)?.1)));
        here.map(|here| (module, here)).or(there).filter(|(_, value)| is_list(*value))
    };
    match named() {
        Some((module, list)) if is_rehearsal(ground, module, list) => Origins { asked: true, ..Origins::default() },
        Some((module, list)) => parts(ground, module, list, hops),
        None if is_list(node) => parts(ground, module, node, hops),
        None => match unset::python(sources, module, node) {
            Some(worth) => Origins::of(&worth.value, worth.asked),
            None => Origins { asked: true, ..Origins::default() },
        },
    }
}

fn is_list(node: Node<'_>) -> bool {
    matches!(node.kind(), "list" | "tuple" | "set" | "parenthesized_expression" | "binary_operator")
}

fn parts(ground: &Ground<'_, '_>, module: &Module<'_>, list: Node<'_>, hops: usize) -> Origins {
    let mut cursor = list.walk();
    let parts = list.named_children(&mut cursor).filter(|part| part.kind() != "comment");
    parts.map(|part| followed(ground, module, part, hops)).fold(Origins::default(), Origins::with)
}

/// Of an expression of JavaScript.
pub fn of_js<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Origins {
    match eval.value(spot) {
        Some(Value::Here(array)) if array.node.kind() == "array" => {
            let parts = children(array.node).into_iter().map(|part| of_js(eval, array.to(part)));
            parts.fold(Origins::default(), Origins::with)
        }
        _ => match unset::javascript(eval, spot) {
            Some(worth) => Origins::of(&worth.value, worth.asked),
            None => Origins { asked: true, ..Origins::default() },
        },
    }
}
