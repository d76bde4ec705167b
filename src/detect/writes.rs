//! Where the program writes: folders that it makes, log files, files opened for writing.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tree_sitter::Node;

use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, calls, keyword};
use crate::detect::paths::{From, Place, place};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Notice, Seen, Write};
use crate::tree::RelPath;

const WORDS: &[&str] = &[
    "makedirs",
    "mkdir",
    "FileHandler",
    "open(",
    "write_text",
    "write_bytes",
    ".touch(",
    "basicConfig",
    "logger.add",
    "sqlite3",
];

struct Found {
    place: Place,
    folder: bool,
    at_import: bool,
    evidence: Evidence,
}

/// The places below `import_root` that the code in `files` writes to, in path order.
pub fn writes(
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    import_root: &RelPath,
    notices: &mut Vec<Notice>,
) -> Vec<Seen<Write>> {
    let found: Vec<Vec<Found>> = files
        .par_iter()
        .filter(|file| file.mentions(WORDS))
        .map(|file| file.module().map_or_else(Vec::new, |module| in_module(sources, module)))
        .collect();
    let mut facts: BTreeMap<RelPath, Seen<Write>> = BTreeMap::new();
    for found in found.into_iter().flatten() {
        match located(&found.place, import_root) {
            Some(path) => {
                notices.extend(unkept(&path, &found));
                add(&mut facts, path, found);
            }
            None if found.place.from == From::System && !is_temporary(&found.place) => notices.push(outside(&found)),
            None => {}
        }
    }
    facts.into_values().collect()
}

fn add(facts: &mut BTreeMap<RelPath, Seen<Write>>, path: RelPath, found: Found) {
    let Found { place, folder, at_import, evidence } = found;
    let fact = facts.entry(path.clone()).or_insert_with(|| Seen {
        value: Write { path, folder: false, at_import: false },
        confidence: Confidence::Certain,
        evidence: Vec::new(),
    });
    fact.value.folder |= folder || !place.whole;
    fact.value.at_import |= at_import;
    if fact.evidence.len() < 3 {
        fact.evidence.push(evidence);
    }
}

fn located(place: &Place, import_root: &RelPath) -> Option<RelPath> {
    let path = RelPath::new(&place.parts.join("/")).ok()?;
    match place.from {
        From::Working => Some(path),
        From::Repository => RelPath::new(path.below(import_root)?).ok(),
        From::System => None,
    }
}

/// A database beside the program itself, where a container can neither write nor keep anything.
fn unkept(path: &RelPath, found: &Found) -> Option<Notice> {
    let is_database = path.extension().is_some_and(|extension| matches!(extension, "db" | "sqlite" | "sqlite3"));
    let text = format!(
        "{path} stands beside the program, where its container cannot write: in a folder of its own, such as \
         data/{path}, it is kept in a volume"
    );
    (path.parent().is_root() && is_database).then(|| Notice { path: Some(found.evidence.path.clone()), text })
}

fn is_temporary(place: &Place) -> bool {
    matches!(place.parts.first().map(String::as_str), None | Some("tmp" | "dev" | "proc"))
}

fn outside(found: &Found) -> Notice {
    let place = format!("/{}", found.place.parts.join("/"));
    let line = found.evidence.line.map_or_else(String::new, |line| format!("line {line} "));
    Notice {
        path: Some(found.evidence.path.clone()),
        text: format!("{line}writes to {place}, outside the application"),
    }
}

fn in_module(sources: &Sources<'_>, module: &Module<'_>) -> Vec<Found> {
    let imported = run_at_import(module);
    let mut found = Vec::new();
    for call in module.calls() {
        if let Some((node, folder)) = written(sources, module, call)
            && let Some(place) = place(sources, module, node)
        {
            found.push(Found {
                place,
                folder,
                at_import: at_import(module, call, &imported),
                evidence: module.evidence(call),
            });
        }
    }
    module.walk(&mut |node| {
        if node.kind() == "dictionary"
            && let Some(file) = handler_file(module, node)
            && let Some(place) = place(sources, module, file)
        {
            found.push(Found { place, folder: false, at_import: true, evidence: module.evidence(file) });
        }
        true
    });
    found
}

