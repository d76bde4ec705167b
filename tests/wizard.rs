//! `init` and `add` with a person behind them, whose answers are a script.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::ffi::OsString;

use shipready::exit::Exit;
use shipready::report::{Screen, Surface};
use shipready::wizard::prompter::Scripted;
use support::{Repo, samples};

const ENTER: &str = Scripted::ENTER;
const CTRL_C: &str = Scripted::CTRL_C;

/// How a dialogue went.
struct Talk {
    exit: Exit,
    error: String,
    asked: Vec<String>,
    err: String,
}

/// Runs `line` in `repo` with a person who gives `answers`, all of which must be asked for.
fn talk(repo: &Repo, line: &str, answers: &[(&str, &str)]) -> Talk {
    let surface = Surface { can_ask: true, ..Surface::default() };
    let (screen, captured) = Screen::captured(surface);
    let root = repo.root().as_os_str().to_owned();
    let words = ["shipready", "-C"].map(OsString::from).into_iter().chain([root]);
    let cli = shipready::cli::parse(words.chain(line.split_whitespace().map(OsString::from))).unwrap();
    let mut prompter = Scripted::new(answers.iter().copied());
    let ended = shipready::run(cli, &screen, &mut prompter);
    let error = ended.as_ref().err().map(|error| format!("{error:#}")).unwrap_or_default();
    assert_eq!(prompter.left().count(), 0, "answers that nobody asked for; {error}");
    let exit = ended.unwrap_or_else(|error| Exit::of(&error));
    Talk { exit, error, asked: prompter.asked().to_vec(), err: captured.err() }
}

/// As [`talk`], and the disk stays as it was.
fn untouched(repo: &Repo, line: &str, answers: &[(&str, &str)]) -> Talk {
    let before = repo.snapshot();
    let talk = talk(repo, line, answers);
    assert_eq!(repo.snapshot(), before, "the disk was touched by {answers:?}");
    talk
}

#[test]
fn what_is_only_guessed_is_asked_and_said() {
    let repo = samples::app("", &[]);
    let line = "init --target compose --with nginx --domain x.org";
    let answers = [("app.port", "9000"), ("app.python", "3.12"), ("review", "accept")];
    let name = repo.root().file_name().unwrap().to_string_lossy().into_owned();
    let name = shipready::choose::slug(&name);
    let keys: Vec<(String, &str)> =
        answers.iter().map(|(key, answer)| (key.replace("app.", &format!("{name}.")), *answer)).collect();
    let keys: Vec<(&str, &str)> = keys.iter().map(|(key, answer)| (key.as_str(), *answer)).collect();
    let talk = talk(&repo, line, &keys);
    assert_eq!(talk.exit, Exit::Done, "{}", talk.error);
    let manifest = repo.read("shipready.toml");
    assert!(manifest.contains("port = 9000") && manifest.contains("python = \"3.12\""), "{manifest}");
    let silent = self::talk(&samples::app("", &[]), "init --yes --with nginx --domain x.org", &[]);
    assert!(silent.err.contains("port 8000") && silent.err.contains("python 3."), "{}", silent.err);
}

#[test]
fn an_empty_repository_is_asked_for_everything() {
    let repo = Repo::new();
    let answers = [
        ("stack", "fastapi"),
        ("target", ENTER),
        ("services", "postgres,nginx"),
        ("domain", "shop.example.com"),
        ("review", "accept"),
    ];
    let talk = talk(&repo, "init", &answers);
    assert_eq!(talk.exit, Exit::Done, "{}", talk.error);
    assert_eq!(talk.asked, ["stack", "target", "services", "domain", "review"]);
    let manifest = repo.read("shipready.toml");
    assert!(manifest.contains("domain = \"shop.example.com\"") && manifest.contains("[services.postgres]"));
    assert!(!manifest.contains("[services.redis]"), "{manifest}");
    assert!(repo.exists("app/main.py") && repo.exists("deploy/postgres"));
}

