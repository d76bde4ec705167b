//! Whole runs of the program over generated choices.

use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::sample::select;

use super::choices::{Choices, choices};
use super::support::{Files, Ran, Repo, differences};

fn repo(chosen: &Choices) -> Repo {
    chosen.files.iter().fold(Repo::new(), |repo, (path, text)| repo.file(path, text))
}

fn run(repo: Repo, words: &[String]) -> Ran {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    repo.run_words(&words)
}

/// The tree without the manifest, whose order is the person's, and without what is remembered.
fn rendered(repo: &Repo) -> Files {
    repo.snapshot()
        .into_iter()
        .filter(|(path, _)| path != "shipready.toml" && !path.starts_with(".shipready"))
        .collect()
}

/// `patch` applied to the tree of `repo` by a tool that nobody here wrote.
fn patched(repo: &Repo, patch: &str) {
    use std::io::Write as _;
    let mut git = Command::new("git");
    let git = git.args(["apply", "--whitespace=nowarn", "-"]).current_dir(repo.root()).env("GIT_DIR", "/nonexistent");
    let mut child = git.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(patch.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}\n{patch}", String::from_utf8_lossy(&output.stderr));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_second_run_finds_nothing_to_do(chosen in choices()) {
        let ran = run(repo(&chosen), &chosen.words()).code(0);
        ran.run("init --yes").code(0).wrote_nothing().run("diff --exit-code").code(0);
    }

    #[test]
    fn the_order_of_adding_does_not_matter(chosen in choices(), order in Just(["postgres", "redis", "nginx"]).prop_shuffle()) {
        let start = || run(repo(&chosen), &["init".into(), "--yes".into(), "--with".into(), "nginx".into()]).code(0);
        let added = |order: [&str; 3]| order.iter().fold(start(), |ran, id| ran.run(&format!("add {id} --yes")).code(0));
        let (one, other) = (added(["postgres", "redis", "nginx"]), added(order));
        prop_assert_eq!(differences(&rendered(one.repo()), &rendered(other.repo())), "");
        let lock = |ran: &Ran| ran.repo().read(".shipready/lock");
        prop_assert_eq!(lock(&one), lock(&other));
    }

    #[test]
    fn the_patch_that_is_shown_is_what_is_written(
        chosen in choices(),
        edit in select(vec![("\n[project]", "\n[services.redis]\n\n[project]"), ("\"localhost\"", "\"x.org\"")]),
    ) {
        let mut chosen = chosen;
        chosen.services.retain(|id| !["arq", "celery", "flower", "redis"].contains(id));
        // With none named, those that the code uses would be taken.
        chosen.services.extend(chosen.services.is_empty().then_some("nginx"));
        let before = run(repo(&chosen), &chosen.words()).code(0).then();
        let before = before.edited("shipready.toml", edit.0, edit.1);
        let other = Repo::new().copied(before.root());
        let shown = before.run("diff").code(0).wrote_nothing();
        if !shown.out().is_empty() {
            patched(&other, shown.out());
        }
        let after = shown.run("init --yes").code(0);
        prop_assert_eq!(differences(&rendered(after.repo()), &rendered(&other)), "");
    }
}

#[test]
fn the_patch_of_a_new_repository_is_the_whole_tree() {
    let manifest = "target = \"compose\"\n\n[project]\nname = \"shop\"\ndomain = \"localhost\"\n\n[apps.shop]\nstack = \"fastapi\"\n\n[services.nginx]\n";
    let shown = super::support::samples::app("", &[]).file("shipready.toml", manifest).run("diff").code(0);
    let other = Repo::new().copied(shown.repo().root());
    patched(&other, shown.out());
    let after = shown.run("init --yes").code(0).has("compose.yaml");
    assert_eq!(differences(&rendered(after.repo()), &rendered(&other)), "");
}
