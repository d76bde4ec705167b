//! The Python files that may decide something: what they mention, parsed at most once, names followed across files.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;
use tree_sitter::Node;

use crate::detect::imports::{Import, STANDARD, imports};
use crate::detect::places::decides;
use crate::detect::syntax::Module;
use crate::detect::words::Words;
use crate::tree::{RelPath, Tree};

/// A Python file, not yet parsed.
#[derive(Debug)]
pub struct Source<'t> {
    pub path: &'t RelPath,
    pub text: &'t str,
    pub imports: Vec<Import<'t>>,
    words: Words,
    module: OnceLock<Option<Module<'t>>>,
}

impl<'t> Source<'t> {
    fn new(path: &'t RelPath, text: &'t str) -> Self {
        let words = Words::of(text);
        let imports = imports(text, &words.imports);
        Source { path, text, imports, words, module: OnceLock::new() }
    }

    /// The parsed file.
    pub fn module(&self) -> Option<&Module<'t>> {
        self.module.get_or_init(|| Module::parse(self.path, self.text)).as_ref()
    }

    /// Whether one of `words` stands anywhere in the file.
    pub fn mentions(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.words.contain(word))
    }

    /// Whether the file imports from the top-level module `head`.
    pub fn imports_from(&self, head: &str) -> bool {
        self.imports.iter().any(|import| import.head() == head)
    }
}

/// All Python files, in path order.
#[derive(Debug)]
pub struct Sources<'t> {
    files: Vec<Source<'t>>,
    /// Folders that the repository's own packages are imported from, wherever the importing file stands.
    packages: Vec<RelPath>,
    by_path: HashMap<&'t str, usize>,
}

/// A definition and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'s, 't> {
    pub source: &'s Source<'t>,
    pub module: &'s Module<'t>,
    pub node: Node<'s>,
}

/// The file that a dotted name leads to.
#[derive(Clone, Debug)]
pub struct Found<'s, 't> {
    pub source: &'s Source<'t>,
    /// The folder that the name was looked up from; None for a relative import.
    pub root: Option<RelPath>,
    /// What is left of the name inside the file.
    pub rest: Vec<String>,
}

