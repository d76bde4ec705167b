//! Python projects: the folders with a manifest, what they depend on, how they are installed.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::dockerfile::site;
use crate::detect::groups::{self, Groups};
use crate::detect::lock::{self, Lock};
use crate::detect::places::{decides, is_dockerfile};
use crate::detect::pyproject::{self, Pyproject, Range};
use crate::detect::requirement::Requirement;
use crate::detect::scripts::Line;
use crate::detect::version::ancestors;
use crate::detect::{installs, locals, manager, pipfile, requirements, setuptools};
use crate::facts::{Evidence, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// The folders with a manifest, and what their pyproject.toml says.
pub type Manifests = BTreeMap<RelPath, Option<Pyproject>>;

/// A folder that is installed as a whole.
#[derive(Clone, Debug)]
pub struct Project<'t> {
    pub root: RelPath,
    pub name: Option<String>,
    pub requires: Option<Range>,
    /// Of the program, with those of the repository's own packages that it uses.
    pub dependencies: Vec<Requirement>,
    /// Of those who work on the code.
    pub development: Vec<Requirement>,
    pub groups: Groups,
    /// The extras and groups that an install must name.
    pub extras: Vec<String>,
    pub chosen: Vec<String>,
    /// Folders of the repository's own packages that it uses.
    pub locals: Vec<RelPath>,
    pub manager: Seen<String>,
    pub lock: Option<(RelPath, Lock<'t>)>,
    /// Files that an install without a lock reads.
    pub requirements: Vec<RelPath>,
    pub entrypoint: Option<(String, Evidence)>,
    /// The folders of the tests, as pytest is told.
    pub tests: Option<(Vec<String>, Evidence)>,
    /// Python versions that settings of tools name.
    pub tools: Vec<(String, Evidence)>,
    /// The repository's own Dockerfiles that may build it.
    pub dockerfiles: Vec<RelPath>,
}

/// Every folder with a manifest of its own, in path order.
pub fn folders(tree: &Tree, notices: &mut Vec<Notice>) -> Manifests {
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

/// Reads the project in `root`, whose pyproject.toml says `manifest`; `lines` are the commands of the repository.
pub fn read<'t>(
    tree: &'t Tree,
    root: &RelPath,
    manifests: &Manifests,
    lines: &[Line<'_>],
    notices: &mut Vec<Notice>,
) -> Project<'t> {
    let mut project = stated(tree, root, manifests, notices);
    choose_groups(&mut project, lines);
    locals::add(tree, manifests, &mut project);
    let program: BTreeSet<String> = project.dependencies.iter().map(|one| one.name.clone()).collect();
    project.development.retain(|one| !program.contains(&one.name));
    project
}

/// What the files in `root` state, without what is only installed on request.
fn stated<'t>(tree: &'t Tree, root: &RelPath, manifests: &Manifests, notices: &mut Vec<Notice>) -> Project<'t> {
    let manifest = manifests.get(root).cloned().flatten().unwrap_or_default();
    let (manager, lock_path) = manager::manager(tree, root, manifests, notices);
    let mut project = Project {
        root: root.clone(),
        name: manifest.name,
        requires: manifest.requires,
        dependencies: manifest.dependencies,
        development: Vec::new(),
        groups: manifest.groups,
        extras: Vec::new(),
        chosen: Vec::new(),
        locals: Vec::new(),
        requirements: Vec::new(),
        lock: None,
        entrypoint: manifest.entrypoint,
        tests: manifest.tests,
        tools: manifest.tools,
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

/// Adds the extras and groups that an install command names, and those that are installed unasked.
fn choose_groups(project: &mut Project<'_>, lines: &[Line<'_>]) {
    let asked = installs::asked(lines, project);
    let all = |names: BTreeSet<String>, all: bool, known: &BTreeMap<String, Vec<Requirement>>| match all {
        true => known.keys().cloned().collect(),
        false => names,
    };
    let extras = all(asked.extras, asked.all_extras, &project.groups.extras);
    let mut named = all(asked.groups, asked.all_groups, &project.groups.groups);
    named.extend(project.groups.default.iter().cloned());
    let (program, development) = groups::select(&project.groups, &extras, &named);
    let known: BTreeSet<String> = project.dependencies.iter().map(|one| one.name.clone()).collect();
    let there = |known: &BTreeMap<String, Vec<Requirement>>, names: BTreeSet<String>| -> Vec<String> {
        names.into_iter().filter(|name| known.contains_key(name) && !groups::is_development(name)).collect()
    };
    project.extras = there(&project.groups.extras, extras);
    project.chosen = there(&project.groups.groups, named);
    project.dependencies.extend(program.into_iter().filter(|one| !known.contains(&one.name)));
    project.development.extend(development);
}

fn damaged(path: &RelPath, text: &str, line: u32) -> Option<Notice> {
    crate::detect::toml::parse(path, text).err().or_else(|| {
        Some(Notice { path: Some(path.clone()), text: format!("line {line} does not look like a lock file's") })
    })
}

fn requirement_files(tree: &Tree, project: &mut Project<'_>) {
    for path in requirements::development_files(tree, &project.root) {
        project.development.extend(requirements::read(tree, &path).dependencies);
    }
    let Some(main) = requirements::main_file(tree, &project.root) else {
        let manifest = project.root.join("pyproject.toml").ok();
        project.requirements.extend(manifest.filter(|path| tree.contains(path.as_str())));
        return;
    };
    let read = requirements::read(tree, &main);
    project.requirements = read.files;
    project.locals = read.locals;
    for dependency in read.dependencies {
        project.dependencies.retain(|stated| stated.name != dependency.name);
        project.dependencies.push(dependency);
    }
}

/// The Dockerfiles that may build the project: in its folder, above or below it, but not those of another project.
fn dockerfiles(tree: &Tree, root: &RelPath, manifests: &Manifests) -> Vec<RelPath> {
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
