//! Answers that hold what an exception says.

use tree_sitter::Node;

use crate::audit::Ground;
use crate::audit::production::{is_rehearsal, is_rehearsal_js};
use crate::detect::js::Module as JsModule;
use crate::detect::js::nodes::{callee, calls as calls_js, first, is_function, parameters, walk as walk_js};
use crate::detect::js::value::{Eval, Spot};
use crate::detect::nodes::{calls, walk};
use crate::detect::syntax::Module;
use crate::facts::Evidence;

/// One answer that tells too much.
#[derive(Clone, Debug)]
pub struct Leak {
    pub evidence: Evidence,
    /// The whole stack.
    pub stack: bool,
    /// The exception may be one that is made for users.
    pub likely: bool,
}

/// What answers a request.
const ANSWERS: &[&str] = &[
    "HTTPException",
    "jsonify",
    "JSONResponse",
    "ORJSONResponse",
    "PlainTextResponse",
    "HTMLResponse",
    "JsonResponse",
    "HttpResponse",
    "HttpResponseServerError",
    "Response",
    "make_response",
    "abort",
    "json_response",
];

/// In the Python code of the program.
pub fn leaks(ground: &Ground<'_, '_>) -> Vec<Leak> {
    let mut found = Vec::new();
    for module in ground.python(&["except", "errorhandler", "exception_handler"]).filter_map(|file| file.module()) {
        for node in module.nodes(&["except_clause", "decorated_definition"]) {
            let caught = match node.kind() {
                "except_clause" => caught(module, node),
                _ => handled(module, node),
            };
            if let Some((name, broad)) = caught {
                found.extend(answers(ground, module, node, name, broad));
            }
        }
    }
    found.dedup_by(|one, other| one.evidence == other.evidence);
    found
}

/// The name of an exception that is caught, and whether that may be any.
fn caught<'t>(module: &Module<'t>, clause: Node<'_>) -> Option<(&'t str, bool)> {
    let mut named = None;
    walk(clause, &mut |node| {
        if node.kind() == "as_pattern" && named.is_none() {
            named = Some(node);
        }
        node.kind() != "block"
    });
    let Some(pattern) = named else {
        return Some(("", true)).filter(|_| module.text(clause).contains("format_exc"));
    };
    let kind = module.text(pattern.named_child(0)?);
    let name = module.text(pattern.child_by_field_name("alias")?);
    Some((name, matches!(kind, "Exception" | "BaseException")))
}

/// The parameter of a function that answers any exception.
fn handled<'t>(module: &Module<'t>, definition: Node<'_>) -> Option<(&'t str, bool)> {
    let mut cursor = definition.walk();
    let handles = |decorator: Node<'_>| {
        let text = module.text(decorator);
        let broad =
            ["(Exception)", "(500)", "(InternalServerError)"].iter().any(|part| text.trim_end().ends_with(part));
        broad && (text.contains("errorhandler") || text.contains("exception_handler"))
    };
    let decorated = definition.named_children(&mut cursor).any(|child| child.kind() == "decorator" && handles(child));
    let function = definition.child_by_field_name("definition").filter(|_| decorated)?;
    let parameters = function.child_by_field_name("parameters")?;
    let mut cursor = parameters.walk();
    let last = parameters.named_children(&mut cursor).last()?;
    let name = last.child_by_field_name("name").or_else(|| last.named_child(0)).unwrap_or(last);
    Some((module.text(name), true))
}

/// The answers below `node` that hold what `name` says.
fn answers(ground: &Ground<'_, '_>, module: &Module<'_>, node: Node<'_>, name: &str, broad: bool) -> Vec<Leak> {
    let mut found: Vec<Leak> = Vec::new();
    let mut covered = 0..0;
    let is_answer = |call: Node<'_>| {
        module.callee(call).is_some_and(|callee| ANSWERS.contains(&callee.rsplit('.').next().unwrap_or(&callee)))
    };
    let returned = |node: Node<'_>| node.kind() == "return_statement" && module.text(node).trim_end().ends_with("500");
    walk(node, &mut |inner| {
        let answers = inner.kind() == "call" && is_answer(inner) || returned(inner);
        if answers && !covered.contains(&inner.start_byte()) {
            covered = inner.byte_range();
            let whole = inner.parent().filter(|parent| parent.kind() == "expression_list").unwrap_or(inner);
            let text = module.text(whole);
            let server = ["500", "502", "503"].iter().any(|code| text.contains(code)) || text.contains("ServerError");
            let stack = text.contains("format_exc");
            let told = stack || !name.is_empty() && tells(module, inner, name);
            if told && (broad || server) && !is_rehearsal(ground, module, inner) {
                found.push(Leak { evidence: module.evidence(inner), stack, likely: false });
            }
        }
        true
    });
    found
}