impl<'t> Sources<'t> {
    /// Reads the files; `projects` are the folders with a manifest.
    pub fn of<'p>(tree: &'t Tree, projects: impl Iterator<Item = &'p RelPath>) -> Self {
        let wanted: Vec<_> = tree.texts().filter(|(path, _)| path.extension() == Some("py") && decides(path)).collect();
        let files: Vec<_> = wanted.into_par_iter().map(|(path, text)| Source::new(path, text)).collect();
        let by_path = files.iter().enumerate().map(|(index, file)| (file.path.as_str(), index)).collect();
        let packages = projects.flat_map(|folder| folder.join("src").into_iter().chain([folder.clone()])).collect();
        Sources { files, packages, by_path }
    }

    pub fn get(&self, path: &str) -> Option<&Source<'t>> {
        self.files.get(*self.by_path.get(path)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Source<'t>> {
        self.files.iter()
    }

    /// The files below `root`, without those that belong to another of the app folders `apps`.
    pub fn below<'s>(&'s self, root: &RelPath, apps: &[RelPath]) -> Vec<&'s Source<'t>> {
        let inner: Vec<_> = apps.iter().filter(|app| *app != root && app.below(root).is_some()).collect();
        self.files
            .iter()
            .filter(|file| file.path.below(root).is_some())
            .filter(|file| !inner.iter().any(|app| file.path.below(app).is_some()))
            .collect()
    }

    /// The file behind a dotted name as `from` writes it, relative (`..core.x`) or absolute.
    pub fn find<'s>(&'s self, from: &RelPath, dotted: &str) -> Option<Found<'s, 't>> {
        let name = dotted.trim_start_matches('.');
        let dots = dotted.len() - name.len();
        let parts: Vec<&str> = name.split('.').filter(|part| !part.is_empty()).collect();
        if dots > 0 {
            let mut folder = from.parent();
            for _ in 1..dots {
                folder = folder.parent();
            }
            return self.in_folder(&folder, &parts, None);
        }
        self.roots(from, parts.first()?).into_iter().find_map(|root| self.in_folder(&root, &parts, Some(&root)))
    }

    /// Folders above `from` that hold `head`: first those that are no packages themselves, nearest first.
    fn roots(&self, from: &RelPath, head: &str) -> Vec<RelPath> {
        let mut plain = Vec::new();
        let mut packages = Vec::new();
        let mut folder = from.parent();
        loop {
            if self.holds(&folder, head) {
                let package = self.by_path.contains_key(within(&folder, "__init__.py").as_str());
                if package { packages.push(folder.clone()) } else { plain.push(folder.clone()) }
            }
            if folder.is_root() {
                break;
            }
            folder = folder.parent();
        }
        if !STANDARD.contains(&head) {
            plain.append(&mut packages);
        }
        let own = from.name().strip_suffix(".py") == Some(head);
        plain.retain(|root| !own || *root != from.parent());
        let further = self.packages.iter().filter(|folder| !plain.contains(folder) && self.holds(folder, head));
        plain.extend(further.cloned().collect::<Vec<_>>());
        plain
    }

    fn holds(&self, folder: &RelPath, head: &str) -> bool {
        if self.by_path.contains_key(within(folder, &format!("{head}.py")).as_str()) {
            return true;
        }
        let prefix = within(folder, &format!("{head}/"));
        let first = self.files.partition_point(|file| file.path.as_str() < prefix.as_str());
        self.files.get(first).is_some_and(|file| file.path.as_str().starts_with(&prefix))
    }

    fn in_folder<'s>(&'s self, folder: &RelPath, parts: &[&str], root: Option<&RelPath>) -> Option<Found<'s, 't>> {
        let shortest = usize::from(root.is_some());
        (shortest..=parts.len()).rev().find_map(|length| {
            let (path, rest) = parts.split_at_checked(length)?;
            let stem = path.join("/");
            let file = if stem.is_empty() { None } else { self.get(&within(folder, &format!("{stem}.py"))) };
            let package = || self.get(&within(folder, format!("{stem}/__init__.py").trim_start_matches('/')));
            let source = file.or_else(package)?;
            let rest = rest.iter().map(|part| (*part).to_owned()).collect();
            Some(Found { source, root: root.cloned(), rest })
        })
    }

    /// Where a name that `module` uses is defined in the repository, through imports and re-exports.
    pub fn definition<'s>(&'s self, module: &Module<'_>, dotted: &str) -> Option<Definition<'s, 't>> {
        self.follow(self.get(module.path.as_str())?, dotted, &mut BTreeSet::new())
    }

    /// `seen` holds the names that were asked for already, so circles end.
    fn follow<'s>(
        &'s self,
        source: &'s Source<'t>,
        dotted: &str,
        seen: &mut BTreeSet<(&'t str, String)>,
    ) -> Option<Definition<'s, 't>> {
        if !seen.insert((source.path.as_str(), dotted.to_owned())) {
            return None;
        }
        if dotted.contains('.') {
            let found = self.find(source.path, dotted)?;
            return match found.rest.as_slice() {
                [name] => self.follow(found.source, name, seen),
                _ => None,
            };
        }
        let module = source.module()?;
        if let Some(node) = module.definition(dotted) {
            return Some(Definition { source, module, node });
        }
        if let Some(import) = module.imports.get(dotted).filter(|import| *import != dotted) {
            return self.follow(source, import, seen);
        }
        module.stars.iter().find_map(|star| {
            let dot = if star.ends_with('.') { "" } else { "." };
            self.follow(source, &format!("{star}{dot}{dotted}"), seen)
        })
    }
}

fn within(folder: &RelPath, path: &str) -> String {
    if folder.is_root() { path.to_owned() } else { format!("{folder}/{path}") }
}
