//! The version of Node: what the repository states, else the newest that an image is pinned for and its range admits.

use nodejs_semver::Range;

use crate::detect::dockerfile::{base_image, site};
use crate::detect::node::package::{Package, Packages};
use crate::detect::node::workspace::Workspace;
use crate::detect::places::{is_dockerfile, is_workflow};
use crate::detect::version::{ancestors, at_line, certain};
use crate::detect::workflow;
use crate::facts::{Confidence, Evidence, Known, Notice, Runtime, Seen};
use crate::tree::{RelPath, Tree};

/// Chosen when neither the repository nor the catalog says anything.
const FALLBACK: u32 = 24;
/// The names of releases with long-term support.
const LONG_TERM: &[(&str, u32)] = &[
    ("argon", 4),
    ("boron", 6),
    ("carbon", 8),
    ("dubnium", 10),
    ("erbium", 12),
    ("fermium", 14),
    ("gallium", 16),
    ("hydrogen", 18),
    ("iron", 20),
    ("jod", 22),
    ("krypton", 24),
];

/// The runtime of a package.
pub fn node(
    tree: &Tree,
    known: &Known,
    packages: &Packages<'_>,
    package: &Package<'_>,
    workspace: &Workspace,
    notices: &mut Vec<Notice>,
) -> Seen<Runtime> {
    let mut pinned: Vec<u32> =
        known.versions.get("node").into_iter().flatten().filter_map(|v| v.parse().ok()).collect();
    pinned.sort_unstable_by(|a, b| b.cmp(a));
    let engines = [Some(package), packages.get(&workspace.root)].into_iter().flatten();
    let mut engines = engines.filter_map(|one| Some((one.json.string(&["engines", "node"])?, one)));
    let engine = engines.next().map(|(text, one)| (text.to_owned(), one.json.evidence(&["engines", "node"])));
    let range = engine.as_ref().and_then(|(text, _)| Range::parse(text).ok());
    let admits = |major: u32| range.as_ref().is_none_or(|range| includes(range, major));
    let stated = stated(tree, package, &pinned).filter(|seen| {
        let fits = admits(seen.value);
        if !fits && let Some((wanted, _)) = &engine {
            let path = seen.evidence.first().map(|evidence| evidence.path.clone());
            notices
                .push(Notice { path, text: format!("Node {} is not used: the project asks for {wanted}", seen.value) });
        }
        fits
    });
    let admitted: Vec<u32> = pinned.iter().copied().filter(|major| admits(*major)).collect();
    let found = stated.unwrap_or_else(|| {
        let newest = admitted.iter().copied().find(|major| major % 2 == 0).or_else(|| admitted.first().copied());
        let oldest = || range.as_ref().and_then(|range| (4..40).find(|major| includes(range, *major)));
        let value = newest.or_else(oldest).unwrap_or(FALLBACK);
        let confidence = if engine.is_some() { Confidence::Likely } else { Confidence::Guess };
        Seen { value, confidence, evidence: engine.iter().map(|(_, evidence)| evidence.clone()).collect() }
    });
    let found = with_image(found, &pinned, notices);
    let (requires, requires_at) = engine.unzip();
    let admits = admitted.iter().map(u32::to_string).collect();
    let value = Runtime { id: "node".into(), version: found.value.to_string(), requires, requires_at, admits };
    Seen { value, confidence: found.confidence, evidence: found.evidence }
}

/// The version itself where an image is pinned for it, else the nearest newer one, else the newest.
fn with_image(found: Seen<u32>, pinned: &[u32], notices: &mut Vec<Notice>) -> Seen<u32> {
    if pinned.is_empty() || pinned.contains(&found.value) {
        return found;
    }
    let newer = pinned.iter().copied().filter(|major| *major > found.value).min();
    let value = newer.or_else(|| pinned.first().copied()).unwrap_or(FALLBACK);
    let path = found.evidence.first().map(|evidence| evidence.path.clone());
    let text = format!("asks for Node {}, which shipready has no image for: Node {value} is taken", found.value);
    notices.push(Notice { path, text });
    let confidence = if newer.is_some() { found.confidence.min(Confidence::Likely) } else { Confidence::Guess };
    Seen { value, confidence, evidence: found.evidence }
}

/// Whether some release of `major` lies in the range.
fn includes(range: &Range, major: u32) -> bool {
    Range::parse(format!("{major}.x")).is_ok_and(|all| range.allows_any(&all))
}

fn stated(tree: &Tree, package: &Package<'_>, pinned: &[u32]) -> Option<Seen<u32>> {
    let folders = ancestors(&package.root);
    let files = || folders.iter().find_map(|folder| version_file(tree, folder, pinned));
    let volta = || {
        let major = major(package.json.string(&["volta", "node"])?, pinned)?;
        let evidence = vec![package.json.evidence(&["volta", "node"])];
        Some(Seen { value: major, confidence: Confidence::Certain, evidence })
    };
    let tools = || {
        let (text, evidence) = tool(tree, &package.root, &["nodejs", "node"])?;
        Some(Seen { value: major(&text, pinned)?, confidence: Confidence::Certain, evidence: vec![evidence] })
    };
    let images = || from_images(tree, package, &folders, pinned);
    files().or_else(tools).or_else(volta).or_else(images).or_else(|| from_workflows(tree, pinned))
}

