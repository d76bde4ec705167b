//! Back to the state before the last apply, and forth again.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::process::Command;

use shipready::apply::{self, last};
use shipready::plan::{Action, Policy, Rendered};

use crate::repo::{Repo, path, rendered, runnable, with};

/// Everything but what is kept to be undone.
pub fn tree(repo: &Repo) -> BTreeMap<String, String> {
    let mut files = repo.snapshot();
    files.retain(|path, _| !path.starts_with(".shipready/undo/"));
    files
}

pub fn undo(repo: &Repo) {
    apply::undo(repo.root(), &last(repo.root(), false).unwrap()).unwrap();
}

fn conflicts(repo: &Repo) -> Vec<(String, String)> {
    let changes = last(repo.root(), false).unwrap().changes.into_iter();
    let stuck = changes.filter(|change| change.action == Action::Conflict);
    stuck.map(|change| (change.path.to_string(), change.why.unwrap().to_string())).collect()
}

pub fn first() -> Rendered {
    let new = rendered(&[
        ("compose.yaml", "a: 1\n"),
        ("deploy/redis/conf.d/redis.conf", "x\n"),
        ("deploy/run.sh", "#!/bin/sh\n"),
        ("docs/operations/run.md", "# 1\n"),
    ]);
    with(runnable(new, "deploy/run.sh"), ".gitignore", ".env\n", Policy::Lines)
}

/// Creates, updates and deletes, in old folders and in new ones.
pub fn next() -> Rendered {
    let new = rendered(&[
        ("compose.yaml", "a: 2\n"),
        ("deploy/nginx/conf.d/site.conf", "y\n"),
        ("deploy/run.sh", "#!/bin/sh\necho\n"),
        ("docs/operations/run.md", "# 1\n"),
    ]);
    with(runnable(new, "deploy/run.sh"), ".gitignore", ".env\n*.pem\n", Policy::Lines)
}

pub fn repo() -> Repo {
    let repo = Repo::new().file(".gitignore", "dist\n").file("app/main.py", "mine\n");
    repo.apply(&first());
    repo
}

#[test]
fn an_undo_is_the_state_before_and_its_undo_the_one_after() {
    let repo = repo();
    repo.chmod("deploy/redis/conf.d", 0o700);
    repo.chmod("compose.yaml", 0o600);
    let inode = fs::metadata(repo.root().join("compose.yaml")).unwrap().ino();
    let old = tree(&repo);
    repo.apply(&next());
    let new = tree(&repo);
    assert!(!new.contains_key("deploy/redis") && new.contains_key("deploy/nginx/conf.d"));
    for _ in 0..3 {
        undo(&repo);
        assert_eq!(tree(&repo), old);
        assert_eq!(fs::metadata(repo.root().join("compose.yaml")).unwrap().ino(), inode, "it is the old file itself");
        assert!(repo.plan(&first()).is_empty());
        undo(&repo);
        assert_eq!(tree(&repo), new);
        assert!(repo.plan(&next()).is_empty());
    }
}

#[test]
fn the_first_apply_is_undone_to_the_last_folder() {
    let repo = Repo::new().file("app/main.py", "mine\n");
    fs::create_dir_all(repo.root().join("deploy")).unwrap();
    let old = tree(&repo);
    repo.apply(&first());
    let new = tree(&repo);
    undo(&repo);
    let mut left = tree(&repo);
    assert!(left.remove(".shipready").is_some() && left.remove(".shipready/undo").is_some());
    assert_eq!(left, old, "a folder that was there stays, though it is empty");
    undo(&repo);
    assert_eq!(tree(&repo), new);
}

#[test]
fn an_apply_that_writes_nothing_takes_nothing_away() {
    let repo = repo();
    let old = tree(&repo);
    repo.apply(&next());
    repo.apply(&next());
    undo(&repo);
    assert_eq!(tree(&repo), old);
}

#[test]
fn git_does_not_see_what_is_kept() {
    let repo = repo();
    repo.apply(&next());
    let git = |arguments: &[&str]| Command::new("git").args(arguments).current_dir(repo.root()).output().unwrap();
    assert!(git(&["init", "--quiet"]).status.success());
    let seen = String::from_utf8(git(&["status", "--porcelain", "--untracked-files=all"]).stdout).unwrap();
    assert!(seen.contains(".shipready/lock") && !seen.contains(".shipready/undo"), "{seen}");
}

#[test]
fn what_was_edited_since_is_named_and_not_overwritten() {
    let repo = repo();
    repo.apply(&next());
    repo.write("compose.yaml", "a: mine\n");
    repo.write("deploy/redis/conf.d/redis.conf", "made anew\n");
    repo.chmod("deploy/run.sh", 0o644);
    repo.remove("deploy/nginx/conf.d/site.conf");
    // What is gone on both sides needs nobody.
    let changed = |path: &str| (path.to_owned(), "you changed it since".to_owned());
    let expected = ["compose.yaml", "deploy/redis/conf.d/redis.conf", "deploy/run.sh"].map(changed);
    assert_eq!(conflicts(&repo), expected);
    let old = repo.snapshot();
    let error = apply::undo(repo.root(), &last(repo.root(), false).unwrap()).unwrap_err().to_string();
    assert!(error.contains("compose.yaml"), "{error}");
    assert_eq!(repo.snapshot(), old);
}

