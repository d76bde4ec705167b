//! With git in any state, and without it.

use std::path::Path;
use std::process::Command;

use crate::support::own::{newer, updated, with};
use crate::support::{Repo, contains, is, lacks};

const PATH: &str = "deploy/own/app.conf";

fn git(root: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main"];
    let output =
        Command::new("git").args(identity).args(arguments).current_dir(root).output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn committed(repo: Repo) -> Repo {
    git(repo.root(), &["init", "-q"]);
    git(repo.root(), &["add", "-A"]);
    git(repo.root(), &["commit", "-q", "-m", "all"]);
    repo
}

/// One edit of theirs, one of ours, in different places.
fn updates(repo: Repo) {
    let repo = newer(repo.edited(PATH, "c = 3", "c = 4"), &[(PATH, "a = 9\nb = 2\nc = 3\n")]);
    updated(repo).holds(PATH, is("a = 9\nb = 2\nc = 4\n"));
}

#[test]
fn no_git_at_all() {
    updates(with(&[(PATH, "a = 1\nb = 2\nc = 3\n")]));
}

#[test]
fn detached_from_git() {
    let repo = committed(with(&[(PATH, "a = 1\nb = 2\nc = 3\n")]));
    git(repo.root(), &["checkout", "-q", "--detach"]);
    updates(repo);
}

#[test]
fn a_git_folder_that_is_broken() {
    let repo = committed(with(&[(PATH, "a = 1\nb = 2\nc = 3\n")]));
    updates(repo.without(".git/HEAD"));
}

#[test]
fn two_branches_that_each_added_a_service_meet() {
    let repo = committed(with(&[(PATH, "a = 1\n")]));
    git(repo.root(), &["checkout", "-q", "-b", "one"]);
    let repo = repo.run("add redis --yes").code(0).then();
    git(repo.root(), &["add", "-A"]);
    git(repo.root(), &["commit", "-q", "-m", "redis"]);
    git(repo.root(), &["checkout", "-q", "main"]);
    let repo = repo.run("add postgres --yes").code(0).then();
    git(repo.root(), &["add", "-A"]);
    git(repo.root(), &["commit", "-q", "-m", "postgres"]);
    // git merges the state like any text: half of it, with its markers.
    let merged = Command::new("git").args(["merge", "-q", "one"]).current_dir(repo.root()).output().unwrap();
    assert!(!merged.status.success(), "this merge is meant to have conflicts");
    let ran = repo.run("status").code(1).error(&["conflict markers", "status --repair"]).wrote_nothing();
    let manifest = "[services.redis]\nversion = \"8\"\n";
    let text = ran.repo().read("shipready.toml");
    let plain: String = text
        .lines()
        .filter(|line| !["<<<", "===", ">>>"].iter().any(|mark| line.starts_with(mark)))
        .fold(String::new(), |text, line| text + line + "\n");
    assert!(plain.contains(manifest), "{plain}");
    let ran = ran.then().file("shipready.toml", plain).run("status --repair").code(0);
    let ran = ran.run("status").code(0).stdout(contains("conflicted"));
    let ran = ran.run("update --yes --on-conflict take").code(0).holds("compose.yaml", contains("postgres"));
    let ran = ran.holds("compose.yaml", contains("redis")).run("update --yes").code(0).wrote_nothing();
    ran.run("status").code(0).stdout(lacks("conflicted")).stdout(lacks("not ours"));
}