#[test]
fn what_the_repository_answers_is_offered_and_not_asked() {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]);
    let talk = talk(&repo, "init", &[("target", ENTER), ("services", ENTER), ("domain", ENTER), ("review", ENTER)]);
    assert_eq!((talk.exit, talk.asked.len()), (Exit::Done, 4), "{}", talk.error);
    let manifest = repo.read("shipready.toml");
    assert!(manifest.contains("[services.redis]") && manifest.contains("domain = \"localhost\""), "{manifest}");
    assert!(!manifest.contains("[services.postgres]"), "{manifest}");
}

#[test]
fn what_the_command_line_answers_is_not_asked() {
    let repo = Repo::new();
    let line = "init --stack fastapi --target compose --with nginx --domain example.com";
    assert_eq!(talk(&repo, line, &[("review", "accept")]).asked, ["review"]);
    let repo = Repo::new();
    let by_preset = talk(&repo, "init --preset minimal", &[("domain", ENTER), ("review", "accept")]);
    assert_eq!(by_preset.asked, ["domain", "review"]);
    let again = talk(&repo, "init", &[]);
    assert_eq!((again.exit, again.asked.len()), (Exit::Done, 0), "nothing to write is nothing to ask");
}

#[test]
fn with_yes_or_without_input_nobody_is_asked() {
    let repo = samples::stated("", &[]);
    assert!(untouched(&repo, "init --no-input", &[]).asked.is_empty());
    assert!(untouched(&repo, "init --dry-run --target compose --with nginx --domain x", &[]).asked.is_empty());
    assert_eq!(talk(&repo, "init --yes --with nginx", &[]).exit, Exit::Done);
}

#[test]
fn ctrl_c_at_every_question_leaves_the_disk_as_it_was() {
    let steps =
        [("stack", "fastapi"), ("target", ENTER), ("services", "nginx"), ("domain", "localhost"), ("review", "accept")];
    for stop in 0..steps.len() {
        let mut answers = steps[..=stop].to_vec();
        answers[stop].1 = CTRL_C;
        let talk = untouched(&Repo::new(), "init", &answers);
        assert_eq!((talk.exit, talk.asked.len()), (Exit::Interrupted, stop + 1), "{answers:?}: {}", talk.error);
    }
}

#[test]
fn leaving_the_review_writes_nothing() {
    let repo = samples::stated("", &[]);
    for answers in [
        &[("review", "quit")][..],
        &[("review", "look"), ("review.look", "compose.yaml"), ("review.look", ".."), ("review", "quit")],
        &[("review", "look-all"), ("review", CTRL_C)],
        &[("review", "skip"), ("review.skip", CTRL_C)],
        &[("review", "look"), ("review.look", CTRL_C)],
    ] {
        let talk = untouched(&repo, "init --target compose --with nginx --domain x.org", answers);
        assert_eq!(talk.exit, Exit::Interrupted, "{answers:?}");
    }
}

#[test]
fn a_file_that_is_looked_at_is_shown_line_by_line() {
    let answers = [("review", "look"), ("review.look", "compose.yaml"), ("review.look", ".."), ("review", "quit")];
    let talk = untouched(&samples::stated("", &[]), "init --target compose --with nginx --domain x.org", &answers);
    assert!(talk.err.contains("+++ b/compose.yaml") && talk.err.contains("+services:\n"), "{}", talk.err);
    assert!(!talk.err.contains("+++ b/Dockerfile"), "only the file that was asked for");
}

#[test]
fn a_skipped_file_is_left_out_and_offered_again() {
    let repo = samples::stated("", &[]);
    let answers = [("review", "skip"), ("review.skip", "compose.development.yaml, Dockerfile"), ("review", "accept")];
    assert_eq!(talk(&repo, "init --target compose --with nginx --domain x.org", &answers).exit, Exit::Done);
    assert!(repo.exists("compose.yaml") && !repo.exists("Dockerfile") && !repo.exists("compose.development.yaml"));
    let later = untouched(&repo, "init", &[("review", "quit")]);
    assert!(later.err.contains("create  Dockerfile"), "{}", later.err);
    assert!(later.err.contains("2 files to write: 2 new"), "{}", later.err);
}

