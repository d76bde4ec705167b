//! Render after render, with a person in between.

use std::fs;

use shipready::apply;
use shipready::plan::{Action, Policy, Rendered, Settlement};
use shipready::tree::Text;

use crate::repo::{Repo, path, rendered, runnable, with};

fn first() -> Rendered {
    runnable(
        rendered(&[
            ("compose.yaml", "a: 1\n"),
            ("deploy/api/run.sh", "#!/bin/sh\n"),
            ("docs/operations/run.md", "# Run\n"),
        ]),
        "deploy/api/run.sh",
    )
}

#[test]
fn what_is_rendered_is_written_and_a_second_time_nothing_changes() {
    let repo = Repo::new();
    let applied = repo.apply(&first());
    assert_eq!(applied.written.len(), 3);
    assert_eq!(repo.read("compose.yaml"), "a: 1\n");
    assert_eq!(repo.read(".shipready/base/deploy/api/run.sh"), "#!/bin/sh\n");
    assert_eq!((repo.mode("compose.yaml"), repo.mode("deploy/api/run.sh")), (0o644, 0o755));
    let before = repo.snapshot();
    let plan = repo.plan(&first());
    assert!(plan.is_empty(), "{plan:?}");
    repo.apply(&first());
    assert_eq!(repo.snapshot(), before);
}

#[test]
fn a_file_left_alone_follows_and_a_changed_one_stays() {
    let repo = Repo::new();
    repo.apply(&first());
    repo.write("docs/operations/run.md", "# Mine\n");
    let next = with(first(), "compose.yaml", "a: 2\n", Policy::Owned);
    assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Update));
    assert_eq!(repo.action(&next, "docs/operations/run.md"), Some(Action::Keep));
    repo.apply(&next);
    assert_eq!(
        (repo.read("compose.yaml").as_str(), repo.read("docs/operations/run.md").as_str()),
        ("a: 2\n", "# Mine\n")
    );
    assert!(repo.plan(&next).is_empty());
}

#[test]
fn changed_on_both_sides_is_a_conflict_that_writes_nothing() {
    let repo = Repo::new();
    repo.apply(&first());
    repo.write("compose.yaml", "a: mine\n");
    let next = with(first(), "compose.yaml", "a: 2\n", Policy::Owned);
    let plan = repo.plan(&next);
    assert_eq!(plan.conflicts().map(|change| change.path.as_str()).collect::<Vec<_>>(), ["compose.yaml"]);
    apply::apply(repo.root(), &plan).unwrap();
    assert_eq!(repo.read("compose.yaml"), "a: mine\n");
    assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Conflict));
    repo.write("compose.yaml", "a: 2\n");
    assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Unchanged));
}

#[test]
fn what_was_there_before_stays_and_is_not_remembered_as_ours() {
    let repo = Repo::new().file("compose.yaml", "mine: 1\n");
    repo.apply(&first());
    assert_eq!(repo.read("compose.yaml"), "mine: 1\n");
    assert!(!repo.root().join(".shipready/base/compose.yaml").exists());
    let plan = repo.plan(&first());
    assert_eq!(plan.changes[0].why.as_deref(), Some("was there before shipready; yours stays"));
    assert_eq!(plan.changes[0].after.as_ref().unwrap().content.as_ref(), "a: 1\n");
    assert!(plan.is_empty());
}

#[test]
fn the_same_content_is_adopted() {
    let repo = Repo::new().file("compose.yaml", "a: 1\n");
    repo.apply(&first());
    let next = with(first(), "compose.yaml", "a: 2\n", Policy::Owned);
    assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Update));
}

#[test]
fn a_deleted_file_stays_gone() {
    let repo = Repo::new();
    repo.apply(&first());
    repo.remove("compose.yaml");
    for content in ["a: 1\n", "a: 2\n"] {
        let next = with(first(), "compose.yaml", content, Policy::Owned);
        assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Keep));
        repo.apply(&next);
        assert!(!repo.root().join("compose.yaml").exists());
    }
}

#[test]
fn what_is_no_longer_rendered_goes_with_its_folders_unless_it_was_changed() {
    let repo = Repo::new().file("docs/mine.md", "x\n");
    repo.apply(&first());
    repo.write("compose.yaml", "a: mine\n");
    repo.apply(&Rendered::new());
    assert!(!repo.root().join("deploy").exists() && !repo.root().join("docs/operations").exists());
    assert!(repo.root().join("docs/mine.md").exists() && !repo.root().join(".shipready/base").exists());
    assert_eq!(repo.read("compose.yaml"), "a: mine\n");
    assert!(repo.plan(&Rendered::new()).changes.is_empty());
}

#[test]
fn a_lost_base_is_replaced_by_the_hash_in_the_lock() {
    let repo = Repo::new();
    repo.apply(&first());
    fs::remove_dir_all(repo.root().join(".shipready/base")).unwrap();
    repo.write("docs/operations/run.md", "# Mine\n");
    let next =
        with(with(first(), "compose.yaml", "a: 2\n", Policy::Owned), "docs/operations/run.md", "# 2\n", Policy::Owned);
    assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Update));
    assert_eq!(repo.action(&next, "docs/operations/run.md"), Some(Action::Keep));
}

