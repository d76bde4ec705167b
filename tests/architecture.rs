//! The house stands: modules import downward only, rooms stay small, and each duty has one owner.

// A test that cannot go on may stop where it stands.
#![allow(clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, from the ground up.
const FLOORS: [(u8, &[&str]); 6] = [
    (0, &["tree"]),
    (1, &["catalog", "template", "manifest", "state", "facts", "finding", "requirement", "exit"]),
    (2, &["detect", "audit", "choose", "blueprint", "render", "edit", "merge", "plan", "secrets"]),
    (3, &["workspace", "apply", "validators"]),
    (4, &["wizard", "report"]),
    (5, &["cli", "commands", "lib", "main"]),
];

/// The command line's own types are plain values that the floor below may read.
const ALLOWED: [(&str, &str); 1] = [("report", "cli")];

fn sources() -> BTreeMap<PathBuf, String> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) {
                let text = fs::read_to_string(&path).expect("a source file is text");
                sources.insert(path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("below the root").to_owned(), text);
            }
        }
    }
    assert!(sources.len() > 30, "only {} source files were found", sources.len());
    sources
}

fn module(path: &Path) -> String {
    let second = path.iter().nth(1).expect("src/<module>");
    second.to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn floor(module: &str) -> u8 {
    let on = FLOORS.iter().find(|(_, modules)| modules.contains(&module));
    on.unwrap_or_else(|| panic!("`{module}` stands on no floor; add it to FLOORS")).0
}

/// A file of nothing but tests, beside the code that it tests.
fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests")
}

/// The text before the first test module: tests may import what they like.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// Every `crate::<module>` that the code names.
fn imports(text: &str) -> Vec<String> {
    let name = |rest: &str| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("").to_owned();
    let lines = code(text).lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split("crate::").skip(1).map(name)).filter(|name| !name.is_empty()).collect()
}

#[test]
fn imports_go_downward() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let from = module(&path);
        for to in imports(&text) {
            let known = FLOORS.iter().any(|(_, modules)| modules.contains(&to.as_str()));
            let allowed = ALLOWED.contains(&(from.as_str(), to.as_str()));
            if known && !allowed && floor(&to) > floor(&from) {
                wrong.push(format!("{} imports `{to}`, which stands above it", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_upward_import_would_be_seen() {
    assert_eq!(imports("use crate::wizard::ask;\n// crate::cli\nlet a = crate::apply::apply();"), ["wizard", "apply"]);
    assert!(floor("wizard") > floor("detect"));
}

#[test]
fn rooms_are_small() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(path, text)| (path, code(text).lines().count()))
        .filter(|(_, lines)| *lines > 250)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "over 250 lines:\n{}", long.join("\n"));
}

#[test]
fn every_file_opens_with_its_duty() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} does not open with a `//!` line", path.display());
    }
}

#[test]
fn each_duty_has_one_owner() {
    // What only the named module may do, and the words that give it away.
    let duties = [
        ("clap", vec!["cli"], vec!["clap::", "use clap"]),
        ("asking", vec!["wizard"], vec!["inquire::", "use inquire"]),
        ("reading and writing the disk", vec!["workspace", "apply"], vec!["std::fs", "fs::write", "File::open"]),
        ("randomness", vec!["commands"], vec!["getrandom::"]),
        ("other programs", vec!["validators", "report"], vec!["process::Command", "process::{Child, Command"]),
        ("the clock", vec!["apply", "validators"], vec!["SystemTime::now", "Instant::now"]),
    ];
    for (path, text) in sources() {
        for (duty, owners, words) in &duties {
            let used = words.iter().find(|word| code(&text).contains(**word));
            let owner = owners.contains(&module(&path).as_str());
            assert!(owner || used.is_none(), "{}: {duty} belongs to {owners:?}, not here ({used:?})", path.display());
        }
    }
}

#[test]
fn components_are_data() {
    let folders = ["services", "stacks", "targets"].map(|kind| format!("templates/{kind}"));
    let ids: Vec<String> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("components"))
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!ids.is_empty());
    for (path, text) in sources() {
        // Detection and the audit know ecosystems and help texts give examples; the engine knows no service.
        if ["audit", "detect", "cli"].contains(&module(&path).as_str()) {
            continue;
        }
        let lines = code(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
        // A point of the checklist may be called as the component that meets it.
        let is_point = |line: &&str| module(&path) == "audit" && line.trim_start().starts_with("id: \"");
        for line in lines.filter(|line| !is_point(line)) {
            for id in &ids {
                assert!(!line.contains(&format!("\"{id}\"")), "{} names the component {id}: {line}", path.display());
            }
        }
    }
}
