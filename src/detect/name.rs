//! Names of apps: lower-case letters, digits and hyphens.

use std::collections::BTreeSet;

use crate::facts::AppFacts;
use crate::tree::RelPath;

/// The folder's name, or in the repository's root the project's.
pub fn of_app(root: &RelPath, project: Option<&str>) -> String {
    let written = if root.is_root() { project.unwrap_or("app") } else { root.name() };
    let name = plain(written);
    if name.is_empty() { "app".to_owned() } else { name }
}

fn plain(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    for character in written.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// Gives apps whose folders share a name the whole path as their name.
pub fn make_unique(apps: &mut [AppFacts]) {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<String> =
        apps.iter().map(|app| &app.name).filter(|name| !seen.insert((*name).clone())).cloned().collect();
    for app in apps.iter_mut().filter(|app| twice.contains(&app.name) && !app.root.is_root()) {
        app.name = plain(app.root.as_str());
    }
}
