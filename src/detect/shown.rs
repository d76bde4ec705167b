//! Folders that the code serves files from and that the repository does not hold: those of a build, mostly.

use tree_sitter::Node;

use crate::detect::nodes::{argument, keyword};
use crate::detect::paths::{From, place};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Notice, Seen};
use crate::tree::{RelPath, Tree};

const SERVERS: &[&str] = &["starlette.staticfiles.StaticFiles", "fastapi.staticfiles.StaticFiles"];
const WORDS: &[&str] = &["StaticFiles", ".frontend("];

/// The missing folders that `files` serve, in order; relative paths count from `import_root`.
pub fn shown(
    tree: &Tree,
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    import_root: &RelPath,
    notices: &mut Vec<Notice>,
) -> Vec<Seen<RelPath>> {
    let mut found: Vec<Seen<RelPath>> = Vec::new();
    for module in files.iter().filter(|file| file.mentions(WORDS)).filter_map(|file| file.module()) {
        for (path, evidence) in in_module(sources, module, import_root) {
            let is_there = tree.paths().any(|file| file.below(&path).is_some());
            if !is_there && found.iter().all(|known| known.value != path) {
                let text = format!(
                    "serves the files of {path}, which the repository does not hold: what belongs there must lie among the source when the image is built"
                );
                notices.push(Notice { path: Some(evidence.path.clone()), text });
                found.push(Seen { value: path, confidence: Confidence::Certain, evidence: vec![evidence] });
            }
        }
    }
    found.sort_by(|a, b| a.value.cmp(&b.value));
    found
}

fn in_module(sources: &Sources<'_>, module: &Module<'_>, import_root: &RelPath) -> Vec<(RelPath, Evidence)> {
    let read = |call| {
        let place = place(sources, module, folder(module, call)?).filter(|place| place.whole)?;
        let written = place.parts.join("/");
        let path = match place.from {
            From::Repository => RelPath::new(&written).ok()?,
            From::Working => import_root.join(&written).ok()?,
            From::System => return None,
        };
        (!path.is_root()).then(|| (path, module.evidence(call)))
    };
    module.calls().filter_map(read).collect()
}

/// The folder that a call serves: `StaticFiles(directory="static")`, `app.frontend("/", directory="dist")`.
fn folder<'n>(module: &Module<'_>, call: Node<'n>) -> Option<Node<'n>> {
    let named = keyword(module, call, "directory");
    if module.callee(call).is_some_and(|callee| SERVERS.contains(&callee.as_str())) {
        return named.or_else(|| argument(call, 0));
    }
    let function = call.child_by_field_name("function").filter(|function| function.kind() == "attribute")?;
    named.filter(|_| function.child_by_field_name("attribute").is_some_and(|name| module.text(name) == "frontend"))
}
