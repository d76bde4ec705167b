//! Files of settings that the code does not start without, such as `Config(".env")`, though they may be empty.

use crate::detect::nodes::{argument, keyword};
use crate::detect::paths::{From, place};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Seen};
use crate::tree::{RelPath, Tree};

/// What reads a file and fails where there is none.
const READERS: &[&str] = &["starlette.config.Config", "decouple.RepositoryEnv", "decouple.RepositoryIni"];
const WORDS: &[&str] = &["starlette.config", "decouple"];

/// The files that `files` insist on and that the repository does not hold, in order; relative paths count from
/// `import_root`.
pub fn insisted(
    tree: &Tree,
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    import_root: &RelPath,
) -> Vec<Seen<RelPath>> {
    let mut found: Vec<Seen<RelPath>> = Vec::new();
    for module in files.iter().filter(|file| file.mentions(WORDS)).filter_map(|file| file.module()) {
        for (path, evidence) in in_module(sources, module, import_root) {
            if !tree.contains(path.as_str()) && found.iter().all(|known| known.value != path) {
                found.push(Seen { value: path, confidence: Confidence::Certain, evidence: vec![evidence] });
            }
        }
    }
    found.sort_by(|a, b| a.value.cmp(&b.value));
    found
}

fn in_module(sources: &Sources<'_>, module: &Module<'_>, import_root: &RelPath) -> Vec<(RelPath, Evidence)> {
    let read = |call| {
        let callee = module.callee(call)?;
        let file = READERS.contains(&callee.as_str()).then(|| argument(call, 0)).flatten();
        let file =
            file.or_else(|| keyword(module, call, "env_file").filter(|_| callee == "starlette.config.Config"))?;
        let place = place(sources, module, file).filter(|place| place.whole)?;
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
