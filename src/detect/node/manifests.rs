//! The files that an install reads besides its lock file.

use crate::detect::node::workspace::Workspace;
use crate::tree::{RelPath, Tree};

/// Beside the manifest of the workspace.
const SETTINGS: &[&str] = &[".npmrc", ".yarnrc.yml", ".yarnrc", "pnpm-workspace.yaml", ".pnpmfile.cjs", "bunfig.toml"];
/// Folders of which an install reads everything.
const FOLDERS: &[&str] = &[".yarn/releases", ".yarn/plugins", ".yarn/patches", "patches"];

/// The manifests of the package in `root` first, then of its workspace and its members, then settings and patches.
pub fn manifests(tree: &Tree, root: &RelPath, workspace: &Workspace, schema: Option<&RelPath>) -> Vec<RelPath> {
    let mut found = Vec::new();
    for folder in [root, &workspace.root].into_iter().chain(&workspace.members) {
        found.extend(folder.join("package.json").ok());
    }
    for folder in [&workspace.root, root] {
        found.extend(SETTINGS.iter().filter_map(|name| folder.join(name).ok()));
    }
    for folder in FOLDERS.iter().filter_map(|name| workspace.root.join(name).ok()) {
        found.extend(tree.below(&folder).map(|(path, _)| path.clone()));
    }
    found.extend(schema.cloned());
    let mut kept: Vec<RelPath> = Vec::new();
    for path in found {
        if tree.contains(path.as_str()) && !kept.contains(&path) {
            kept.push(path);
        }
    }
    kept
}