#[test]
fn a_deletion_is_an_edit_too() {
    let repo = repo();
    repo.apply(&next());
    repo.remove("compose.yaml");
    assert_eq!(conflicts(&repo), [("compose.yaml".to_owned(), "you deleted it since".to_owned())]);
}

#[test]
fn edited_files_stay_when_a_person_says_so_and_the_rest_goes_back() {
    let repo = repo();
    repo.apply(&next());
    repo.write("compose.yaml", "a: mine\n");
    apply::undo(repo.root(), &last(repo.root(), true).unwrap()).unwrap();
    assert_eq!((repo.read("compose.yaml").as_str(), repo.read("deploy/run.sh").as_str()), ("a: mine\n", "#!/bin/sh\n"));
    assert_eq!(repo.read(".shipready/base/compose.yaml"), "a: 1\n");
    assert_eq!(repo.action(&first(), "compose.yaml"), Some(Action::Keep));
}

#[test]
fn a_lock_or_base_that_moved_on_is_never_passed_over() {
    for file in [".shipready/lock", ".shipready/base/compose.yaml"] {
        let repo = repo();
        repo.apply(&next());
        repo.write(file, &format!("{}# another branch\n", repo.read(file)));
        assert_eq!(conflicts(&repo).first().map(|(path, _)| path.as_str()), Some(file));
        let undo = last(repo.root(), true).unwrap();
        assert!(undo.changes.iter().any(|change| change.action == Action::Conflict && change.path.as_str() == file));
    }
}

#[test]
fn what_went_back_by_itself_needs_no_undo() {
    let repo = repo();
    let old = repo.read("compose.yaml");
    repo.apply(&next());
    repo.write("compose.yaml", &old);
    let undo = last(repo.root(), false).unwrap();
    assert!(!undo.changes.iter().any(|change| change.path.as_str() == "compose.yaml"));
    apply::undo(repo.root(), &undo).unwrap();
    assert!(repo.plan(&first()).is_empty());
}

#[test]
fn a_change_while_looking_stops_the_undo() {
    let repo = repo();
    repo.apply(&next());
    let seen = last(repo.root(), false).unwrap();
    repo.write("compose.yaml", "a: mine\n");
    let old = repo.snapshot();
    let error = apply::undo(repo.root(), &seen).unwrap_err().to_string();
    assert!(error.contains("`compose.yaml` changed while you were looking"), "{error}");
    assert_eq!(repo.snapshot(), old);
    repo.write("compose.yaml", "a: 2\n");
    repo.apply(&with(next(), "compose.yaml", "a: 3\n", Policy::Owned));
    assert!(apply::undo(repo.root(), &seen).unwrap_err().to_string().contains("changed while you were looking"));
}

#[test]
fn without_an_apply_of_this_folder_there_is_nothing_to_undo() {
    let error = |repo: &Repo| last(repo.root(), false).unwrap_err().to_string();
    assert!(error(&Repo::new()).contains("nothing to undo"));
    let source = repo();
    source.apply(&next());
    let copy = Repo::new();
    assert!(Command::new("cp").arg("-a").arg(source.root().join(".")).arg(copy.root()).status().unwrap().success());
    assert!(error(&copy).contains("was not written by an apply in this folder"));
    // A later apply is one of this folder.
    copy.apply(&first());
    undo(&copy);
    assert!(copy.plan(&next()).is_empty());
}

#[test]
fn a_kept_file_that_is_another_or_gone_is_not_brought_back() {
    for gone in [true, false] {
        let repo = repo();
        repo.apply(&next());
        let kept = fs::read_dir(repo.root().join(".shipready/undo")).unwrap().map(|entry| entry.unwrap().path());
        let kept = kept.into_iter().find(|kept| fs::read_to_string(kept).is_ok_and(|text| text == "a: 1\n")).unwrap();
        fs::remove_file(&kept).unwrap();
        if !gone {
            symlink("/etc/passwd", &kept).unwrap();
        }
        let error = last(repo.root(), false).unwrap_err().to_string();
        assert!(error.contains("is no longer in `.shipready/undo`"), "{error}");
    }
}

#[test]
fn a_folder_of_kept_files_that_is_a_link_is_not_followed() {
    let elsewhere = Repo::new().file("record", "theirs\n").file("0", "theirs\n");
    let repo =
        Repo::new().file(".shipready/templates/x", "").link(".shipready/undo", elsewhere.root().to_str().unwrap());
    let error = apply::apply(repo.root(), &repo.plan(&first())).unwrap_err().to_string();
    assert!(error.contains("`.shipready/undo` is a symbolic link"), "{error}");
    assert!(last(repo.root(), false).unwrap_err().to_string().contains("symbolic link"));
    assert_eq!(elsewhere.snapshot().len(), 2);
}

#[test]
fn secrets_are_neither_kept_nor_touched() {
    let repo = repo();
    repo.apply(&next());
    apply::write_secret(repo.root(), "KEY", "value").unwrap();
    apply::add_env(repo.root(), "HOST=a\n").unwrap();
    undo(&repo);
    assert_eq!((repo.read("deploy/secrets/values/KEY").as_str(), repo.read(".env").as_str()), ("value", "HOST=a\n"));
    let kept = repo.snapshot().into_iter().filter(|(path, _)| path.starts_with(".shipready/undo/"));
    assert!(kept.into_iter().all(|(_, content)| !content.contains("value") && !content.contains("HOST")));
    assert!(last(repo.root(), false).unwrap().changes.iter().all(|change| change.path != path(".env")));
}
