//! A repository's own file at a place of ours: beside, mine, ours, or both merged; and the choice is remembered.

use crate::support::own::{newer, says, updated};
use crate::support::{Repo, contains, is, lacks, samples};

const PATH: &str = "deploy/own/app.conf";
const OURS: &str = "[server]\nport = 80\n\n[limits]\nsize = 10\n";

/// Theirs is there before ours is rendered for the first time.
fn own(theirs: &str) -> Repo {
    says(newer(samples::stated("", &[]).file(PATH, theirs), &[(PATH, OURS)]), "")
}

#[test]
fn mine_stays_and_is_not_asked_about_again() {
    let ran = own("[server]\nport = 8080\n").run("init --yes --with own").code(0).holds(PATH, contains("8080"));
    let ran = ran.stderr(contains("Yours, kept")).run("update --yes").code(0).wrote_nothing();
    let repo = newer(ran.stderr(lacks("Yours, kept")).then(), &[(PATH, "[server]\nport = 81\n")]);
    repo.run("update --yes").code(0).holds(PATH, is("[server]\nport = 8080\n"));
}

#[test]
fn theirs_is_merged_into_where_nothing_collides() {
    let theirs = "[server]\nport = 80\n\n[mine]\nx = 1\n";
    let ran = own(theirs).run(&format!("init --yes --with own --merge {PATH}"));
    let text = ran.repo().read(PATH);
    for part in ["[server]\nport = 80\n", "[mine]\nx = 1\n", "[limits]\nsize = 10\n"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn a_merged_file_is_ours_and_theirs_from_then_on() {
    let theirs = "# mine\n[server]\nport = 80\n\n[limits]\nsize = 10\n";
    let ran = own(theirs).run(&format!("init --yes --with own --merge {PATH}")).code(0).holds(PATH, is(theirs));
    let repo = newer(ran.then(), &[(PATH, &OURS.replace("size = 10", "size = 20"))]);
    updated(repo).holds(PATH, is("# mine\n[server]\nport = 80\n\n[limits]\nsize = 20\n"));
}

#[test]
fn what_collides_is_marked_and_said() {
    let ran =
        own("[server]\nport = 8080\n\n[limits]\nsize = 10\n").run(&format!("init --yes --with own --merge {PATH}"));
    let ran = ran.code(3).stderr(contains(&format!("{PATH}:2")));
    ran.holds(PATH, contains("port = 8080\n")).holds(PATH, contains("port = 80\n"));
}

#[test]
fn only_a_text_file_of_theirs_can_be_merged() {
    let ran = own("x\n").run("init --yes --with own --merge main.py").code(2).error(&["nothing of ours belongs"]);
    let repo = ran.wrote_nothing().then().file(PATH, [0_u8, 159, 146]);
    repo.run(&format!("init --yes --with own --merge {PATH}")).code(1).error(&["not text"]).wrote_nothing();
}
