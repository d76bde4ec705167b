//! Which files a program may run: those that its starting files import, and their neighbours.

use std::collections::BTreeSet;

use crate::detect::named::named;
use crate::detect::sources::{Source, Sources};
use crate::tree::RelPath;

/// Words of imports that only run time resolves.
const DYNAMIC: &[&str] = &["importlib", "__import__", "pkgutil", "import_string"];

/// Those of `files` that `starts` import, directly or through one another, and all that stand in the same folder of
/// the import root or the project; beside those folders, what is no script. All of them where imports are made at
/// run time.
pub fn program<'s, 't>(
    sources: &'s Sources<'t>,
    files: &[&'s Source<'t>],
    starts: &[&'s Source<'t>],
    roots: &[RelPath],
) -> Vec<&'s Source<'t>> {
    let reached = reached(sources, starts);
    let dynamic = |path: &&str| sources.get(path).is_some_and(is_dynamic);
    if starts.is_empty() || reached.iter().any(dynamic) {
        return files.to_vec();
    }
    let parts: BTreeSet<&str> = reached.iter().map(|path| part(path, roots)).collect();
    let aside = |file: &Source<'_>| {
        let part = part(file.path.as_str(), roots);
        let script = part != file.path.as_str() || file.text.contains("__main__");
        script && !parts.contains(part)
    };
    files.iter().copied().filter(|file| !aside(file)).collect()
}

/// The path up to the first name below the innermost of `roots`: a folder or, beside them, the file itself.
fn part<'p>(path: &'p str, roots: &[RelPath]) -> &'p str {
    let below = |root: &RelPath| {
        let front = if root.is_root() { 0 } else { root.as_str().len() + 1 };
        (root.is_root() || path.starts_with(&format!("{root}/"))).then_some(front)
    };
    let front = roots.iter().filter_map(below).max().unwrap_or(0);
    let rest = path.get(front..).unwrap_or("");
    let end = rest.find('/').map_or(path.len(), |end| front + end);
    path.get(..end).unwrap_or(path)
}

/// Whether a file makes imports that only run time resolves.
pub fn is_dynamic(file: &Source<'_>) -> bool {
    DYNAMIC.iter().any(|word| file.text.contains(word))
}

/// The paths of `starts` and of all that they import, directly or through one another.
pub fn reached<'s, 't>(sources: &'s Sources<'t>, starts: &[&'s Source<'t>]) -> BTreeSet<&'t str> {
    let mut seen: BTreeSet<&'t str> = BTreeSet::new();
    let mut open: Vec<&'s Source<'t>> = starts.to_vec();
    // Files of one folder import the same things: each name is looked up once for all of them.
    let mut known: BTreeSet<(&'t str, String)> = BTreeSet::new();
    while let Some(file) = open.pop() {
        if !seen.insert(file.path.as_str()) {
            continue;
        }
        open.extend(named(sources, file));
        let folder = file.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        for import in &file.imports {
            let dot = if import.module.ends_with('.') { "" } else { "." };
            let names = import.names().map(|name| format!("{}{dot}{name}", import.module));
            for name in std::iter::once(import.module.to_owned()).chain(names) {
                if known.insert((folder, name.clone())) {
                    open.extend(sources.find(file.path, &name).map(|found| found.source));
                }
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_the_first_folder_below_its_root() {
        let roots = [RelPath::root(), RelPath::new("src").unwrap()];
        assert_eq!(part("src/shop/orders/api.py", &roots), "src/shop");
        assert_eq!(part("src/main.py", &roots), "src/main.py");
        assert_eq!(part("clients/make.py", &roots), "clients");
        assert_eq!(part("seed.py", &roots), "seed.py");
    }
}
