use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::plan::Action;
use crate::tree::RelPath;

fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change {
        path: RelPath::new(path).unwrap(),
        action: Action::Update,
        owners: Vec::new(),
        before: before.map(Text::new),
        after: after.map(Text::new),
        why: None,
        from: None,
        clash: None,
    }
}

const COLOR: Look = Look { color: true, terminal: true, width: None, verbose: false };

#[test]
fn a_changed_file_is_a_unified_diff() {
    let changed = change("a.yaml", Some("a\nb\nc\nd\ne\n"), Some("a\nb\nc\nD\ne\nf\n"));
    assert_eq!(
        text(&changed, Look::default()),
        "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,5 +1,6 @@\n a\n b\n c\n-d\n+D\n e\n+f\n"
    );
    assert_eq!(counts(&changed), Counts { added: 2, removed: 1 });
}

#[test]
fn a_new_file_and_a_deleted_one_come_from_and_go_to_nothing() {
    assert_eq!(
        text(&change("x", None, Some("one\n")), Look::default()),
        "diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+one\n"
    );
    assert_eq!(
        text(&change("x", Some("one\n"), None), Look::default()),
        "diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n"
    );
}

#[test]
fn what_does_not_differ_is_empty() {
    assert_eq!(text(&change("x", Some("same"), Some("same")), Look::default()), "");
}

#[test]
fn the_words_that_changed_inside_a_line_are_marked() {
    let shown = text(&change("x", Some("image: redis:7.2\n"), Some("image: redis:8.0\n")), COLOR);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        lines[4],
        "\u{1b}[31m-\u{1b}[0m\u{1b}[31mimage: redis:\u{1b}[0m\u{1b}[1m\u{1b}[4m\u{1b}[31m7.2\u{1b}[0m"
    );
    assert_eq!(
        lines[5],
        "\u{1b}[32m+\u{1b}[0m\u{1b}[32mimage: redis:\u{1b}[0m\u{1b}[1m\u{1b}[4m\u{1b}[32m8.0\u{1b}[0m"
    );
}

#[test]
fn a_file_cannot_steer_the_terminal_but_a_patch_keeps_every_byte() {
    let steering = change("x", None, Some("a\u{1b}[2Jb\r\n"));
    assert!(text(&steering, COLOR).contains("a␛[2Jb␍"));
    assert!(text(&steering, Look::default()).contains("+a\u{1b}[2Jb\r\n"));
}

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Writes `before`, lets `program` apply the patch, and compares with `after`.
fn applies(before: &Change, program: &str, arguments: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(before.path.as_str());
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    if let Some(old) = &before.before {
        fs::write(&file, &*old.content).unwrap();
    }
    let patch = text(before, Look::default());
    fs::write(folder.path().join("change.patch"), &patch).unwrap();
    run(folder.path(), program, arguments);
    match &before.after {
        Some(new) => {
            assert_eq!(fs::read_to_string(&file).unwrap(), *new.content, "{patch}");
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o100 != 0, new.executable, "{patch}");
        }
        None => assert!(!file.exists(), "{patch}"),
    }
}

fn executable(mut change: Change) -> Change {
    change.after = change.after.map(|text| Text { executable: true, ..text });
    change
}

#[test]
fn git_and_patch_accept_it() {
    let long = (0..40).fold(String::new(), |text, n| format!("{text}line {n}\n"));
    let edited = long.replace("line 3\n", "").replace("line 30\n", "line thirty\nand more\n");
    let cases = [
        change("deep/x.conf", None, Some("one\ntwo\n")),
        change("x", Some("one\ntwo\n"), None),
        change("x", Some(&long), Some(&edited)),
        change("x", Some("no newline"), Some("no newline\nyet")),
        change("x", Some("a\n"), Some("a")),
        change("x", Some("a\r\nb\r\n"), Some("a\r\nc\r\n")),
        change("x", Some("a\rb\nc\n"), Some("a\rB\nc\n")),
        change("a name with blanks.txt", Some("a\n"), Some("b\n")),
        change("größe/“x”.txt", Some("ä\n"), Some("ö\n")),
        executable(change("run.sh", None, Some("#!/bin/sh\n"))),
    ];
    for case in &cases {
        applies(case, "git", &["apply", "--unsafe-paths", "change.patch"]);
        applies(case, "patch", &["-s", "-p1", "-i", "change.patch"]);
    }
}

#[test]
fn git_accepts_what_patch_does_not_know() {
    for case in [
        change("a\"quote", Some("a\n"), Some("b\n")),
        change("empty", None, Some("")),
        executable(change("run.sh", Some("#!/bin/sh\n"), Some("#!/bin/sh\n"))),
    ] {
        applies(&case, "git", &["apply", "--unsafe-paths", "change.patch"]);
    }
}