#[test]
fn crlf_and_a_dropped_run_bit_are_no_changes_and_survive() {
    let repo = Repo::new();
    repo.apply(&first());
    repo.write("compose.yaml", "a: 1\r\n");
    repo.chmod("deploy/api/run.sh", 0o644);
    assert!(repo.plan(&first()).is_empty());
    let next = with(
        with(first(), "compose.yaml", "a: 2\nb: 3\n", Policy::Owned),
        "deploy/api/run.sh",
        "#!/bin/bash\n",
        Policy::Owned,
    );
    let next = runnable(next, "deploy/api/run.sh");
    repo.apply(&next);
    assert_eq!(repo.read("compose.yaml"), "a: 2\r\nb: 3\r\n");
    assert_eq!((repo.read("deploy/api/run.sh").as_str(), repo.mode("deploy/api/run.sh")), ("#!/bin/bash\n", 0o644));
}

#[test]
fn a_run_bit_of_ours_reaches_even_a_changed_file() {
    let repo = Repo::new();
    let plain = rendered(&[("run.sh", "#!/bin/sh\n")]);
    repo.apply(&plain);
    repo.write("run.sh", "#!/bin/sh\nmine\n");
    repo.apply(&runnable(plain, "run.sh"));
    assert_eq!((repo.read("run.sh").as_str(), repo.mode("run.sh")), ("#!/bin/sh\nmine\n", 0o755));
}

#[test]
fn entries_come_and_go_and_the_users_lines_stay() {
    let (ignore, env) = ("# Ours\n.env\n", "# Where\nREDIS_URL=redis\n");
    let new = with(with(first(), ".gitignore", ignore, Policy::Lines), ".env.example", env, Policy::Dotenv);
    let repo = Repo::new().file(".gitignore", "dist\r\n");
    repo.apply(&new);
    assert_eq!(repo.read(".gitignore"), "dist\r\n\r\n# Ours\r\n.env\r\n");
    assert_eq!(repo.read(".env.example"), env);
    assert!(repo.plan(&new).is_empty());
    repo.write(".env.example", &format!("MINE=1\n\n{env}"));
    assert!(repo.plan(&new).is_empty());
    repo.apply(&first());
    assert_eq!(repo.read(".gitignore"), "dist\r\n");
    assert_eq!(repo.read(".env.example"), "MINE=1\n");
}

#[test]
fn a_starter_is_written_once_and_a_manifest_whenever_it_differs() {
    let new =
        with(with(first(), "app/main.py", "start\n", Policy::Starter), "shipready.toml", "a = 1\n", Policy::Manifest);
    let repo = Repo::new();
    repo.apply(&new);
    repo.write("app/main.py", "mine\n");
    let plan = repo.plan(&with(new, "shipready.toml", "a = 2\n", Policy::Manifest));
    assert!(!plan.lock.files.contains_key("app/main.py") && !plan.lock.files.contains_key("shipready.toml"));
    apply::apply(repo.root(), &plan).unwrap();
    assert_eq!((repo.read("app/main.py").as_str(), repo.read("shipready.toml").as_str()), ("mine\n", "a = 2\n"));
}

#[test]
fn a_skipped_file_is_offered_again() {
    let repo = Repo::new();
    let plan = repo.plan(&first()).without(&[path("compose.yaml")].into());
    apply::apply(repo.root(), &plan).unwrap();
    assert!(!repo.root().join("compose.yaml").exists());
    assert_eq!(repo.action(&first(), "compose.yaml"), Some(Action::Create));
}

#[test]
fn what_a_person_decides_is_not_asked_again() {
    let next = with(first(), "compose.yaml", "a: 2\n", Policy::Owned);
    let mixed = Settlement::Text(Text::new("a: both\n"));
    for (settlement, expected) in [(Settlement::Yours, "a: mine\n"), (Settlement::Ours, "a: 2\n"), (mixed, "a: both\n")]
    {
        let repo = Repo::new();
        repo.apply(&first());
        repo.write("compose.yaml", "a: mine\n");
        let mut plan = repo.plan(&next);
        assert!(plan.settle(&path("compose.yaml"), &settlement));
        assert_eq!(plan.conflicts().count(), 0);
        apply::apply(repo.root(), &plan).unwrap();
        assert_eq!(repo.read("compose.yaml"), expected);
        assert_eq!(repo.plan(&next).conflicts().count(), 0);
        assert!(repo.plan(&next).is_empty());
    }
}

#[test]
fn a_deleted_file_comes_back_when_a_person_says_so() {
    let repo = Repo::new();
    repo.apply(&first());
    repo.remove("compose.yaml");
    let mut plan = repo.plan(&first());
    assert!(plan.settle(&path("compose.yaml"), &Settlement::Ours));
    apply::apply(repo.root(), &plan).unwrap();
    assert_eq!(repo.read("compose.yaml"), "a: 1\n");
    assert!(!repo.plan(&first()).settle(&path("compose.yaml"), &Settlement::Ours), "nothing to decide");
}

#[test]
fn what_is_in_the_way_is_never_written_through() {
    let elsewhere = Repo::new().file("target", "theirs\n");
    let repo = Repo::new()
        .file("docs", "a file\n")
        .file("compose.yaml/x", "in a folder\n")
        .link("deploy", elsewhere.root().to_str().unwrap());
    let repo = repo.link("linked.yaml", elsewhere.root().join("target").to_str().unwrap());
    let new = with(first(), "linked.yaml", "ours\n", Policy::Owned);
    let plan = repo.plan(&new);
    let actions: Vec<_> = plan.changes.iter().map(|change| (change.path.as_str(), change.action)).collect();
    let expected = [
        ("compose.yaml", Action::Conflict),
        ("deploy/api/run.sh", Action::Conflict),
        ("docs/operations/run.md", Action::Conflict),
        ("linked.yaml", Action::Keep),
    ];
    assert_eq!(actions, expected);
    apply::apply(repo.root(), &plan).unwrap();
    assert_eq!(elsewhere.snapshot().len(), 1);
    assert_eq!(elsewhere.read("target"), "theirs\n");
}
