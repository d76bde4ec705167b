//! What the code keeps in a dictionary or map of the process, by the names that such things have.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::audit::Ground;
use crate::audit::terms::terms;
use crate::detect::js::nodes::callee as callee_js;
use crate::detect::nodes::assignment;
use crate::detect::syntax::Module;
use crate::facts::Evidence;

/// A store in memory that is written to while requests are answered.
#[derive(Clone, Debug)]
pub struct Kept {
    /// `one-time passwords`.
    pub what: &'static str,
    pub name: String,
    pub evidence: Evidence,
}

/// Words that the names of stores hold, all of them in one, and what is kept then.
const NAMES: &[(&[&str], &str)] = &[
    (&["otp"], "one-time passwords"),
    (&["otps"], "one-time passwords"),
    (&["verification", "codes"], "one-time passwords"),
    (&["cart"], "carts"),
    (&["carts"], "carts"),
    (&["baskets"], "carts"),
    (&["sessions"], "sessions"),
    (&["session", "store"], "sessions"),
    (&["blacklist"], "revoked tokens"),
    (&["denylist"], "revoked tokens"),
    (&["revoked", "tokens"], "revoked tokens"),
    (&["refresh", "tokens"], "refresh tokens"),
    (&["reset", "tokens"], "tokens for new passwords"),
    (&["rate", "limit"], "limits"),
    (&["rate", "limits"], "limits"),
    (&["rate", "limiter"], "limits"),
    (&["login", "attempts"], "attempts to log in"),
    (&["failed", "attempts"], "attempts to log in"),
    (&["request", "counts"], "limits"),
];

/// Names of what is no store, although it is called after what is kept.
const OTHERS: &[&str] = &["schema", "config", "setting", "option", "message", "db", "http", "client", "label", "model"];

fn what(name: &str) -> Option<&'static str> {
    let words = terms(name);
    let has = |word: &&str| words.iter().any(|own| own == word);
    if words.iter().any(|word| OTHERS.contains(&word.trim_end_matches('s'))) {
        return None;
    }
    NAMES.iter().find(|(wanted, _)| wanted.iter().all(&has)).map(|(_, what)| *what)
}

