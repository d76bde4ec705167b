//! The Python version: what the repository states, else the newest that its lock file can be installed on.

use crate::detect::dockerfile::{python_tag, site};
use crate::detect::nodes::shortened;
use crate::detect::project::Project;
use crate::detect::range::Range;
use crate::detect::resolve;
use crate::detect::unlocked::{self, FirstWheels};
use crate::detect::unpinned;
use crate::detect::workflow::python_versions;
use crate::facts::{Confidence, Evidence, Known, Notice, Runtime, Seen};
use crate::tree::{RelPath, Tree};

/// Chosen when neither the repository nor the catalog says anything.
const FALLBACK: u32 = 12;

/// The runtime of a project; `dockerfiles` in the order in which they speak for it.
pub fn python(tree: &Tree, known: &Known, project: &Project<'_>, notices: &mut Vec<Notice>) -> Seen<Runtime> {
    let pinned: Vec<u32> = known.versions.get("python").into_iter().flatten().filter_map(|v| minor(v)).collect();
    let runtime = |minor: u32| Runtime {
        id: "python".into(),
        version: format!("3.{minor}"),
        requires: project.requires.as_ref().map(|range| range.written.clone()),
        requires_at: project.requires.as_ref().map(|range| range.evidence.clone()),
        admits: admitted(project, known),
    };
    let stated = stated(tree, project, &pinned, notices);
    let stated = stated.or_else(|| from_tools(tree, project).filter(|seen| pinned.contains(&seen.value)));
    if let Some(stated) = stated {
        let missing = !pinned.is_empty() && !pinned.contains(&stated.value);
        let Seen { value, confidence, evidence } =
            if missing { unpinned::instead(project, known, &pinned, stated, notices) } else { stated };
        return Seen { value: runtime(value), confidence, evidence };
    }
    let Seen { value, confidence, evidence } = newest(project, known, &pinned, notices);
    Seen { value: runtime(value), confidence, evidence }
}

/// The first statement that the project's own range admits.
fn stated(tree: &Tree, project: &Project<'_>, pinned: &[u32], notices: &mut Vec<Notice>) -> Option<Seen<u32>> {
    let folders = ancestors(&project.root);
    let range = range(project);
    let ways: [&dyn Fn() -> Option<Seen<u32>>; 4] = [
        &|| folders.iter().find_map(|folder| version_file(tree, folder)),
        &|| from_dockerfiles(tree, &folders, project),
        &|| from_workflows(tree, project, pinned),
        &|| from_pipelines(tree, &folders),
    ];
    for seen in ways.iter().filter_map(|way| way()) {
        if range.admits(seen.value) {
            return Some(seen);
        }
        let wanted = project.requires.as_ref().map_or("", |range| range.written.as_str());
        let path = seen.evidence.first().map(|evidence| evidence.path.clone());
        let text = format!("Python 3.{} is not used: the project asks for {wanted}", seen.value);
        notices.push(Notice { path, text });
    }
    None
}

/// `image: python:3.11` of GitLab's pipelines.
fn from_pipelines(tree: &Tree, folders: &[RelPath]) -> Option<Seen<u32>> {
    folders.iter().find_map(|folder| {
        let path = folder.join(".gitlab-ci.yml").ok()?;
        let mut lines = tree.text(path.as_str())?.lines().enumerate();
        lines.find_map(|(number, line)| {
            let (_, tag) = line.split_once("python:").filter(|_| line.contains("image"))?;
            Some(certain(minor(tag)?, &path, number, line))
        })
    })
}

/// What linters and type checkers are told, where nothing else says anything.
fn from_tools(tree: &Tree, project: &Project<'_>) -> Option<Seen<u32>> {
    if project.requires.is_some() {
        return None;
    }
    let seen = |value, evidence| Seen { value, confidence: Confidence::Likely, evidence: vec![evidence] };
    let told = project.tools.iter().find_map(|(version, evidence)| Some(seen(minor(version)?, evidence.clone())));
    told.or_else(|| {
        let path = project.root.join("mypy.ini").ok()?;
        let mut lines = tree.text(path.as_str())?.lines().enumerate();
        lines.find_map(|(number, line)| {
            let (_, version) = line.split_once('=').filter(|(key, _)| key.trim() == "python_version")?;
            Some(seen(minor(version)?, at_line(&path, number, line)))
        })
    })
}

/// A folder and those above it, nearest first.
pub fn ancestors(folder: &RelPath) -> Vec<RelPath> {
    let mut found = vec![folder.clone()];
    let mut folder = folder.clone();
    while !folder.is_root() {
        folder = folder.parent();
        found.push(folder.clone());
    }
    found
}

fn version_file(tree: &Tree, folder: &RelPath) -> Option<Seen<u32>> {
    let forms = [
        (".python-version", ""),
        (".tool-versions", "python "),
        ("mise.toml", "python = "),
        (".mise.toml", "python = "),
        ("runtime.txt", "python-"),
    ];
    forms.iter().find_map(|(name, before)| {
        let path = folder.join(name).ok()?;
        let lines = tree.text(path.as_str())?.lines().enumerate();
        let (number, line, minor) = lines
            .filter_map(|(number, line)| Some((number, line, minor(line.trim().strip_prefix(before)?)?)))
            .next()?;
        Some(certain(minor, &path, number, line))
    })
}

