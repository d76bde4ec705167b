//! Paths that the code of an app answers, by the last part of their texts.

use tree_sitter::Node;

use crate::audit::Ground;
use crate::detect::js;
use crate::detect::literal::text;
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::tree::RelPath;

/// What asks others for a path instead of answering it.
const CLIENTS: &[&str] = &[
    "axios", "fetch", "requests", "httpx", "aiohttp", "client", "http", "https", "got", "urllib", "session", "agent",
    "reverse", "redirect", "require",
];
/// What puts a view at a path that is written without its first `/`.
const PUTS: &[&str] = &["path", "re_path", "url", "include", "Get", "All", "Controller", "route"];

/// Where `app` answers a path whose last part is one of `names`; a name that begins with `/` is the whole path.
pub fn answered(ground: &Ground<'_, '_>, app: &AppFacts, names: &[&str]) -> Option<Evidence> {
    let own = |path: &RelPath| ground.belongs(path, app);
    let file = ground.js(&["export"]).map(|file| file.path).find(|path| own(path) && is_route(path, names));
    if let Some(path) = file {
        return Some(Evidence { path: path.clone(), line: None, text: path.name().to_owned() });
    }
    let python = ground.python(names).filter(|file| own(file.path)).filter_map(|file| in_python(file.module()?, names));
    let js = ground.js(names).filter(|file| own(file.path)).filter_map(|file| in_js(file.module()?, names));
    python.chain(js).next()
}

fn in_python(module: &Module<'_>, names: &[&str]) -> Option<Evidence> {
    let mut found = None;
    module.walk(&mut |node| {
        if found.is_none() && node.kind() == "string" && is_given(node) && answers(module.source, node) {
            found = text(module, node).filter(|path| is_path(path, names)).map(|_| around(node));
        }
        found.is_none()
    });
    found.map(|node| module.evidence(node))
}

fn in_js(module: &js::Module<'_>, names: &[&str]) -> Option<Evidence> {
    let mut found = None;
    module.walk(&mut |node| {
        let is = matches!(node.kind(), "string" | "template_string") && is_given(node);
        if found.is_none() && is && answers(module.source, node) {
            let written = module.text(node).trim_matches(['"', '\'', '`']);
            found = is_path(written, names).then(|| around(node));
        }
        found.is_none()
    });
    found.map(|node| module.evidence(node))
}

/// Whether a text is an argument, or part of a table of routes.
fn is_given(node: Node<'_>) -> bool {
    let holders = ["argument_list", "arguments", "tuple", "list", "array", "keyword_argument", "pair", "property"];
    node.parent().is_some_and(|parent| holders.contains(&parent.kind()))
}

/// The call that a text is given to; itself where it is none.
fn around(node: Node<'_>) -> Node<'_> {
    let call = node.parent().and_then(|list| list.parent());
    call.filter(|call| matches!(call.kind(), "call" | "call_expression")).unwrap_or(node)
}

/// Whether the call that a text is given to answers at paths: a word alone is none, unless that call puts views at them.
fn answers(source: &str, node: Node<'_>) -> bool {
    let written = |node: Node<'_>| source.get(node.byte_range()).unwrap_or("");
    let function = around(node).child_by_field_name("function").map_or("", written);
    let last = function.rsplit('.').next().unwrap_or(function);
    let asks = function.split(['.', '(', '_']).any(|part| CLIENTS.contains(&part.trim()));
    !asks && (written(node).contains('/') || PUTS.contains(&last))
}

/// `/api/health/`, `^healthz/?$`. What is asked about one thing of many is another question: `/orders/:id/status`.
fn is_path(written: &str, names: &[&str]) -> bool {
    let plain = written.trim_start_matches('^').trim_end_matches(['$', '?', '/', '\\']);
    let last = plain.rsplit('/').next().unwrap_or(plain);
    let whole = format!("/{}", plain.trim_start_matches('/'));
    let path = !plain.contains([':', '{', '<', '*']) && !plain.contains(char::is_whitespace);
    let is = |name: &&str| match name.starts_with('/') {
        true => whole.eq_ignore_ascii_case(name),
        false => last.eq_ignore_ascii_case(name),
    };
    path && names.iter().any(is)
}

/// A file that Next answers for: `app/api/health/route.ts`, `pages/api/health.ts`.
fn is_route(path: &RelPath, names: &[&str]) -> bool {
    let (folder, stem) = (path.parent(), path.name().split('.').next().unwrap_or(""));
    let answers = stem == "route" && names.contains(&folder.name());
    answers || names.contains(&stem) && path.as_str().contains("pages/api/")
}
