//! `undo` as a user runs it.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::ffi::OsString;

use shipready::exit::Exit;
use shipready::report::{Screen, Surface};
use shipready::wizard::prompter::Scripted;
use support::{Files, Ran, Repo, contains, empty, lacks, samples};

fn tree(repo: &Repo) -> Files {
    let mut files = repo.snapshot();
    files.retain(|path, _| !path.starts_with(".shipready/undo"));
    files
}

/// Redis was added to a stack without one, and what was there before.
fn added() -> (Ran, Files) {
    let repo = samples::app("", &[]).run("init --yes --with nginx").code(0).then();
    let before = tree(&repo);
    (repo.run("add redis --yes").code(0).has("deploy/redis/redis.conf"), before)
}

#[test]
fn what_was_added_goes_and_comes_again() {
    let (ran, before) = added();
    let after = tree(ran.repo());
    let ran = ran.run("undo --yes").code(0).stdout(empty()).stderr(contains("everything is what it was before"));
    let ran = ran.stderr(contains("delete  deploy/redis/redis.conf")).lacks("deploy/redis");
    assert_eq!(tree(ran.repo()), before);
    let ran = ran.run("init --dry-run").code(0).stderr(contains("Nothing to write")).run("undo --yes").code(0);
    assert_eq!(tree(ran.repo()), after);
}

#[test]
fn nothing_is_undone_unasked() {
    let (ran, _) = added();
    let ran = ran.run("undo").code(4).wrote_nothing().stderr(contains("Run the same command with --yes"));
    let ran = ran.run("undo --no-input").code(4).wrote_nothing();
    let ran = ran.run("undo --yes --dry-run").code(0).wrote_nothing();
    ran.stdout(contains("deleted file mode 100644\n--- a/deploy/redis/redis.conf\n+++ /dev/null\n"));
}

#[test]
fn an_edited_file_stops_the_undo_until_a_person_says_that_it_stays() {
    let (ran, _) = added();
    let repo = ran.then();
    let compose = repo.read("compose.yaml") + "# mine\n";
    let ran = repo.file("compose.yaml", &compose).run("undo --yes").code(3).wrote_nothing();
    let ran = ran.stderr(contains("conflict  compose.yaml")).stderr(contains("undo --keep-edited"));
    let ran = ran.run("undo --yes --keep-edited").code(0).lacks("deploy/redis");
    assert_eq!(ran.repo().read("compose.yaml"), compose);
}

#[test]
fn a_lock_of_another_time_is_left_to_git() {
    let (ran, _) = added();
    let lock = ran.repo().read(".shipready/lock").replace("[\"redis\"]", "[\"other\"]");
    let ran = ran.then().file(".shipready/lock", lock).run("undo --yes --keep-edited").code(3).wrote_nothing();
    ran.stderr(contains(".shipready/lock changed since")).stderr(lacks("--keep-edited"));
}

#[test]
fn programs_are_told_what_changes() {
    let (ran, _) = added();
    let ran = ran.run("undo --yes --format json").code(0);
    let value: serde_json::Value = serde_json::from_str(ran.out()).unwrap();
    let changes = value["changes"].as_array().unwrap();
    let redis = changes.iter().find(|change| change["path"] == "deploy/redis/redis.conf").unwrap();
    assert_eq!((&redis["action"], &redis["added"]), (&"delete".into(), &0.into()));
    assert!(changes.iter().all(|change| !change["path"].as_str().unwrap().starts_with(".shipready")));
}

#[test]
fn without_an_apply_there_is_nothing_to_undo() {
    Repo::new().run("undo --yes").code(1).wrote_nothing().error(&["nothing to undo"]);
    let (ran, _) = added();
    let copy = Repo::new().copied(ran.repo().root());
    copy.run("undo --yes").code(1).wrote_nothing().error(&["was not written by an apply in this folder", "git"]);
}

#[test]
fn the_interrupted_apply_is_the_one_that_is_taken_back() {
    let (ran, _) = added();
    let journal = "{}";
    let repo = ran.then().file(".shipready/.journal", &journal[..1]);
    let ran = repo.run("undo --yes").code(0).has("deploy/redis/redis.conf").lacks(".shipready/.journal");
    ran.stderr(contains("was interrupted")).run("undo --yes").code(0).lacks("deploy/redis");
}

#[test]
fn a_person_looks_first_and_accepts_or_leaves() {
    let (ran, before) = added();
    let repo = ran.then();
    let after = repo.snapshot();
    let talk = |answers: &[(&str, &str)]| {
        let (screen, captured) = Screen::captured(Surface { can_ask: true, ..Surface::default() });
        let root = repo.root().as_os_str().to_owned();
        let words = ["shipready".into(), "-C".into(), root, "undo".into()].into_iter().collect::<Vec<OsString>>();
        let ended =
            shipready::run(shipready::cli::parse(words).unwrap(), &screen, &mut Scripted::new(answers.iter().copied()));
        (ended.unwrap_or_else(|error| Exit::of(&error)), captured.err())
    };
    let look = ("review", "look");
    let file = [("review.look", "deploy/redis/redis.conf"), ("review.look", "..")];
    let (exit, said) = talk(&[look, file[0], file[1], ("review", "quit")]);
    assert_eq!((exit, repo.snapshot()), (Exit::Interrupted, after));
    assert!(said.contains("deleted file mode"), "{said}");
    assert_eq!(talk(&[("review", "accept")]).0, Exit::Done);
    assert_eq!(tree(&repo), before);
}
