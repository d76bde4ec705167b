//! The routes that an application answers, with the text of what answers them.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::audit::Ground;
use crate::detect::js::nodes::{arguments, callee, calls as calls_js, is_function};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::nodes::{argument, calls, keyword};
use crate::detect::syntax::Module;
use crate::detect::{js, literal};
use crate::facts::Evidence;

/// One route.
#[derive(Clone, Debug)]
pub struct Route {
    pub path: String,
    /// It changes something: POST, PUT, PATCH or DELETE.
    pub changes: bool,
    pub evidence: Evidence,
    /// The source of its handler, with its decorators and the functions of the repository that it calls.
    pub text: String,
}

const METHODS: &[&str] =
    &["get", "post", "put", "patch", "delete", "all", "route", "api_route", "add_url_rule", "websocket"];
const CHANGING: &[&str] = &["post", "put", "patch", "delete", "all"];

/// Every route whose path or function `wanted` accepts, of files in which one of `words` stands.
pub fn routes(ground: &Ground<'_, '_>, words: &[&str], wanted: &dyn Fn(&str) -> bool) -> Vec<Route> {
    let mut found = Vec::new();
    for module in ground.python(words).filter_map(|file| file.module()) {
        let kinds: &[&str] = match module.source.contains("django") {
            true => &["decorated_definition", "call"],
            false => &["decorated_definition"],
        };
        for node in module.nodes(kinds) {
            found.extend(match node.kind() {
                "call" => listed(ground, module, node, wanted),
                _ => decorated(ground, module, node, wanted),
            });
        }
    }
    for module in ground.js(words).filter_map(|file| file.module()) {
        for node in module.calls() {
            found.extend(of_js(ground, Spot { module, node }, wanted));
        }
    }
    found
}

/// `@app.post("/path")` above a function.
fn decorated(
    ground: &Ground<'_, '_>,
    module: &Module<'_>,
    node: Node<'_>,
    wanted: &dyn Fn(&str) -> bool,
) -> Option<Route> {
    let function = node.child_by_field_name("definition").filter(|node| node.kind() == "function_definition")?;
    let name = function.child_by_field_name("name").map_or("", |name| module.text(name));
    let mut cursor = node.walk();
    let decorators: Vec<Node<'_>> =
        node.named_children(&mut cursor).filter(|child| child.kind() == "decorator").collect();
    decorators.into_iter().find_map(|decorator| {
        let call = decorator.named_child(0).filter(|call| call.kind() == "call")?;
        let callee = call.child_by_field_name("function").map(|function| module.text(function))?;
        let method = callee.rsplit_once('.').map(|(_, method)| method).filter(|method| METHODS.contains(method))?;
        let path =
            argument(call, 0).or_else(|| keyword(module, call, "path")).and_then(|path| literal::text(module, path))?;
        let methods = keyword(module, call, "methods").map_or("", |methods| module.text(methods));
        let changes =
            CHANGING.contains(&method) || ["POST", "PUT", "PATCH", "DELETE"].iter().any(|one| methods.contains(one));
        (wanted(&path) || wanted(name)).then(|| Route {
            path,
            changes,
            evidence: module.evidence(function),
            text: with_called(ground, module, node),
        })
    })
}

/// `path("login/", views.login)` of Django.
fn listed(
    ground: &Ground<'_, '_>,
    module: &Module<'_>,
    call: Node<'_>,
    wanted: &dyn Fn(&str) -> bool,
) -> Option<Route> {
    if !matches!(module.callee(call)?.as_str(), "django.urls.path" | "django.urls.re_path" | "django.conf.urls.url") {
        return None;
    }
    let path = argument(call, 0).and_then(|path| literal::text(module, path)).filter(|path| wanted(path))?;
    let view = argument(call, 1)?;
    let called =
        |node: Node<'_>| node.child_by_field_name("function").map_or("", |function| module.text(function)).to_owned();
    // `csrf_exempt(views.Hook.as_view())`
    let inner = (view.kind() == "call" && !called(view).ends_with(".as_view")).then(|| argument(view, 0)).flatten();
    let view = inner.unwrap_or(view);
    let view = view.child_by_field_name("function").filter(|_| view.kind() == "call").unwrap_or(view);
    let dotted = module.dotted(view)?;
    let dotted = dotted.strip_suffix(".as_view").unwrap_or(&dotted);
    let found = ground.code.python.definition(module, dotted)?;
    let whole = found.node.parent().filter(|parent| parent.kind() == "decorated_definition").unwrap_or(found.node);
    let text = with_called(ground, found.module, whole);
    Some(Route { path, changes: true, evidence: found.module.evidence(found.node), text })
}

/// The source of `node`, and of the functions that it calls.
fn with_called(ground: &Ground<'_, '_>, module: &Module<'_>, node: Node<'_>) -> String {
    let mut text = module.text(node).to_owned();
    let mut seen = BTreeSet::new();
    for name in calls(node).into_iter().filter_map(|call| module.callee(call)) {
        if seen.insert(name.clone())
            && let Some(found) = ground.code.python.definition(module, &name)
            && found.node.kind() == "function_definition"
        {
            text.push_str(found.module.text(found.node));
        }
    }
    text
}

/// `app.post('/path', handler)`.
fn of_js<'g, 't>(ground: &Ground<'g, 't>, spot: Spot<'g, 't>, wanted: &dyn Fn(&str) -> bool) -> Option<Route> {
    let function = callee(spot.node).filter(|function| function.kind() == "member_expression")?;
    let method = spot.module.text(function.child_by_field_name("property")?);
    let given = arguments(spot.node);
    let (first, handlers) = given.split_first().filter(|(_, handlers)| !handlers.is_empty())?;
    if !METHODS.contains(&method) && method != "use" {
        return None;
    }
    let path = js::literal::text(spot.module.source, *first).filter(|path| path.starts_with('/') && wanted(path))?;
    let mut text = spot.module.text(spot.node).to_owned();
    for handler in handlers {
        text.push_str(&followed(ground, spot.to(*handler), 2));
    }
    Some(Route { path, changes: CHANGING.contains(&method), evidence: spot.module.evidence(spot.node), text })
}

/// The source of the function that an expression stands for, and of those that it calls.
fn followed<'g, 't>(ground: &Ground<'g, 't>, spot: Spot<'g, 't>, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return String::new() };
    let eval = Eval::new(&ground.code.js);
    let Some(Value::Here(found)) = eval.value(spot) else { return String::new() };
    let mut text = found.module.text(found.node).to_owned();
    let inner = if is_function(found.node) || found.node.kind() == "call_expression" {
        calls_js(found.node)
    } else {
        Vec::new()
    };
    for call in inner {
        let parts = callee(call).into_iter().chain(arguments(call));
        for part in parts.filter(|part| matches!(part.kind(), "identifier" | "member_expression" | "arrow_function")) {
            text.push_str(&followed(ground, found.to(part), depth));
        }
    }
    text
}
