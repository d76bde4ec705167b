//! Where programs on Node show the description of their API, and on what condition.

use tree_sitter::Node;

use crate::audit::{Ground, Raised};
use crate::detect::js::JsSource;
use crate::detect::js::nodes::arguments;
use crate::detect::js::sources::Target;
use crate::detect::js::syntax::Module;
use crate::detect::js::value::{Eval, Spot};

const WORDS: &[&str] = &["swagger-ui-express", "@nestjs/swagger"];
const SETUPS: &[&str] = &["swagger-ui-express.setup", "@nestjs/swagger.SwaggerModule.setup"];
/// What a condition on the environment mentions, in lower case.
const CONDITIONS: &[&str] = &["env", "prod", "dev", "debug", "swagger", "docs"];

/// Every description that is shown on no condition.
pub fn swagger(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let mut found = Vec::new();
    for file in ground.js(WORDS) {
        let Some(module) = file.module() else { continue };
        let spots = module.calls().map(|node| Spot { module, node });
        let open = spots.filter(|call| is_setup(ground, *call) && is_open(module, call.node));
        let Some(call) = open.into_iter().next().filter(|_| !is_chosen(ground, file)) else { continue };
        let Some(app) = ground.app_of(file.path) else { continue };
        let message = "anyone can read the description of the API in production";
        let raised = Raised::fault(message, module.evidence(call.node)).likely().of(&app.name);
        found.push(raised.fix("put it behind `if (process.env.NODE_ENV !== \"production\")`, or a login before it"));
    }
    found
}

fn is_setup<'s, 't>(ground: &'s Ground<'_, 't>, call: Spot<'s, 't>) -> bool {
    let Some(callee) = call.callee().filter(|callee| call.module.text(callee.node).contains("setup")) else {
        return false;
    };
    Eval::new(&ground.code.js).name(callee).is_some_and(|name| SETUPS.contains(&name.as_str()))
}

/// Whether nothing around the call and nothing beside it asks first: `app.use("/docs", serve, setup(document))`.
fn is_open(module: &Module<'_>, setup: Node<'_>) -> bool {
    let put = setup.parent().and_then(|arguments| arguments.parent()).filter(|put| put.kind() == "call_expression");
    let beside = put.map(arguments).unwrap_or_default();
    let plain = |given: &Node<'_>| {
        *given == setup || matches!(given.kind(), "string" | "template_string") || module.text(*given).contains("serve")
    };
    beside.iter().all(plain) && !is_conditional(setup)
}

/// Whether it depends on something whether `node` runs.
pub fn is_conditional(node: Node<'_>) -> bool {
    let mut outer = node.parent();
    while let Some(parent) = outer {
        if matches!(parent.kind(), "if_statement" | "conditional_expression" | "ternary_expression" | "elif_clause") {
            return true;
        }
        if parent.kind() == "binary_expression"
            && parent.child_by_field_name("operator").is_some_and(|and| and.kind() == "&&")
        {
            return true;
        }
        outer = parent.parent();
    }
    false
}

/// Whether a file that loads `file` asks for the environment somewhere.
fn is_chosen(ground: &Ground<'_, '_>, file: &JsSource<'_>) -> bool {
    let loads = |module: &Module<'_>| {
        let leads = |specifier: &str| {
            let target = ground.code.js.find(module.path, specifier);
            matches!(target, Some(Target::File(found)) if found.path == file.path)
        };
        module.requests.iter().any(|(specifier, _)| leads(specifier))
    };
    let stem = file.path.name().split('.').next().unwrap_or("");
    let stem = if stem == "index" { file.path.parent().name().to_owned() } else { stem.to_owned() };
    let others = ground.js(&["if"]).filter(|other| other.mentions(&[&stem]));
    others.filter_map(|other| other.module()).any(|module| loads(module) && asks(module)) || early(file)
}

fn asks(module: &Module<'_>) -> bool {
    let mut found = false;
    module.walk(&mut |node| {
        let condition = node.child_by_field_name("condition").filter(|_| node.kind() == "if_statement");
        let text = condition.map_or("", |condition| module.text(condition)).to_ascii_lowercase();
        found |= CONDITIONS.iter().any(|word| text.contains(word));
        !found
    });
    found
}

/// Whether the file itself asks, such as `if (production) return;` at the beginning of a function.
fn early(file: &JsSource<'_>) -> bool {
    file.module().is_some_and(asks)
}