/// Dictionaries of modules and of objects in Python.
pub fn kept(ground: &Ground<'_, '_>) -> Vec<Kept> {
    let mut found = Vec::new();
    for module in ground.python(&["{}", "dict", "Cache("]).filter_map(|file| file.module()) {
        let mut stores: BTreeMap<&str, (Node<'_>, &'static str)> = BTreeMap::new();
        for node in module.nodes(&["assignment"]) {
            if let Some((left, right)) = assignment(node)
                && !is_live(module.text(node))
                && let Some(what) = is_dictionary(module, right).then(|| what(module.text(left))).flatten()
                && (module.text(left).starts_with("self.") || !is_inside(node, "function_definition"))
            {
                stores.entry(module.text(left)).or_insert((node, what));
            }
        }
        for (name, (node, what)) in stores {
            if ground.python(&[last(name)]).any(|file| file.module().is_some_and(|module| writes(module, last(name)))) {
                found.push(Kept { what, name: name.to_owned(), evidence: module.evidence(node) });
            }
        }
    }
    found
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// An empty dictionary, or a cache with a time to live.
fn is_dictionary(module: &Module<'_>, node: Node<'_>) -> bool {
    match node.kind() {
        "dictionary" => node.named_child_count() == 0,
        "call" => module.callee(node).is_some_and(|name| {
            matches!(last(&name), "dict" | "defaultdict" | "OrderedDict" | "TTLCache" | "LRUCache")
        }),
        _ => false,
    }
}

fn is_inside(node: Node<'_>, kind: &str) -> bool {
    let mut outer = node.parent();
    while let Some(parent) = outer {
        if parent.kind() == kind {
            return true;
        }
        outer = parent.parent();
    }
    false
}

/// Whether a function stores something below `name`: `otps[phone] = code`, `otps.setdefault(…)`.
fn writes(module: &Module<'_>, name: &str) -> bool {
    let mut found = false;
    module.walk(&mut |node| {
        let target = match node.kind() {
            "assignment" | "augmented_assignment" => node
                .child_by_field_name("left")
                .filter(|left| left.kind() == "subscript")
                .and_then(|left| left.child_by_field_name("value")),
            "call" => node.child_by_field_name("function").and_then(|function| {
                let method = module.text(function.child_by_field_name("attribute")?);
                function.child_by_field_name("object").filter(|_| matches!(method, "setdefault" | "update"))
            }),
            _ => None,
        };
        found |= target.is_some_and(|target| last(module.text(root(target))) == name)
            && is_inside(node, "function_definition");
        !found
    });
    found
}

/// `carts` of `carts[user]["items"]`.
fn root(node: Node<'_>) -> Node<'_> {
    let mut node = node;
    while let Some(value) = node.child_by_field_name("value").filter(|_| node.kind() == "subscript") {
        node = value;
    }
    node
}

/// Maps and objects of modules and classes in JavaScript.
pub fn kept_js(ground: &Ground<'_, '_>) -> Vec<Kept> {
    let mut found = Vec::new();
    for module in ground.js(&["Map(", "{}", "Cache("]).filter_map(|file| file.module()) {
        module.walk(&mut |node| {
            if let Some((name, value)) = lasting(node)
                && is_map(module, value)
                && !is_live(module.text(node))
                && let Some(what) = what(module.text(name))
                && stores(module, module.text(name))
            {
                let name = module.text(name).to_owned();
                found.push(Kept { what, name, evidence: module.evidence(node) });
            }
            true
        });
    }
    found
}

/// The name and value of a variable of the module, or of a property of an object, which outlive a request.
fn lasting(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    const FUNCTIONS: &[&str] = &["function_declaration", "arrow_function", "method_definition", "function_expression"];
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "variable_declarator" if FUNCTIONS.iter().any(|kind| is_inside(node, kind)) => None,
        "variable_declarator" | "public_field_definition" => Some((field("name")?, field("value")?)),
        "field_definition" => Some((field("property")?, field("value")?)),
        "assignment_expression" => {
            let left = field("left").filter(|left| left.kind() == "member_expression")?;
            let this = left.child_by_field_name("object")?.kind() == "this";
            Some((left.child_by_field_name("property").filter(|_| this)?, field("right")?))
        }
        _ => None,
    }
}

/// Whether connections are kept, which belong to the process that holds them.
fn is_live(declaration: &str) -> bool {
    ["WebSocket", "Socket", "ClientSession", "AsyncSession"].iter().any(|class| declaration.contains(class))
}

fn is_map(module: &crate::detect::js::Module<'_>, value: Node<'_>) -> bool {
    match value.kind() {
        "object" => value.named_child_count() == 0,
        "new_expression" => callee_js(value)
            .is_some_and(|class| matches!(last(module.text(class)), "Map" | "NodeCache" | "LRUCache" | "LRU" | "Keyv")),
        _ => false,
    }
}

/// `otps.set(phone, code)`, `otps[phone] = code`, by a function.
fn stores(module: &crate::detect::js::Module<'_>, name: &str) -> bool {
    let mut found = false;
    module.walk(&mut |node| {
        let target = match node.kind() {
            "assignment_expression" | "augmented_assignment_expression" => node
                .child_by_field_name("left")
                .filter(|left| left.kind() == "subscript_expression")
                .and_then(|left| left.child_by_field_name("object")),
            "call_expression" => callee_js(node).and_then(|function| {
                let method = module.text(function.child_by_field_name("property")?);
                function.child_by_field_name("object").filter(|_| method == "set")
            }),
            _ => None,
        };
        found |= target.is_some_and(|target| last(module.text(target)) == name.trim_start_matches('#'));
        !found
    });
    found
}
