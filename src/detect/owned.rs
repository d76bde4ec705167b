//! Files of settings that only their owner has: the code opens them, and the repository holds an example.

use std::collections::BTreeMap;

use crate::detect::nodes::{argument, keyword};
use crate::detect::paths::{From, Place, place};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Owned, Seen};
use crate::tree::{RelPath, Tree};

/// What reads a file: full name, and the keyword of the path.
const READERS: &[(&str, &str)] = &[
    ("open", "file"),
    ("io.open", "file"),
    ("dotenv.dotenv_values", "dotenv_path"),
    ("yaml.load", "stream"),
    ("tomllib.load", "fp"),
];
const EXTENSIONS: &[&str] = &["yml", "yaml", "toml", "json", "ini", "cfg", "env", "conf"];

/// The files, in order of their paths; relative paths count from `import_root`, or from `root`, that of the project.
pub fn owned(
    tree: &Tree,
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    import_root: &RelPath,
    root: &RelPath,
) -> Vec<Seen<Owned>> {
    let mut found: BTreeMap<RelPath, Seen<Owned>> = BTreeMap::new();
    let opens = |file: &&&Source<'_>| file.mentions(&["open("]) || file.text.contains("dotenv_values");
    for module in files.iter().filter(opens).filter_map(|file| file.module()) {
        for (place, evidence) in opened(sources, module) {
            let Some((path, example)) = lacking(tree, &place, &[import_root, root]) else { continue };
            let seen = Seen {
                value: Owned { path: path.clone(), example },
                confidence: Confidence::Certain,
                evidence: vec![evidence],
            };
            found.entry(path).or_insert(seen);
        }
    }
    found.into_values().collect()
}

/// What `module` reads.
fn opened(sources: &Sources<'_>, module: &Module<'_>) -> Vec<(Place, Evidence)> {
    let read = |call| {
        let callee = module.callee(call)?;
        let (_, name) = READERS.iter().find(|(reader, _)| *reader == callee)?;
        let mode = argument(call, 1).or_else(|| keyword(module, call, "mode")).map_or("", |node| module.text(node));
        let given =
            argument(call, 0).filter(|_| !mode.contains(['w', 'a', 'x'])).or_else(|| keyword(module, call, name))?;
        Some((place(sources, module, given).filter(|place| place.whole)?, module.evidence(call)))
    };
    module.calls().filter_map(read).collect()
}

/// The path of a file that the repository does not hold, and its example.
fn lacking(tree: &Tree, place: &Place, working: &[&RelPath]) -> Option<(RelPath, RelPath)> {
    let written = place.parts.join("/");
    let paths: Vec<RelPath> = match place.from {
        From::Repository => RelPath::root().join(&written).into_iter().collect(),
        From::Working => working.iter().filter_map(|folder| folder.join(&written).ok()).collect(),
        From::System => return None,
    };
    if paths.iter().any(|path| tree.contains(path.as_str())) {
        return None;
    }
    paths.into_iter().find_map(|path| Some((path.clone(), example(tree, &path)?)))
}

/// The example for a file of settings: `config.example.yml` for `config.yml`.
fn example(tree: &Tree, path: &RelPath) -> Option<RelPath> {
    let extension = path.extension().filter(|extension| EXTENSIONS.contains(extension))?;
    let stem = path.name().strip_suffix(extension)?.trim_end_matches('.');
    let folder = path.parent();
    let is = |other: &&RelPath| {
        let name = other.name();
        let marked = ["example", "sample", "template", "dist"].iter().any(|mark| name.contains(mark));
        marked && other.parent() == folder && name.contains(stem) && name.contains(extension)
    };
    tree.paths().find(is).cloned()
}