#[test]
fn adding_a_service_ends_in_the_same_review() {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]).run("init --yes --with nginx").code(0).then();
    let talk = untouched(&repo, "add redis", &[("review", "quit")]);
    assert!(talk.err.contains("update  compose.yaml"), "{}", talk.err);
    let talk = talk_accepting(&repo, "add redis");
    assert_eq!(talk.exit, Exit::Done);
    assert!(repo.read("compose.yaml").contains("redis-data"));
}

fn talk_accepting(repo: &Repo, line: &str) -> Talk {
    talk(repo, line, &[("review", "accept")])
}

#[test]
fn a_domain_that_is_none_is_refused_where_it_is_typed() {
    for typed in ["a b", "x;y", "", "http://x.org/"] {
        let answers = [("target", ENTER), ("services", "nginx"), ("domain", typed)];
        let talk = untouched(&samples::stated("", &[]), "init", &answers);
        assert!(talk.error.contains("is not an answer to `domain`"), "{typed}: {}", talk.error);
    }
}

#[test]
fn an_interruption_is_not_told_as_an_error() {
    let talk = untouched(&samples::stated("", &[]), "init --target compose", &[("services", CTRL_C)]);
    assert!(talk.error.contains("interrupted, nothing was written"), "{}", talk.error);
}

fn with_own_files() -> Repo {
    samples::stated("", &[]).file("Dockerfile", "FROM mine\n").file("nginx.conf", "events {}\n")
}

#[test]
fn a_file_of_ones_own_can_be_looked_at_and_exchanged_for_ours() {
    let repo = with_own_files();
    let answers = [
        ("review", "own"),
        ("review.own", "nginx.conf"),
        ("review.own.file", "yours"),
        ("review.own", "Dockerfile"),
        ("review.own.file", "look"),
        ("review.own.file", "ours"),
        ("review", "accept"),
    ];
    let talk = talk(&repo, "init --target compose --with nginx --domain x.org", &answers);
    assert_eq!(talk.exit, Exit::Done, "{}", talk.error);
    assert!(talk.err.contains("--- a/Dockerfile\n+++ b/deploy/shop/Dockerfile\n@@ -1 +1,"), "{}", talk.err);
    assert!(talk.err.contains("update  Dockerfile"), "the new plan is shown: {}", talk.err);
    assert!(repo.read("Dockerfile").contains("FROM python:") && !repo.exists("deploy/shop/Dockerfile"));
    assert_eq!(repo.read("nginx.conf"), "events {}\n");
}

#[test]
fn what_was_exchanged_can_be_kept_after_all() {
    let repo = with_own_files();
    let answers = [
        ("review", "own"),
        ("review.own", "Dockerfile"),
        ("review.own.file", "ours"),
        ("review", "own"),
        ("review.own", "Dockerfile"),
        ("review.own.file", "yours"),
        ("review", "own"),
        ("review.own", ".."),
        ("review", "accept"),
    ];
    assert_eq!(talk(&repo, "init --target compose --with nginx --domain x.org", &answers).exit, Exit::Done);
    assert_eq!(repo.read("Dockerfile"), "FROM mine\n");
    assert!(repo.exists("deploy/shop/Dockerfile"));
}

#[test]
fn stopping_among_ones_own_files_writes_nothing() {
    for answers in [
        &[("review", "own"), ("review.own", CTRL_C)][..],
        &[("review", "own"), ("review.own", "Dockerfile"), ("review.own.file", CTRL_C)],
        &[("review", "own"), ("review.own", "Dockerfile"), ("review.own.file", "ours"), ("review", "quit")],
    ] {
        let talk = untouched(&with_own_files(), "init --target compose --with nginx --domain x.org", answers);
        assert_eq!(talk.exit, Exit::Interrupted, "{answers:?}");
    }
}
