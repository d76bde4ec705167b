//! What is rendered, as plain files that people read. A case is a folder below `snapshots/`:
//!
//! - `args`: a command a line, run one after the other;
//! - `repo/`: what the repository holds before, if anything;
//! - `only`: the paths that the case is about, a line each; all when it is missing;
//! - `expected/`: every file that the commands wrote, `.shipready/` aside; `copied` names those that are a template
//!   word for word, and which one, and the hash of those that nobody would read.
//!
//! `SHIPREADY_BLESS=1 cargo test --test snapshots` rewrites `expected/`: read every line of the difference.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use shipready::state::hash;
use support::{Repo, all_below};

/// Lock files of package managers are longer than any file that a person reads.
const LONG: usize = 500;

/// Files of one case by their path below `expected/`.
type Expected = BTreeMap<String, String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("snapshots")).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// Lines of a file of the case; None when there is no such file.
fn lines(case: &Path, name: &str) -> Option<Vec<String>> {
    Some(fs::read_to_string(case.join(name)).ok()?.lines().map(str::to_owned).collect())
}

/// The path of every template by its content.
fn templates() -> BTreeMap<String, String> {
    let folder = root().join("templates");
    let files = all_below(&folder).into_iter().filter(|path| folder.join(path).is_file());
    files.map(|path| (fs::read_to_string(folder.join(&path)).unwrap(), path)).collect()
}

/// Runs the commands of a case and takes what they wrote.
fn render(case: &Path, templates: &BTreeMap<String, String>) -> Expected {
    let mut repo = Repo::new();
    if case.join("repo").exists() {
        repo = repo.copied(&case.join("repo"));
    }
    let before = repo.snapshot();
    for line in lines(case, "args").unwrap_or_else(|| panic!("{} has no `args`", case.display())) {
        repo = repo.run(&line).code(0).then();
    }
    let only = lines(case, "only");
    let wanted = |path: &String| only.as_ref().is_none_or(|only| only.contains(path));
    let (mut expected, mut copied) = (Expected::new(), String::new());
    for (path, now) in repo.snapshot() {
        let folder = repo.root().join(&path).is_dir();
        if folder || path.starts_with(".shipready") || before.get(&path) == Some(&now) || !wanted(&path) {
            continue;
        }
        let text = repo.read(&path);
        match templates.get(&text).filter(|_| !text.is_empty()) {
            Some(template) => copied.push_str(&format!("{path} = {template}\n")),
            None if text.lines().count() > LONG => copied.push_str(&format!("{path} # {}\n", hash(&text))),
            None => drop(expected.insert(stored(&path), text)),
        }
    }
    assert!(!expected.is_empty(), "{} writes nothing", case.display());
    if !copied.is_empty() {
        expected.insert("copied".to_owned(), copied);
    }
    expected
}

/// A `.gitignore` of a snapshot must not speak to git.
fn stored(path: &str) -> String {
    path.replace(".gitignore", "dot.gitignore")
}

fn kept(case: &Path) -> Expected {
    let folder = case.join("expected");
    let files = all_below(&folder).into_iter().filter(|path| folder.join(path).is_file());
    files.map(|path| (path.clone(), fs::read_to_string(folder.join(&path)).unwrap())).collect()
}

fn bless(case: &Path, expected: &Expected) {
    let folder = case.join("expected");
    let _ = fs::remove_dir_all(&folder);
    for (path, text) in expected {
        let full = folder.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    }
}

/// What differs, in words: orphans, missing files, and the lines of the others.
fn differences(case: &Path, expected: &Expected, kept: &Expected) -> Vec<String> {
    let name = case.file_name().unwrap().to_string_lossy();
    let orphans = kept.keys().filter(|path| !expected.contains_key(*path));
    let mut found: Vec<String> = orphans.map(|path| format!("{name}: {path} is not rendered")).collect();
    for (path, new) in expected {
        match kept.get(path) {
            None => found.push(format!("{name}: {path} is new")),
            Some(old) if old != new => {
                let diff = similar::TextDiff::from_lines(old.as_str(), new.as_str());
                found.push(format!("{name}: {path}\n{}", diff.unified_diff()));
            }
            Some(_) => {}
        }
    }
    found
}

#[test]
fn every_case_renders_what_is_expected() {
    let (templates, cases) = (templates(), cases());
    assert!(cases.len() >= 10, "only {} cases were found", cases.len());
    let mut found = Vec::new();
    for case in cases {
        let expected = render(&case, &templates);
        if std::env::var_os("SHIPREADY_BLESS").is_some() {
            bless(&case, &expected);
        }
        found.extend(differences(&case, &expected, &kept(&case)));
    }
    assert!(found.is_empty(), "{}\nSHIPREADY_BLESS=1 cargo test rewrites them", found.join("\n"));
}

#[test]
fn every_component_and_preset_has_a_case() {
    let cases = cases();
    let said: String = cases.iter().flat_map(|case| lines(case, "args")).flatten().collect::<Vec<_>>().join("\n");
    for (folder, what) in [("presets", "preset"), ("templates/services", "service")] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let id = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(said.contains(&id), "the {what} `{id}` has no case in snapshots/");
        }
    }
}

#[test]
fn an_orphan_and_a_missing_file_are_seen() {
    let text = |path: &str| Expected::from([(path.to_owned(), "x\n".to_owned())]);
    let found = differences(Path::new("case"), &text("new"), &text("old"));
    assert_eq!(found, ["case: old is not rendered", "case: new is new"]);
    let changed = Expected::from([("old".to_owned(), "y\n".to_owned())]);
    assert!(differences(Path::new("case"), &changed, &text("old"))[0].contains("-x\n+y"));
}
