//! Where a program begins that starts its server in another file: the file that imports it and that none imports.

use crate::detect::js::sources::{JsSource, JsSources, Target};
use crate::detect::places::is_helper;

/// How many files may stand between.
const HOPS: usize = 5;

/// The file that leads to `file`, through one another; `file` itself where nothing of `files` imports it.
pub fn top<'s, 't>(sources: &'s JsSources<'t>, files: &[&'s JsSource<'t>], file: &'s JsSource<'t>) -> &'s JsSource<'t> {
    let mut current = file;
    for _ in 0..HOPS {
        let importers: Vec<_> = files.iter().filter(|other| imports(sources, other, current)).collect();
        match importers.as_slice() {
            // Several programs that share it: which one is meant, its name has to say.
            [one] => current = one,
            _ => break,
        }
    }
    current
}

fn imports(sources: &JsSources<'_>, other: &JsSource<'_>, file: &JsSource<'_>) -> bool {
    let name = file.path.name();
    let stem = name.split('.').next().unwrap_or(name);
    let folder = file.path.parent();
    let named = if stem == "index" { folder.name() } else { stem };
    if other.path == file.path || is_helper(other.path) || !(other.text.contains(named) || stem == "index") {
        return false;
    }
    let Some(module) = other.module() else { return false };
    module.requests.iter().any(|(specifier, _)| {
        matches!(sources.find(other.path, specifier), Some(Target::File(found)) if found.path == file.path)
    })
}
