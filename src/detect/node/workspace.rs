//! Workspaces: which package is installed from which folder, and who its members are.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::detect::manager::covers;
use crate::detect::node::package::Packages;
use crate::detect::version::ancestors;
use crate::tree::{RelPath, Tree};

/// Where a package is installed from.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder of the workspace; the package's own where it belongs to none.
    pub root: RelPath,
    /// The folders of its members, in order; empty outside of a workspace.
    pub members: Vec<RelPath>,
}

#[derive(Debug, Default, Deserialize)]
struct Pnpm {
    #[serde(default)]
    packages: Vec<String>,
}

/// The patterns of every folder that is a workspace.
#[derive(Clone, Debug, Default)]
pub struct Workspaces(BTreeMap<RelPath, Vec<String>>);

impl Workspaces {
    /// As package.json and pnpm-workspace.yaml say.
    pub fn of(tree: &Tree, packages: &Packages<'_>) -> Self {
        let mut found = BTreeMap::new();
        for package in packages.values() {
            found.insert(package.root.clone(), package.workspaces().into_iter().map(str::to_owned).collect());
        }
        for (path, text) in tree.texts().filter(|(path, _)| path.name() == "pnpm-workspace.yaml") {
            // Without `packages`, the file only holds settings.
            let patterns = serde_yaml::from_str::<Pnpm>(text).map(|file| file.packages).unwrap_or_default();
            found.insert(path.parent(), patterns);
        }
        found.retain(|_, patterns: &mut Vec<String>| !patterns.is_empty());
        Workspaces(found)
    }

    /// The folder of the workspace that the package in `root` belongs to; its own where it belongs to none.
    pub fn root(&self, root: &RelPath) -> RelPath {
        let holds = |folder: &RelPath| {
            let patterns = self.0.get(folder)?;
            (folder == root || belongs(patterns, root.below(folder)?)).then_some(())
        };
        ancestors(root).into_iter().find(|folder| holds(folder).is_some()).unwrap_or_else(|| root.clone())
    }

    /// The workspace of the package in `root`.
    pub fn workspace(&self, packages: &Packages<'_>, root: &RelPath) -> Workspace {
        let folder = self.root(root);
        let patterns = self.0.get(&folder).map(Vec::as_slice).unwrap_or_default();
        let inside = |path: &&RelPath| path.below(&folder).is_some_and(|below| belongs(patterns, below));
        let members = packages.keys().filter(inside).filter(|path| **path != folder).cloned().collect();
        Workspace { root: folder, members }
    }
}

fn belongs(patterns: &[String], path: &str) -> bool {
    let excluded = patterns.iter().filter_map(|pattern| pattern.strip_prefix('!')).any(|pattern| covers(pattern, path));
    !excluded && patterns.iter().any(|pattern| covers(pattern, path))
}
