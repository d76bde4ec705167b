//! Files that a program loads by other ways than an import: of a thread, of a child, or of a folder as a whole.

use tree_sitter::Node;

use crate::detect::js::imports::{inner, loads};
use crate::detect::js::literal::text;
use crate::detect::js::nodes::{argument, arguments, callee, first};
use crate::detect::js::syntax::Module;

/// Paths from the folder of `module`; true for a folder of which everything is loaded.
pub fn loaded(module: &Module<'_>) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for call in module.calls() {
        let Some(callee) = callee(call) else { continue };
        let name = module.text(callee);
        match name.rsplit('.').next().unwrap_or(name) {
            "Worker" | "fork" | "URL" | "Piscina" => {
                let path = argument(call, 0).and_then(|path| text(module.source, path));
                found.extend(path.filter(|path| path.starts_with('.')).map(|path| (path, false)));
            }
            "join" | "resolve" => found.extend(beside(module, call).map(|path| (path, false))),
            _ if loads(module.source, call) => {
                let named = argument(call, 0).filter(|named| text(module.source, *named).is_none());
                found.extend(named.and_then(|named| front(module, named)).map(|folder| (folder, true)));
            }
            _ => {}
        }
    }
    if module.dynamic {
        let folders: Vec<_> = found.iter().map(|(path, _)| (path.clone(), true)).collect();
        found.extend(folders);
    }
    found
}

/// `path.join(__dirname, "jobs", "mail.js")`.
fn beside(module: &Module<'_>, call: Node<'_>) -> Option<String> {
    let parts = arguments(call);
    let (from, rest) = parts.split_first()?;
    if !matches!(module.text(*from), "__dirname" | "import.meta.dirname") {
        return None;
    }
    let rest: Vec<String> = rest.iter().map_while(|part| text(module.source, *part)).collect();
    Some(if rest.is_empty() { ".".into() } else { rest.join("/") })
}

/// The folder that the beginning of a path states: `./commands/${name}`.
fn front(module: &Module<'_>, path: Node<'_>) -> Option<String> {
    let written = match path.kind() {
        "template_string" => inner(module.source, path)?.split("${").next().unwrap_or("").to_owned(),
        "binary_expression" => text(module.source, first(path)?)?,
        _ => return None,
    };
    let (folder, _) = written.rsplit_once('/').filter(|_| written.starts_with('.'))?;
    Some(folder.to_owned())
}
