//! Python projects: the folders with a manifest, what they depend on, how they are installed.

use std::collections::BTreeMap;

use crate::detect::dockerfile::site;
use crate::detect::lock::{self, Lock};
use crate::detect::pipfile;
use crate::detect::places::{decides, is_dockerfile};
use crate::detect::pyproject::{self, Pyproject, Range};
use crate::detect::requirement::Requirement;
use crate::detect::requirements;
use crate::detect::setuptools;
use crate::detect::version::ancestors;
use crate::facts::{Confidence, Evidence, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// A folder that is installed as a whole.
#[derive(Clone, Debug)]
pub struct Project<'t> {
    pub root: RelPath,
    pub name: Option<String>,
    pub requires: Option<Range>,
    pub dependencies: Vec<Requirement>,
    pub manager: Seen<String>,
    pub lock: Option<(RelPath, Lock<'t>)>,
    /// Files that an install without a lock reads.
    pub requirements: Vec<RelPath>,
    pub entrypoint: Option<(String, Evidence)>,
    /// The repository's own Dockerfiles that may build it.
    pub dockerfiles: Vec<RelPath>,
}

/// Every folder with a manifest of its own, in path order.
pub fn folders(tree: &Tree, notices: &mut Vec<Notice>) -> BTreeMap<RelPath, Option<Pyproject>> {
    let mut found = BTreeMap::new();
    for (path, text) in tree.texts().filter(|(path, _)| decides(path)) {
        match path.name() {
            "pyproject.toml" => match pyproject::read(path, text) {
                Ok(manifest) => drop(found.insert(path.parent(), Some(manifest))),
                Err(notice) => {
                    notices.push(notice);
                    found.entry(path.parent()).or_insert(None);
                }
            },
            "Pipfile" | "setup.py" | "setup.cfg" => drop(found.entry(path.parent()).or_insert(None)),
            name if name.ends_with(".txt") || name.ends_with(".in") => {
                if let Some(folder) = requirements::folder_of(path) {
                    found.entry(folder).or_insert(None);
                }
            }
            _ => {}
        }
    }
    found.retain(|folder, manifest| {
        manifest.as_ref().is_none_or(|manifest| manifest.project) || requirements::main_file(tree, folder).is_some()
    });
    found
}

/// Reads the project in `root`, whose pyproject.toml says `manifest`.
pub fn read<'t>(
    tree: &'t Tree,
    root: &RelPath,
    manifests: &BTreeMap<RelPath, Option<Pyproject>>,
    notices: &mut Vec<Notice>,
) -> Project<'t> {
    let manifest = manifests.get(root).cloned().flatten().unwrap_or_default();
    let (manager, lock_path) = manager(tree, root, &manifest);
    let mut project = Project {
        root: root.clone(),
        name: manifest.name,
        requires: manifest.requires,
        dependencies: manifest.dependencies,
        requirements: Vec::new(),
        lock: None,
        entrypoint: manifest.entrypoint,
        dockerfiles: dockerfiles(tree, root, manifests),
        manager,
    };
    match project.manager.value.as_str() {
        "pip" => requirement_files(tree, &mut project),
        "pipenv" => pipfile::read(tree, &mut project, notices),
        _ => project.requirements.extend(root.join("pyproject.toml").ok().filter(|path| tree.contains(path.as_str()))),
    }
    setuptools::read(tree, &mut project);
    if let Some(path) = lock_path
        && let Some(text) = tree.text(path.as_str())
    {
        let read = lock::read(text);
        notices.extend(read.odd_line.and_then(|line| damaged(&path, text, line)));
        project.lock = Some((path, read));
    }
    project
}

fn damaged(path: &RelPath, text: &str, line: u32) -> Option<Notice> {
    crate::detect::toml::parse(path, text).err().or_else(|| {
        Some(Notice { path: Some(path.clone()), text: format!("line {line} does not look like a lock file's") })
    })
}

fn requirement_files(tree: &Tree, project: &mut Project<'_>) {
    let Some(main) = requirements::main_file(tree, &project.root) else {
        let manifest = project.root.join("pyproject.toml").ok();
        project.requirements.extend(manifest.filter(|path| tree.contains(path.as_str())));
        return;
    };
    let read = requirements::read(tree, &main);
    project.requirements = read.files;
    for dependency in read.dependencies {
        project.dependencies.retain(|stated| stated.name != dependency.name);
        project.dependencies.push(dependency);
    }
}

/// The package manager and the lock file that decided for it.
fn manager(tree: &Tree, root: &RelPath, manifest: &Pyproject) -> (Seen<String>, Option<RelPath>) {
    let seen = |name: &str, confidence, path: &RelPath, text: &str| Seen {
        value: name.to_owned(),
        confidence,
        evidence: vec![Evidence { path: path.clone(), line: None, text: text.to_owned() }],
    };
    let uv_lock = ancestors(root)
        .into_iter()
        .filter_map(|folder| folder.join("uv.lock").ok())
        .find(|path| tree.contains(path.as_str()));
    let own = |name: &str| root.join(name).ok().filter(|path| tree.contains(path.as_str()));
    for (name, lock) in [("uv", uv_lock), ("poetry", own("poetry.lock")), ("pipenv", own("Pipfile.lock"))] {
        if let Some(path) = lock {
            return (seen(name, Confidence::Certain, &path, path.name()), Some(path));
        }
    }
    if let Some(path) = requirements::main_file(tree, root) {
        return (seen("pip", Confidence::Certain, &path, path.name()), None);
    }
    let manifest_path = own("pyproject.toml").unwrap_or_else(|| root.clone());
    let stated = match manifest {
        _ if own("Pipfile").is_some() => seen("pipenv", Confidence::Certain, root, "Pipfile"),
        Pyproject { poetry: true, .. } => seen("poetry", Confidence::Certain, &manifest_path, "[tool.poetry]"),
        Pyproject { uv: true, .. } => {
            seen("uv", Confidence::Likely, &manifest_path, "[tool.uv] or [dependency-groups]")
        }
        _ => seen("pip", Confidence::Likely, &manifest_path, "no lock file"),
    };
    (stated, None)
}

/// The Dockerfiles that may build the project: in its folder, above or below it, but not those of another project.
fn dockerfiles(tree: &Tree, root: &RelPath, manifests: &BTreeMap<RelPath, Option<Pyproject>>) -> Vec<RelPath> {
    let mut found = Vec::new();
    for (path, _) in tree.texts().filter(|(path, _)| is_dockerfile(&path.name().to_ascii_lowercase()) && decides(path))
    {
        let site = site(path);
        let above = ancestors(root).contains(&site);
        let below = site.below(root).is_some()
            && ancestors(&site)
                .into_iter()
                .find(|folder| manifests.contains_key(folder))
                .is_none_or(|own| own == *root);
        if above || below {
            found.push(path.clone());
        }
    }
    found
}
