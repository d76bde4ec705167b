//! The README tells the truth: its commands run, its transcript is what they print, its links lead somewhere.

// A test that cannot go on may stop where it stands.
#![allow(clippy::expect_used)]

use std::path::Path;
use std::process::{Command, Output};

const README: &str = include_str!("../README.md");

fn shipready(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shipready"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    command.output().expect("shipready runs")
}

/// The `$ …` lines of the transcript, each with what follows it.
fn transcript() -> Vec<(String, Vec<String>)> {
    let block = README.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a transcript");
    let mut steps: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push((command.to_owned(), Vec::new())),
            None => steps.last_mut().expect("output follows a command").1.push(line.to_owned()),
        }
    }
    steps
}

#[test]
fn the_transcript_is_what_shipready_prints() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("shop");
    std::fs::create_dir(&folder).expect("a folder");
    let mut ran = 0;
    for (command, expected) in transcript() {
        let Some(arguments) = command.strip_prefix("shipready ") else { continue };
        let output = shipready(&folder, &arguments.split(' ').collect::<Vec<_>>());
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).expect("text");
        for line in expected.iter().filter(|line| *line != "…") {
            assert!(printed.lines().any(|found| found == line), "{command} does not print `{line}`, but:\n{printed}");
        }
        ran += 1;
    }
    assert_eq!(ran, 2, "the transcript shows two commands of shipready");
    assert!(folder.join("compose.yaml").is_file());
}

#[test]
fn every_command_of_the_table_exists() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows: Vec<&str> = README.lines().filter(|line| line.starts_with("| `shipready ")).collect();
    assert!(rows.len() > 5, "the table of commands is gone");
    let quoted = rows.iter().flat_map(|row| row.split('`').skip(1).step_by(2));
    for command in quoted.filter_map(|text| text.strip_prefix("shipready ")) {
        let name = command.split(' ').next().unwrap_or_default();
        let output = shipready(folder.path(), &[name, "--help"]);
        assert!(output.status.success(), "`shipready {name}` is not a command");
    }
}

#[test]
fn every_listed_crate_is_a_dependency_and_the_reverse() {
    let contributing = include_str!("../CONTRIBUTING.md");
    let manifest: toml_edit::DocumentMut = include_str!("../Cargo.toml").parse().expect("Cargo.toml parses");
    for table in ["dependencies", "dev-dependencies"] {
        for (name, _) in manifest[table].as_table().expect("a table") {
            assert!(contributing.contains(name), "CONTRIBUTING.md does not say why {name} is needed");
        }
    }
}

#[test]
fn the_yaml_crate_says_why_its_name_stays() {
    let manifest = include_str!("../Cargo.toml");
    assert!(manifest.contains("serde_yaml = { package = \"serde-saphyr\", version = \"2\" }"));
}