/// What a call writes to, and whether that is a folder.
fn written<'n>(sources: &Sources<'_>, module: &Module<'_>, call: Node<'n>) -> Option<(Node<'n>, bool)> {
    let callee = module.callee(call).unwrap_or_default();
    let first = || argument(call, 0).or_else(|| keyword(module, call, "filename"));
    match callee.as_str() {
        "os.makedirs" | "os.mkdir" => {
            return Some((argument(call, 0).or_else(|| keyword(module, call, "name"))?, true));
        }
        "logging.FileHandler"
        | "logging.handlers.RotatingFileHandler"
        | "logging.handlers.TimedRotatingFileHandler"
        | "logging.handlers.WatchedFileHandler"
        | "concurrent_log_handler.ConcurrentRotatingFileHandler" => {
            return Some((first()?, false));
        }
        "logging.basicConfig" => return Some((keyword(module, call, "filename")?, false)),
        "loguru.logger.add" => return Some((argument(call, 0).or_else(|| keyword(module, call, "sink"))?, false)),
        "open" | "io.open" | "aiofiles.open" => {
            let mode = argument(call, 1).or_else(|| keyword(module, call, "mode"))?;
            return writes_mode(module, mode).then_some((argument(call, 0)?, false));
        }
        "sqlite3.connect" => return Some((argument(call, 0)?, false)),
        _ => {}
    }
    let function = call.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
    let object = function.child_by_field_name("object")?;
    let folder = match module.text(function.child_by_field_name("attribute")?) {
        "mkdir" => true,
        "write_text" | "write_bytes" | "touch" => false,
        "open" if argument(call, 0).is_some_and(|mode| writes_mode(module, mode)) => false,
        _ => return None,
    };
    place(sources, module, object).map(|_| (object, folder))
}

fn writes_mode(module: &Module<'_>, mode: Node<'_>) -> bool {
    matches!(literal(module, mode), Some(Literal::Text(mode)) if mode.len() < 5 && mode.contains(['w', 'a', 'x', '+']))
}

/// `"filename"` of a logging handler's dictionary.
fn handler_file<'n>(module: &Module<'_>, dictionary: Node<'n>) -> Option<Node<'n>> {
    let mut cursor = dictionary.walk();
    let pairs: Vec<_> = dictionary.named_children(&mut cursor).filter(|child| child.kind() == "pair").collect();
    let value = |name: &str| {
        let named = |pair: &&Node<'n>| {
            let key = pair.child_by_field_name("key").and_then(|key| literal(module, key));
            key == Some(Literal::Text(name.to_owned()))
        };
        pairs.iter().find(named)?.child_by_field_name("value")
    };
    let class = value("class").and_then(|class| literal(module, class));
    matches!(class, Some(Literal::Text(class)) if class.ends_with("FileHandler")).then(|| value("filename"))?
}

/// Functions of the module that are called while it is imported, directly or through one another.
fn run_at_import<'t>(module: &Module<'t>) -> BTreeSet<&'t str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<Node<'_>> = module
        .statements()
        .into_iter()
        .filter(|node| !matches!(node.kind(), "function_definition" | "class_definition"))
        .collect();
    while let Some(node) = open.pop() {
        for call in calls(node) {
            let name = call.child_by_field_name("function").map_or("", |function| module.text(function));
            let function = module.definition(name).filter(|found| found.kind() == "function_definition");
            if let Some(function) = function
                && found.insert(name)
            {
                open.extend(function.child_by_field_name("body"));
            }
        }
    }
    found
}

fn at_import(module: &Module<'_>, call: Node<'_>, imported: &BTreeSet<&str>) -> bool {
    let mut inner = call;
    while let Some(outer) = inner.parent() {
        match outer.kind() {
            "function_definition" => {
                return outer.child_by_field_name("name").is_some_and(|name| imported.contains(module.text(name)));
            }
            "lambda" => return false,
            "if_statement" if module.text(outer).starts_with("if __name__") => return false,
            _ => inner = outer,
        }
    }
    true
}