/// `str(error)`, `f"{error}"`, `error.args`: not an attribute that is made for answers, nor a line for the log.
fn tells(module: &Module<'_>, node: Node<'_>, name: &str) -> bool {
    let converts = |call: Node<'_>| {
        let function = call.child_by_field_name("function").map_or("", |function| module.text(function));
        matches!(function, "str" | "repr")
            && call.child_by_field_name("arguments").is_some_and(|given| module.text(given) == format!("({name})"))
    };
    let mut found = calls(node).into_iter().any(|call| converts(call) && !is_chosen(call, node));
    walk(node, &mut |inner| {
        let shown =
            inner.kind() == "interpolation" && inner.named_child(0).is_some_and(|part| module.text(part) == name);
        let args = inner.kind() == "attribute" && module.text(inner) == format!("{name}.args");
        found |= (shown || args) && !is_chosen(inner, node);
        !found
    });
    found
}

/// `str(error) if settings.DEBUG else "…"`.
fn is_chosen(node: Node<'_>, within: Node<'_>) -> bool {
    let mut outer = node.parent().filter(|_| node != within);
    while let Some(parent) = outer {
        if matches!(parent.kind(), "conditional_expression" | "ternary_expression" | "spread_element") {
            return true;
        }
        outer = parent.parent().filter(|_| parent != within);
    }
    false
}

/// Where JavaScript catches: a clause, or a function of any form.
const CATCHES: &[&str] = &[
    "catch_clause",
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "generator_function_declaration",
    "generator_function",
];

/// In JavaScript and TypeScript.
pub fn leaks_js(ground: &Ground<'_, '_>) -> Vec<Leak> {
    let mut found = Vec::new();
    for module in ground.js(&["res.", "response.", "reply."]).filter_map(|file| file.module()) {
        let caught = module.nodes(CATCHES).filter_map(|node| caught_js(module, node));
        for (name, body, handler) in caught {
            found.extend(answers_js(ground, module, body, name, handler));
        }
    }
    found.dedup_by(|one, other| one.evidence == other.evidence);
    found
}

/// The name of what is caught by `catch`, `.catch(…)` or a handler of errors, where it is used, and whether it is such
/// a handler.
fn caught_js<'n, 't>(module: &'n JsModule<'t>, node: Node<'n>) -> Option<(&'t str, Node<'n>, bool)> {
    if node.kind() == "catch_clause" {
        let name = node.child_by_field_name("parameter")?;
        return Some((module.text(name), node.child_by_field_name("body")?, false));
    }
    let (given, body) = (parameters(node), node.child_by_field_name("body")?);
    let (name, _) = given.first().filter(|(name, _)| name.kind() == "identifier")?;
    let call = module.around(node).nth(1).and_then(callee);
    let promised = call.is_some_and(|callee| module.text(callee).ends_with(".catch"));
    let handler = given.len() == 4;
    let operational = ["production", "NODE_ENV", "perational", "expose", "instanceof"];
    let weighed = handler && operational.iter().any(|word| module.text(body).contains(word));
    ((promised || handler) && !weighed).then(|| (module.text(*name), body, handler))
}

fn answers_js<'s, 't>(
    ground: &'s Ground<'_, 't>,
    module: &'s JsModule<'t>,
    body: Node<'s>,
    name: &str,
    handler: bool,
) -> Vec<Leak> {
    let eval = Eval::new(&ground.code.js);
    let mut found = Vec::new();
    for call in calls_js(body) {
        let Some(function) = callee(call).filter(|function| function.kind() == "member_expression") else { continue };
        let method = function.child_by_field_name("property").map_or("", |name| module.text(name));
        let chain = module.text(function);
        let answers = matches!(method, "json" | "send" | "end")
            && ["res.", "response.", "reply."].iter().any(|start| chain.starts_with(start));
        let status = chain.split(".status(").nth(1).unwrap_or("");
        // An error that brings its own status was made to be answered.
        let own = status.starts_with(&format!("{name}.")) && !status.contains("||") && !status.contains("??");
        let refused = own || status.starts_with('4') || chain.contains("BAD_REQUEST") || chain.contains("UNAUTHORIZED");
        let Some(given) = call.child_by_field_name("arguments").filter(|_| answers && !refused) else { continue };
        let Some(stack) = tells_js(module, given, name) else { continue };
        if !is_rehearsal_js(&eval, Spot { module, node: call }) {
            found.push(Leak { evidence: module.evidence(call), stack, likely: handler && !stack });
        }
    }
    found
}

/// Whether the arguments hold the message of `name`, and whether the stack.
fn tells_js(module: &JsModule<'_>, given: Node<'_>, name: &str) -> Option<bool> {
    let mut told = None;
    walk_js(given, &mut |node| {
        let text = module.text(node);
        let whole = node.kind() == "identifier" && text == name;
        let bare = whole
            && node.parent().is_some_and(|parent| {
                matches!(parent.kind(), "arguments" | "template_substitution")
                    || parent.kind() == "pair" && parent.child_by_field_name("value") == Some(node)
            });
        let member = node.kind() == "member_expression"
            && node
                .child_by_field_name("object")
                .or_else(|| first(node))
                .is_some_and(|object| module.text(object) == name);
        let property = node.child_by_field_name("property").filter(|_| member).map_or("", |name| module.text(name));
        let shorthand = node.kind() == "shorthand_property_identifier" && text == name;
        if !is_chosen(node, given) {
            match property {
                "stack" => told = Some(true),
                "message" | "toString" => told = told.or(Some(false)),
                _ if bare || shorthand => told = told.or(Some(false)),
                _ => {}
            }
        }
        !is_function(node)
    });
    told
}