/// `.nvmrc` and `.node-version`.
fn version_file(tree: &Tree, folder: &RelPath, pinned: &[u32]) -> Option<Seen<u32>> {
    [".nvmrc", ".node-version"].iter().find_map(|name| {
        let path = folder.join(name).ok()?;
        let mut lines = tree.text(path.as_str())?.lines().enumerate();
        let (number, line) = lines.find(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with('#'))?;
        Some(certain(major(line, pinned)?, &path, number, line))
    })
}

/// What `.tool-versions` or `mise.toml`, in `root` or above it, states for the first of `names`.
pub fn tool(tree: &Tree, root: &RelPath, names: &[&str]) -> Option<(String, Evidence)> {
    let forms = [(".tool-versions", ' '), ("mise.toml", '='), (".mise.toml", '=')];
    ancestors(root).iter().find_map(|folder| {
        forms.iter().find_map(|(file, between)| {
            let path = folder.join(file).ok()?;
            let mut lines = tree.text(path.as_str())?.lines().enumerate();
            lines.find_map(|(number, line)| {
                let (name, value) = line.trim().split_once(*between)?;
                let value = value.split_whitespace().next()?.trim_matches(['"', '\'', '[', ']', ',']);
                let known = names.contains(&name.trim().trim_matches('"')) && !value.is_empty();
                known.then(|| (value.to_owned(), at_line(&path, number, line)))
            })
        })
    })
}

/// `20` of `v20.11.1`, `20.x`, `lts/iron`; the newest pinned one of `lts/*` and `latest`.
pub fn major(written: &str, pinned: &[u32]) -> Option<u32> {
    let written = written.trim().trim_matches(['"', '\'', '[', ']', ' ']).to_ascii_lowercase();
    let newest = pinned.iter().copied().find(|major| major % 2 == 0).unwrap_or(FALLBACK);
    if matches!(written.as_str(), "node" | "latest" | "current" | "stable" | "lts" | "lts/*" | "*") {
        return Some(newest);
    }
    let name = written.strip_prefix("lts/").or_else(|| written.strip_prefix("lts-")).unwrap_or(&written);
    if let Some((_, major)) = LONG_TERM.iter().find(|(known, _)| *known == name) {
        return Some(*major);
    }
    let range = Range::parse(name.trim_start_matches('v')).ok()?;
    let fitting = pinned.iter().copied().find(|major| includes(&range, *major));
    fitting.or_else(|| u32::try_from(range.min_version()?.major()).ok())
}

/// `FROM node:20` of the nearest image file.
fn from_images(tree: &Tree, package: &Package<'_>, folders: &[RelPath], pinned: &[u32]) -> Option<Seen<u32>> {
    let mut files: Vec<(usize, bool, &RelPath, &str)> = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_dockerfile(&path.name().to_ascii_lowercase())) {
        let site = site(path);
        let distance = folders.iter().position(|folder| *folder == site);
        let distance = distance.or_else(|| site.below(&package.root).map(|_| 0));
        files.extend(distance.map(|distance| (distance, path.name() != "Dockerfile", path, text)));
    }
    files.sort();
    files.into_iter().find_map(|(_, _, path, text)| {
        let of_image = |image: &str| {
            let (name, tag) = image.rsplit_once(':')?;
            let is_node = matches!(name.rsplit('/').next()?, "node" | "nodejs") || name.ends_with("nodejs");
            major(tag.split('-').next()?, pinned).filter(|_| is_node)
        };
        let (number, line, major) = base_image(text, &of_image, &|value| major(value.split('-').next()?, pinned))?;
        Some(certain(major, path, number, line))
    })
}

/// What GitHub Actions set up; several versions leave the newest that has an image.
fn from_workflows(tree: &Tree, pinned: &[u32]) -> Option<Seen<u32>> {
    let keys = ["node-version", "node-versions", "node"];
    let mut found: Vec<(u32, Evidence)> = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_workflow(path)) {
        for (number, line, major) in workflow::versions(text, &keys, &|value| from_setup(value, pinned)) {
            found.push((major, at_line(path, number, line)));
        }
    }
    let best = found.iter().map(|(major, _)| *major).max_by_key(|major| (pinned.contains(major), *major))?;
    let alone = found.iter().all(|(major, _)| *major == best);
    let evidence = found.into_iter().find(|(major, _)| *major == best).map(|(_, evidence)| evidence);
    let confidence = if alone { Confidence::Certain } else { Confidence::Likely };
    Some(Seen { value: best, confidence, evidence: evidence.into_iter().collect() })
}

fn from_setup(value: &str, pinned: &[u32]) -> Option<u32> {
    major(value, pinned).filter(|_| !value.contains("${{") && !value.trim().is_empty())
}
