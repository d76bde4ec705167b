//! Files of which both sides changed the same lines: what becomes of them, with nobody to ask.

use crate::support::own::{newer, with};
use crate::support::{Repo, contains, is, lacks};

const PATH: &str = "deploy/own/app.conf";
const OTHER: &str = "deploy/own/other.conf";

/// Both sides changed line 1 of one file; the other file is merely newer.
fn clashing() -> Repo {
    let repo = with(&[(PATH, "a = 1\n\nb = 2\n"), (OTHER, "x = 1\n")]).edited(PATH, "a = 1", "a = 7");
    newer(repo, &[(PATH, "a = 2\n\nb = 2\n"), (OTHER, "x = 2\n")])
}

#[test]
fn nothing_at_all_is_written_by_default() {
    let ran = clashing().run("update --yes").code(3).wrote_nothing().stderr(contains("--on-conflict"));
    ran.run("update --yes --format json").code(3).stdout(contains("\"clash\": \"lines\"")).wrote_nothing();
}

#[test]
fn keep_leaves_yours_and_does_not_ask_again() {
    let ran = clashing().run("update --yes --on-conflict keep").code(0).holds(PATH, is("a = 7\n\nb = 2\n"));
    let ran = ran.holds(OTHER, is("x = 2\n")).run("update --yes").code(0).wrote_nothing();
    // What comes later is merged again.
    let repo = newer(ran.then(), &[(PATH, "a = 2\n\nb = 3\n"), (OTHER, "x = 2\n")]);
    repo.run("update --yes").code(0).holds(PATH, is("a = 7\n\nb = 3\n"));
}

#[test]
fn take_writes_ours() {
    let ran = clashing().run("update --yes --on-conflict take").code(0).holds(PATH, is("a = 2\n\nb = 2\n"));
    ran.run("status").code(0).stdout(lacks("edited"));
}

#[test]
fn conflict_left_unresolved_and_update_run_again() {
    let ran = clashing().run("update --yes --on-conflict markers").code(3).stderr(contains("app.conf:1"));
    let ran = ran.holds(OTHER, is("x = 2\n"));
    let marked = ran.repo().read(PATH);
    let both = ["<<<<<<< yours\na = 7\n", "=======\na = 2\n>>>>>>> new\n", "b = 2\n"];
    assert!(both.iter().all(|part| marked.contains(part)), "{marked}");
    let ran = ran.run("status").code(0).stdout(contains("conflicted"));
    let ran = ran.run("update --yes").code(3).wrote_nothing().stderr(contains("from line 1"));
    // Newer templates wait until it is resolved, and nothing is put on top of the markers.
    let repo = newer(ran.then(), &[(PATH, "a = 2\n\nb = 3\n"), (OTHER, "x = 3\n")]);
    let ran =
        repo.run("update --yes --on-conflict markers").code(0).holds(PATH, is(&marked)).holds(OTHER, is("x = 3\n"));
    let ran = ran.run("update --yes --on-conflict keep").code(0).wrote_nothing();
    let ran =
        ran.then().file(PATH, "a = 72\n\nb = 2\n").run("update --yes").code(0).holds(PATH, is("a = 72\n\nb = 3\n"));
    ran.run("update --yes").code(0).wrote_nothing();
}

#[test]
fn a_conflict_can_be_decided_for_one_file() {
    let ran = clashing().run(&format!("update --yes --take {PATH}")).code(0).holds(PATH, is("a = 2\n\nb = 2\n"));
    ran.holds(OTHER, is("x = 2\n"));
}

#[test]
fn a_word_that_is_none_of_the_four_is_wrong_usage() {
    clashing().run("update --on-conflict merge").code(2).stderr(contains("possible values")).wrote_nothing();
}

/// Line 1 collides; line 7 is new on our side alone, line 4 on theirs.
fn colliding_in_one_place() -> Repo {
    let old = "a = 1\n\n\nb = 2\n\n\nc = 3\n";
    let repo = with(&[(PATH, old)]).file(PATH, "a = 7\n\n\nb = 9\n\n\nc = 3\n");
    newer(repo, &[(PATH, "a = 2\n\n\nb = 2\n\n\nc = 4\n")])
}

#[test]
fn what_does_not_collide_is_merged_whichever_side_is_favored() {
    let kept = colliding_in_one_place().run("update --yes --on-conflict keep").code(0);
    kept.holds(PATH, is("a = 7\n\n\nb = 9\n\n\nc = 4\n")).run("update --yes").code(0).wrote_nothing();
    let taken = colliding_in_one_place().run("update --yes --on-conflict take").code(0);
    taken.holds(PATH, is("a = 2\n\n\nb = 9\n\n\nc = 4\n")).run("update --yes").code(0).wrote_nothing();
}

#[test]
fn a_diff_and_a_check_say_what_is_in_conflict() {
    let ran = colliding_in_one_place().run("diff").code(0).wrote_nothing();
    let ran = ran.stderr(contains("is in conflict, so nothing would be written")).stdout(contains("+||||||| as"));
    let ran = ran.stdout(contains("-c = 3\n+c = 4\n")).stdout(lacks("-b = 9"));
    let ran = ran.run("update --check").code(4).stderr(contains(PATH));
    let ran = ran.run("update --yes --on-conflict markers").code(3);
    ran.run("update --check").code(4).stderr(contains(PATH)).wrote_nothing();
}
