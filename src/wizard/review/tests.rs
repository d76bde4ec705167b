use super::*;
use crate::exit::Exit;
use crate::report::{Captured, Surface};
use crate::tree::Text;
use crate::wizard::prompter::Scripted;

fn change(action: Action, path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let (before, after) = (before.map(Text::new), after.map(Text::new));
    Change {
        path: RelPath::new(path).unwrap(),
        action,
        owners: Vec::new(),
        before,
        after,
        why: None,
        from: None,
        clash: None,
    }
}

fn plan() -> Plan {
    let changes = vec![
        change(Action::Keep, "Dockerfile", Some("FROM mine\n"), Some("FROM ours\n")),
        change(Action::Create, "compose.yaml", None, Some("services:\n")),
        change(Action::Unchanged, "same", Some("x\n"), Some("x\n")),
        change(Action::Update, "shipready.toml", Some("a = 1\n"), Some("a = 2\n")),
    ];
    let mut plan = Plan::default();
    plan.changes = changes;
    plan
}

/// How it ended with what was skipped, what was printed, and what was taken.
type Ended = (Result<(Reviewed, Vec<String>)>, Captured, Vec<String>);

fn reviewed(answers: &[(&str, &str)]) -> Ended {
    let (screen, captured) = Screen::captured(Surface::default());
    let mut prompter = Scripted::new(answers.iter().copied());
    let mut wishes = Wishes::default();
    let decided = review(&mut prompter, &screen, &plan(), &mut wishes);
    assert_eq!(prompter.left().count(), 0, "answers that nobody asked for");
    let skipped = wishes.skipped.iter().map(ToString::to_string).collect();
    (decided.map(|reviewed| (reviewed, skipped)), captured, prompter.asked().to_vec())
}

fn accepted(skipped: &[&str]) -> (Reviewed, Vec<String>) {
    (Reviewed::Accepted, skipped.iter().map(ToString::to_string).collect())
}

#[test]
fn accepting_at_once_skips_nothing() {
    let (decided, captured, _) = reviewed(&[("review", "accept")]);
    assert_eq!(decided.unwrap(), accepted(&[]));
    assert!(captured.err().contains("create  compose.yaml    +1"), "{}", captured.err());
    assert!(captured.err().contains("2 files to write: 1 new, 1 changed · 1 kept as yours · 1 unchanged"));
    assert_eq!(captured.out(), "", "a review is not data");
}

#[test]
fn enter_alone_accepts() {
    assert_eq!(reviewed(&[("review", Scripted::ENTER)]).0.unwrap(), accepted(&[]));
}

#[test]
fn files_can_be_looked_at_one_after_the_other_even_those_that_are_kept() {
    let answers = [
        ("review", "look"),
        ("review.look", "Dockerfile"),
        ("review.look", Scripted::ENTER),
        ("review.look", ".."),
        ("review", "quit"),
    ];
    let (decided, captured, _) = reviewed(&answers);
    assert_eq!(decided.unwrap().0, Reviewed::Quit);
    assert!(captured.err().contains("-FROM mine\n+FROM ours\n"));
    assert!(captured.err().contains("--- /dev/null\n+++ b/compose.yaml\n"), "Enter goes on to the next file");
}

#[test]
fn looking_at_all_shows_what_would_be_written() {
    let (_, captured, _) = reviewed(&[("review", "look-all"), ("review", "accept")]);
    assert!(captured.err().contains("+services:\n"));
    assert!(captured.err().contains("-a = 1\n+a = 2\n"));
    assert!(!captured.err().contains("FROM ours"));
}

#[test]
fn skipped_files_stay_marked_and_can_be_taken_back() {
    let answers = [
        ("review", "skip"),
        ("review.skip", "compose.yaml"),
        ("review", "skip"),
        ("review.skip", Scripted::ENTER),
        ("review", "accept"),
    ];
    assert_eq!(reviewed(&answers).0.unwrap(), accepted(&["compose.yaml"]));
    let answers = [
        ("review", "skip"),
        ("review.skip", "compose.yaml"),
        ("review", "skip"),
        ("review.skip", ""),
        ("review", "accept"),
    ];
    assert_eq!(reviewed(&answers).0.unwrap(), accepted(&[]));
}

#[test]
fn skipping_every_file_leaves_nothing_to_accept() {
    let answers = [("review", "skip"), ("review.skip", "compose.yaml, shipready.toml"), ("review", "accept")];
    assert!(reviewed(&answers).0.is_err());
}

#[test]
fn stopping_anywhere_is_an_interruption() {
    for answers in [
        &[("review", Scripted::CTRL_C)][..],
        &[("review", "look"), ("review.look", Scripted::CTRL_C)],
        &[("review", "skip"), ("review.skip", Scripted::CTRL_C)],
    ] {
        assert_eq!(Exit::of(&reviewed(answers).0.unwrap_err()), Exit::Interrupted);
    }
}

#[test]
fn a_plan_that_writes_nothing_needs_no_question() {
    let (screen, _) = Screen::captured(Surface::default());
    let mut prompter = Scripted::default();
    let mut wishes = Wishes::default();
    assert_eq!(review(&mut prompter, &screen, &Plan::default(), &mut wishes).unwrap(), Reviewed::Accepted);
    assert!(prompter.asked().is_empty());
}
