//! The repository's own packages that a project uses: members of a workspace, editable folders.

use crate::detect::project::{Manifests, Project};
use crate::detect::requirement::normalised;
use crate::tree::{RelPath, Tree};

/// Adds the folders of the packages that `project` uses, and what those depend on.
pub fn add(tree: &Tree, manifests: &Manifests, project: &mut Project<'_>) {
    let mut open: Vec<String> = project.dependencies.iter().map(|one| one.name.clone()).collect();
    let mut folders = std::mem::take(&mut project.locals);
    while let Some(name) = open.pop() {
        folders.extend(folder_of(manifests, &name));
        while let Some(folder) = folders.pop() {
            if folder == project.root || project.locals.contains(&folder) {
                continue;
            }
            if let Some(Some(manifest)) = manifests.get(&folder) {
                for one in &manifest.dependencies {
                    let known = project.dependencies.iter().any(|known| known.name == one.name);
                    if !known {
                        open.push(one.name.clone());
                        project.dependencies.push(one.clone());
                    }
                }
            }
            project.locals.push(folder);
        }
    }
    let names: Vec<String> = project.locals.iter().filter_map(|folder| name_of(manifests, folder)).collect();
    project.dependencies.retain(|one| !names.contains(&one.name));
    project.locals.retain(|folder| tree.paths().any(|path| path.below(folder).is_some()));
    project.locals.sort();
}

fn folder_of(manifests: &Manifests, name: &str) -> Option<RelPath> {
    let named = |folder: &&RelPath| name_of(manifests, folder).as_deref() == Some(name);
    manifests.keys().find(named).cloned()
}

fn name_of(manifests: &Manifests, folder: &RelPath) -> Option<String> {
    manifests.get(folder)?.as_ref()?.name.as_deref().map(normalised)
}
