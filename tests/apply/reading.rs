//! What is seen of a folder, and what is never looked at.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Command;

use shipready::tree::{File, Opaque, RelPath, Tree};
use shipready::workspace::Workspace;

use crate::repo::{Repo, path};

fn read(repo: &Repo, extra: &[&str]) -> Tree {
    let extra: BTreeSet<RelPath> = extra.iter().map(|extra| path(extra)).collect();
    Workspace::open(repo.root()).unwrap().read(&|_, _| true, &extra).unwrap().0
}

fn why(tree: &Tree, path: &str) -> Option<Opaque> {
    match tree.get(path)? {
        File::Opaque { why, .. } => Some(why.clone()),
        File::Text(_) => None,
    }
}

fn paths(tree: &Tree) -> Vec<&str> {
    tree.paths().map(RelPath::as_str).collect()
}

#[test]
fn a_missing_folder_and_a_file_are_named_with_a_next_step() {
    let error = Workspace::open(Path::new("/no/such/folder")).unwrap_err().to_string();
    assert!(error.contains("/no/such/folder") && error.contains("next:"), "{error}");
    let repo = Repo::new().file("x", "");
    assert!(Workspace::open(&repo.root().join("x")).unwrap_err().to_string().contains("is not a folder"));
}

#[test]
fn what_git_ignores_is_left_out_with_and_without_git() {
    for git in [false, true] {
        let repo = Repo::new()
            .file(".gitignore", "/dist\n*.log\n!keep.log\n")
            .file("dist/x", "")
            .file("a.log", "")
            .file("keep.log", "");
        let repo = repo
            .file("app/.gitignore", "tmp\n")
            .file("app/tmp", "")
            .file(".github/x.yml", "")
            .file("node_modules/a/b.js", "")
            .file("env/pyvenv.cfg", "");
        if git {
            repo.write(".git/HEAD", "ref: refs/heads/main\n");
        }
        assert_eq!(paths(&read(&repo, &[])), [".github/x.yml", ".gitignore", "app/.gitignore", "keep.log"]);
    }
}

#[test]
fn what_is_asked_for_by_name_is_read_even_if_ignored() {
    let repo = Repo::new()
        .file(".gitignore", "/deploy\n/a\n")
        .file("deploy/x.conf", "x")
        .file("deploy/y", "y")
        .file("a/b/c", "");
    let tree = read(&repo, &["deploy/x.conf", "deploy/none", "a/b"]);
    assert_eq!(tree.text("deploy/x.conf"), Some("x"));
    assert!(!tree.contains("deploy/y") && !tree.contains("deploy/none"));
    assert!(tree.below(&path("a/b")).next().is_some(), "a folder in the way is seen");
}

#[test]
fn rules_of_an_outer_repository_count_and_those_of_a_home_do_not() {
    let outer = || Repo::new().file(".gitignore", "node.tmp\n").file("sub/node.tmp", "").file("sub/x", "");
    assert_eq!(paths(&read(&outer().in_folder("sub"), &[])), ["node.tmp", "x"]);
    assert_eq!(paths(&read(&outer().file(".git/HEAD", "").in_folder("sub"), &[])), ["x"]);
    let dotfiles = Repo::new().file(".gitignore", "*\n").file(".git/HEAD", "").file("sub/x", "").in_folder("sub");
    assert_eq!(paths(&read(&dotfiles, &[])), ["x"]);
}

#[test]
fn nested_repositories_and_own_state() {
    let repo = Repo::new()
        .file("sub/.git/HEAD", "")
        .file("sub/x", "")
        .file("mod/.git", "gitdir: ../x\n")
        .file("mod/y", "")
        .file(".shipready/base/z", "");
    assert_eq!(paths(&read(&repo, &[])), ["mod/y", "sub/x"]);
}

#[test]
fn what_is_not_text_is_told_apart() {
    let repo = Repo::new()
        .link("link", "/etc/passwd")
        .link("dangling", "nowhere")
        .link("folder", "/etc")
        .file("big", &"x".repeat(3 << 20));
    fs::write(repo.root().join("latin"), b"caf\xe9").unwrap();
    fs::write(repo.root().join("nul"), b"a\0b").unwrap();
    assert!(Command::new("mkfifo").arg(repo.root().join("pipe")).status().unwrap().success());
    let tree = read(&repo, &["folder/passwd"]);
    for link in ["link", "dangling", "folder"] {
        assert_eq!(why(&tree, link), Some(Opaque::Link), "{link}");
    }
    assert_eq!(why(&tree, "big"), Some(Opaque::TooLarge));
    assert_eq!((why(&tree, "latin"), why(&tree, "nul")), (Some(Opaque::Binary), Some(Opaque::Binary)));
    assert!(matches!(why(&tree, "pipe"), Some(Opaque::Unreadable(_))));
    assert!(!tree.contains("folder/passwd"));
}

#[test]
fn secrets_are_never_read_even_when_asked_for() {
    let repo = Repo::new()
        .file(".env", "A=1")
        .file("deploy/secrets/values/KEY", "k")
        .file("server.key", "k")
        .file(".env.example", "A=");
    let tree = read(&repo, &[".env", "deploy/secrets/values/KEY", "server.key"]);
    for secret in [".env", "deploy/secrets/values/KEY", "server.key"] {
        assert_eq!(why(&tree, secret), Some(Opaque::Secret), "{secret}");
    }
    assert_eq!(tree.text(".env.example"), Some("A="));
}

#[test]
fn a_name_that_cannot_be_a_path_becomes_a_notice() {
    let repo = Repo::new().file("line\nbreak", "").file("good", "");
    fs::write(repo.root().join(OsStr::from_bytes(b"caf\xe9")), "").unwrap();
    let (tree, notices) = Workspace::open(repo.root()).unwrap().read(&|_, _| true, &BTreeSet::new()).unwrap();
    assert_eq!(paths(&tree), ["good"]);
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(notices.iter().all(|notice| !notice.text.contains('\n')), "{notices:?}");
}

#[test]
fn the_state_is_read_whatever_git_ignores() {
    let repo =
        Repo::new().file(".gitignore", ".shipready\n").file(".shipready/base/a/b", "x").file("shipready.toml", "t");
    repo.write(".shipready/templates/services/mine/component.yaml", "title: x\n");
    repo.write(".shipready/lock", "version = 1\ntool = \"0.1.0\"\n");
    let state = Workspace::open(repo.root()).unwrap().read_state().unwrap();
    assert_eq!((state.manifest.as_deref(), state.lock.version), (Some("t"), 1));
    assert_eq!(state.base.text("a/b"), Some("x"));
    assert!(state.templates.contains("services/mine/component.yaml"));
    repo.write(".shipready/lock", "version = \n");
    let error = Workspace::open(repo.root()).unwrap().read_state().unwrap_err().to_string();
    assert!(error.starts_with(".shipready/lock:1:") && error.contains("next:"), "{error}");
}
