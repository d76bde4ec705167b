//! Servers that only take a bot's updates: the program is the bot.

use tree_sitter::Node;

use crate::detect::js::{JsSources, Module};
use crate::tree::RelPath;

/// Methods that give an Express application a route.
const ROUTES: &[&str] = &["get", "post", "put", "patch", "delete", "all", "use"];
/// What stands in a call that hands updates to a bot.
const UPDATES: &[&str] = &["webhookCallback", "handleUpdate", "processUpdate", "webhook"];
/// Parts of the paths that only ask whether the program is alive.
const PROBES: &[&str] = &["health", "ready", "live", "ping", "status"];

/// Whether the server in `files` answers nobody but the chat service, and probes.
pub fn only_updates(sources: &JsSources<'_>, files: &[(&RelPath, &str)]) -> bool {
    let served = files.iter().filter(|(_, text)| text.contains("express"));
    let modules = served.filter_map(|(path, _)| sources.get(path.as_str())?.module());
    let mut updates = false;
    for module in modules {
        let mut own = false;
        module.walk(&mut |node| {
            match route(module, node) {
                Some(Route::Updates) => updates = true,
                Some(Route::Own) => own = true,
                Some(Route::Probe) | None => {}
            }
            true
        });
        if own {
            return false;
        }
    }
    updates
}

enum Route {
    Updates,
    Probe,
    Own,
}

/// What a call gives an application to answer.
fn route(module: &Module<'_>, node: Node<'_>) -> Option<Route> {
    let function = node.child_by_field_name("function").filter(|_| node.kind() == "call_expression")?;
    let method = module.text(function.child_by_field_name("property")?);
    if !ROUTES.contains(&method) {
        return None;
    }
    let text = module.text(node);
    if UPDATES.iter().any(|word| text.contains(word)) {
        return Some(Route::Updates);
    }
    let arguments = node.child_by_field_name("arguments")?;
    let first = arguments.named_child(0)?;
    let path = module.text(first).trim_matches(['"', '\'', '`']);
    match first.kind() {
        "string" | "template_string" if path == "/" || PROBES.iter().any(|word| path.contains(word)) => {
            Some(Route::Probe)
        }
        // `settings.get("name")` has no route's second argument.
        "string" | "template_string" => arguments.named_child(1).map(|_| Route::Own),
        _ => text.contains("static(").then_some(Route::Own),
    }
}
