//! The sources of each package.

use std::collections::BTreeMap;

use crate::detect::node::package::Packages;
use crate::detect::node::places::is_source;
use crate::detect::places::decides;
use crate::detect::version::ancestors;
use crate::tree::{RelPath, Tree};

/// The sources below each package that belong to no other one.
pub type Code<'t> = BTreeMap<RelPath, Vec<(&'t RelPath, &'t str)>>;

/// Sorts the sources of the repository by their packages.
pub fn code<'t>(tree: &'t Tree, packages: &Packages<'_>) -> Code<'t> {
    let mut found: Code<'t> = BTreeMap::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_source(path) && decides(path)) {
        if let Some(root) = ancestors(&path.parent()).into_iter().find(|folder| packages.contains_key(folder)) {
            found.entry(root).or_default().push((path, text));
        }
    }
    found
}

/// Whether some source imports `package`.
pub fn imports(files: &[(&RelPath, &str)], package: &str) -> bool {
    let forms = [format!("\"{package}\""), format!("'{package}'")];
    files.iter().any(|(_, text)| forms.iter().any(|form| text.contains(form.as_str())))
}

/// Usual names before others, files higher up before those below.
pub fn rank(path: &RelPath, root: &RelPath) -> (usize, usize, String) {
    let stem = path.name().split('.').next().unwrap_or("");
    let usual = ["index", "server", "main", "app", "bot", "www"].iter().position(|name| *name == stem).unwrap_or(9);
    let depth = path.below(root).map_or(0, |below| below.matches('/').count());
    (usual, depth, path.to_string())
}
