//! The package manager: by the lock file, else by the manifest.

use crate::detect::project::Manifests;
use crate::detect::version::ancestors;
use crate::detect::{pyproject, requirements};
use crate::facts::{Confidence, Evidence, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// Lock files and their managers; the first decides.
const LOCKS: &[(&str, &str)] =
    &[("uv.lock", "uv"), ("poetry.lock", "poetry"), ("pdm.lock", "pdm"), ("Pipfile.lock", "pipenv")];

/// The package manager of the project in `root`, and the lock file that decided for it.
pub fn manager(
    tree: &Tree,
    root: &RelPath,
    manifests: &Manifests,
    notices: &mut Vec<Notice>,
) -> (Seen<String>, Option<RelPath>) {
    let own = |name: &str| root.join(name).ok().filter(|path| tree.contains(path.as_str()));
    let locks: Vec<(RelPath, &str)> = LOCKS.iter().filter_map(|(lock, name)| Some((own(lock)?, *name))).collect();
    if let Some(((first, _), others)) = locks.split_first() {
        let text = format!("not used: {} beside it decides; remove one of them", first.name());
        notices.extend(others.iter().map(|(path, _)| Notice { path: Some(path.clone()), text: text.clone() }));
    }
    let shared = || Some((workspace_lock(tree, root)?, "uv"));
    if let Some((path, name)) = locks.into_iter().next().or_else(shared) {
        return (seen(name, Confidence::Certain, &path, path.name()), Some(path));
    }
    if let Some(path) = own("Pipfile") {
        return (seen("pipenv", Confidence::Certain, &path, "Pipfile"), None);
    }
    if let Some(path) = requirements::main_file(tree, root) {
        return (seen("pip", Confidence::Certain, &path, path.name()), None);
    }
    let path = own("pyproject.toml").unwrap_or_else(|| root.clone());
    let manifest = manifests.get(root).and_then(Option::as_ref);
    let stated = match manifest {
        Some(manifest) if manifest.poetry => seen("poetry", Confidence::Certain, &path, "[tool.poetry]"),
        Some(manifest) if manifest.pdm => seen("pdm", Confidence::Certain, &path, "[tool.pdm]"),
        Some(manifest) if manifest.uv => seen("uv", Confidence::Likely, &path, "[tool.uv] or [dependency-groups]"),
        _ => seen("pip", Confidence::Likely, &path, "no lock file"),
    };
    (stated, None)
}

fn seen(name: &str, confidence: Confidence, path: &RelPath, text: &str) -> Seen<String> {
    let evidence = Evidence { path: path.clone(), line: None, text: text.to_owned() };
    Seen { value: name.to_owned(), confidence, evidence: vec![evidence] }
}

/// The uv.lock of the workspace that `root` belongs to.
fn workspace_lock(tree: &Tree, root: &RelPath) -> Option<RelPath> {
    let above = ancestors(root).into_iter().skip(1);
    let mut locks = above.filter_map(|folder| Some((folder.join("uv.lock").ok()?, folder)));
    locks.find_map(|(path, folder)| {
        let below = root.below(&folder).filter(|_| tree.contains(path.as_str()))?;
        let manifest = folder.join("pyproject.toml").ok()?;
        let members = pyproject::read(&manifest, tree.text(manifest.as_str())?).ok()?.workspace?;
        members.iter().any(|glob| covers(glob, below)).then_some(path)
    })
}

/// Whether `packages/*` names the folder at `path`.
pub fn covers(glob: &str, path: &str) -> bool {
    let glob: Vec<&str> = glob.trim_start_matches("./").trim_end_matches('/').split('/').collect();
    let parts: Vec<&str> = path.split('/').collect();
    fits(&glob, &parts)
}

fn fits(glob: &[&str], parts: &[&str]) -> bool {
    match (glob.split_first(), parts.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), Some((_, below))) => fits(rest, parts) || fits(glob, below),
        (Some((&"**", rest)), None) => fits(rest, parts),
        (Some((glob, rest)), Some((part, below))) => {
            let (front, back) = glob.split_once('*').unwrap_or((glob, ""));
            let same = if glob.contains('*') { part.starts_with(front) && part.ends_with(back) } else { glob == part };
            same && fits(rest, below)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_workspace_are_named_by_patterns() {
        assert!(covers("packages/*", "packages/api") && !covers("packages/*", "packages/api/src"));
        assert!(covers("backend", "backend") && covers("libs/**", "libs/a/b") && covers("./svc-*", "svc-a"));
    }
}