/// What the line with index `number` states.
pub fn certain<T>(value: T, path: &RelPath, number: usize, line: &str) -> Seen<T> {
    Seen { value, confidence: Confidence::Certain, evidence: vec![at_line(path, number, line)] }
}

/// A line by its index.
pub fn at_line(path: &RelPath, number: usize, line: &str) -> Evidence {
    Evidence { path: path.clone(), line: u32::try_from(number + 1).ok(), text: shortened(line) }
}

/// `10` of `3.10`, `3.10.4`, `"3.10"`.
pub fn minor(version: &str) -> Option<u32> {
    let version = version.trim().trim_matches(['"', '\'', '[', ']', ' ']);
    let version = version.strip_prefix("cpython-").unwrap_or(version);
    let rest = version.strip_prefix("3.")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

fn from_dockerfiles(tree: &Tree, folders: &[RelPath], project: &Project<'_>) -> Option<Seen<u32>> {
    let mut files: Vec<&RelPath> = project.dockerfiles.iter().collect();
    let distance = |path: &RelPath| match site(path) {
        site if site.below(&project.root).is_some() => 0,
        site => folders.iter().position(|folder| *folder == site).unwrap_or(folders.len()),
    };
    files.sort_by_key(|path| (distance(path), path.name() != "Dockerfile", *path));
    files.into_iter().find_map(|path| {
        let (number, line, minor) = python_tag(tree.text(path.as_str())?)?;
        Some(certain(minor, path, number, line))
    })
}

fn from_workflows(tree: &Tree, project: &Project<'_>, pinned: &[u32]) -> Option<Seen<u32>> {
    let range = range(project);
    let workflows = tree.texts().filter(|(path, _)| crate::detect::places::is_workflow(path));
    let mut found: Vec<(u32, Evidence)> = Vec::new();
    for (path, text) in workflows {
        for (number, line, minor) in python_versions(text) {
            if range.admits(minor) && (pinned.is_empty() || pinned.contains(&minor)) {
                found.push((minor, at_line(path, number, line)));
            }
        }
    }
    let newest = found.iter().map(|(minor, _)| *minor).max()?;
    let alone = found.iter().all(|(minor, _)| *minor == newest);
    let evidence = found.into_iter().find(|(minor, _)| *minor == newest).map(|(_, evidence)| evidence);
    let confidence = if alone { Confidence::Certain } else { Confidence::Likely };
    Some(Seen { value: newest, confidence, evidence: evidence.into_iter().collect() })
}

/// The versions with an image that the project's range admits, newest first.
fn admitted(project: &Project<'_>, known: &Known) -> Vec<String> {
    let range = range(project);
    let versions = known.versions.get("python").into_iter().flatten();
    versions.filter(|version| minor(version).is_some_and(|minor| range.admits(minor))).cloned().collect()
}

pub fn range(project: &Project<'_>) -> Range {
    project.requires.as_ref().and_then(|range| Range::read(&range.written)).unwrap_or_default()
}

/// The newest of `candidates`, newest first, that every requirement has wheels for; the oldest when none has.
fn without_lock(project: &Project<'_>, known: &Known, candidates: &[u32], mut evidence: Vec<Evidence>) -> Seen<u32> {
    let none = FirstWheels::new();
    let wheels = known.wheels.get("python").unwrap_or(&none);
    let mut limit = None;
    for minor in candidates {
        match unlocked::obstacle(project, wheels, *minor) {
            Some(requirement) => limit = Some(requirement),
            None => {
                let stated = project.requires.is_some() || limit.is_some();
                evidence.extend(limit);
                let confidence = if stated { Confidence::Likely } else { Confidence::Guess };
                return Seen { value: *minor, confidence, evidence };
            }
        }
    }
    evidence.extend(limit);
    Seen { value: candidates.last().copied().unwrap_or(FALLBACK), confidence: Confidence::Guess, evidence }
}

fn newest(project: &Project<'_>, known: &Known, pinned: &[u32], notices: &mut Vec<Notice>) -> Seen<u32> {
    let range = range(project);
    let mut evidence: Vec<Evidence> = project.requires.iter().map(|range| range.evidence.clone()).collect();
    let mut candidates: Vec<u32> = pinned.iter().copied().filter(|minor| range.admits(*minor)).collect();
    candidates.sort_unstable_by(|a, b| b.cmp(a));
    let Some(first) = candidates.first().copied() else {
        let value = range.oldest().filter(|_| project.requires.is_some()).unwrap_or(FALLBACK);
        return Seen { value, confidence: Confidence::Guess, evidence };
    };
    let Some((path, lock)) = &project.lock else {
        return without_lock(project, known, &candidates, evidence);
    };
    let mut limits = None;
    for minor in &candidates {
        match resolve::obstacle(lock, project, *minor) {
            None => {
                evidence.extend(limits);
                return Seen { value: *minor, confidence: Confidence::Certain, evidence };
            }
            Some(text) => limits = Some(Evidence { path: path.clone(), line: None, text }),
        }
    }
    let limit = limits.as_ref().map_or("", |limit| limit.text.as_str());
    notices.push(Notice {
        path: Some(path.clone()),
        text: format!("no supported Python version has all wheels: {limit}"),
    });
    evidence.extend(limits);
    let oldest = candidates.last().copied().unwrap_or(first);
    Seen { value: oldest, confidence: Confidence::Guess, evidence }
}
