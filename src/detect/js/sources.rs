//! The files of JavaScript and TypeScript that may decide something, parsed at most once, and what imports lead to.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::detect::js::aliases::{Aliases, joined};
use crate::detect::js::loaded::loaded;
use crate::detect::js::places::{decides, is_code};
use crate::detect::js::specifier::{files, outside};
use crate::detect::js::syntax::Module;
use crate::tree::{RelPath, Tree};

/// A file, not yet parsed.
#[derive(Debug)]
pub struct JsSource<'t> {
    pub path: &'t RelPath,
    pub text: &'t str,
    module: OnceLock<Option<Module<'t>>>,
}

impl<'t> JsSource<'t> {
    /// The parsed file.
    pub fn module(&self) -> Option<&Module<'t>> {
        self.module.get_or_init(|| Module::parse(self.path, self.text)).as_ref()
    }

    /// Whether one of `words` stands anywhere in the file.
    pub fn mentions(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.contains(word))
    }
}

/// What an import names.
#[derive(Clone, Debug)]
pub enum Target<'s, 't> {
    File(&'s JsSource<'t>),
    /// A package, or a module of Node itself without its `node:`.
    Outside(String),
}

/// All files, in path order.
#[derive(Debug)]
pub struct JsSources<'t> {
    /// All files, for what code reads of others: settings in JSON.
    pub tree: &'t Tree,
    files: Vec<JsSource<'t>>,
    by_path: HashMap<&'t str, usize>,
    aliases: Aliases,
}

impl<'t> JsSources<'t> {
    /// Takes the files of `tree`; nothing is parsed yet.
    pub fn of(tree: &'t Tree) -> Self {
        let wanted = tree.texts().filter(|(path, _)| is_code(path) && decides(path));
        let files: Vec<_> = wanted.map(|(path, text)| JsSource { path, text, module: OnceLock::new() }).collect();
        let by_path = files.iter().enumerate().map(|(index, file)| (file.path.as_str(), index)).collect();
        JsSources { tree, files, by_path, aliases: Aliases::of(tree) }
    }

    pub fn get(&self, path: &str) -> Option<&JsSource<'t>> {
        self.files.get(*self.by_path.get(path)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = &JsSource<'t>> {
        self.files.iter()
    }

    /// The files below `root`, without those that belong to another of the app folders `apps`.
    pub fn below<'s>(&'s self, root: &RelPath, apps: &[RelPath]) -> Vec<&'s JsSource<'t>> {
        let inner: Vec<_> = apps.iter().filter(|app| *app != root && app.below(root).is_some()).collect();
        self.files
            .iter()
            .filter(|file| file.path.below(root).is_some())
            .filter(|file| !inner.iter().any(|app| file.path.below(app).is_some()))
            .collect()
    }

    /// What `specifier` names in the file `from`; None where a file of the repository is meant that is not there.
    pub fn find(&self, from: &RelPath, specifier: &str) -> Option<Target<'_, 't>> {
        let folder = from.parent();
        if specifier.starts_with('.') {
            return self.at(&joined(&folder, specifier)?).map(Target::File);
        }
        let own = self.aliases.paths(&folder, specifier).into_iter().find_map(|path| self.at(&path));
        match own {
            Some(file) => Some(Target::File(file)),
            None if specifier.starts_with(['#', '/', '~']) || specifier.starts_with("@/") => None,
            None => Some(Target::Outside(outside(specifier))),
        }
    }

    /// The file that a path without or with another extension means.
    pub fn at(&self, path: &str) -> Option<&JsSource<'t>> {
        files(path).iter().find_map(|path| self.get(path))
    }

    /// The files that `starts` load, directly or through one another, in path order, those themselves included.
    pub fn reach<'s>(&'s self, starts: &[&'s JsSource<'t>]) -> Vec<&'s JsSource<'t>> {
        let mut seen: BTreeSet<&'t str> = BTreeSet::new();
        let mut open: Vec<&'s JsSource<'t>> = starts.to_vec();
        while let Some(file) = open.pop() {
            if !seen.insert(file.path.as_str()) {
                continue;
            }
            let Some(module) = file.module() else { continue };
            for (specifier, _) in &module.requests {
                if let Some(Target::File(next)) = self.find(file.path, specifier) {
                    open.push(next);
                }
            }
            for (folder, whole) in loaded(module) {
                let Some(path) = joined(&file.path.parent(), &folder) else { continue };
                if let Some(file) = self.at(&path).filter(|_| !whole) {
                    open.push(file);
                } else if whole && let Ok(folder) = RelPath::new(&path) {
                    open.extend(self.files.iter().filter(|file| file.path.below(&folder).is_some()));
                }
            }
        }
        seen.into_iter().filter_map(|path| self.get(path)).collect()
    }
}
