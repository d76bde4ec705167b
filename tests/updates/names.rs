//! Files that the user renamed: their edits and ours meet under the new name.

use crate::support::own::{newer, says, updated, with};
use crate::support::{contains, is, lacks};

const OLD: &str = "deploy/own/app.conf";
const NEW: &str = "deploy/own/shop.conf";
const TEXT: &str = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n";

#[test]
fn renamed() {
    let repo = with(&[(OLD, TEXT)]).without(OLD).file(NEW, TEXT.replace("f = 6", "f = 7"));
    let ran = repo.run("update --yes").code(0).lacks(OLD).holds(NEW, contains("f = 7\n"));
    let repo = newer(ran.then(), &[(OLD, &TEXT.replace("a = 1", "a = 9"))]);
    let ran = updated(repo).lacks(OLD).holds(NEW, is("a = 9\nb = 2\nc = 3\nd = 4\ne = 5\nf = 7\n"));
    ran.run("status -v").code(0).stdout(contains(NEW)).stdout(lacks(OLD));
}

#[test]
fn renamed_and_newer_at_once() {
    let repo = with(&[(OLD, TEXT)]).without(OLD).file("shop.conf", TEXT.replace("f = 6", "f = 7"));
    let repo = newer(repo, &[(OLD, &TEXT.replace("a = 1", "a = 9"))]);
    updated(repo).lacks(OLD).holds("shop.conf", is("a = 9\nb = 2\nc = 3\nd = 4\ne = 5\nf = 7\n"));
}

#[test]
fn renamed_twice_and_back() {
    let repo = with(&[(OLD, TEXT)]).without(OLD).file(NEW, TEXT);
    let repo = updated(repo).then().without(NEW).file("deploy/x.conf", TEXT);
    let repo = newer(updated(repo).lacks(NEW).then(), &[(OLD, &TEXT.replace("a = 1", "a = 9"))]);
    let ran = updated(repo).lacks(OLD).lacks(NEW).holds("deploy/x.conf", contains("a = 9\n"));
    let text = ran.repo().read("deploy/x.conf");
    let repo = ran.then().without("deploy/x.conf").file(OLD, &text);
    let repo = newer(updated(repo).then(), &[(OLD, &TEXT.replace("a = 1", "a = 10"))]);
    updated(repo).holds(OLD, contains("a = 10\n")).lacks("deploy/x.conf");
}

#[test]
fn a_renamed_file_that_is_no_longer_rendered_goes_too() {
    let repo = with(&[(OLD, TEXT), ("deploy/own/x", "x\n")]).without(OLD).file(NEW, TEXT);
    let repo = newer(updated(repo).then(), &[("deploy/own/x", "x\n")]);
    updated(repo).lacks(OLD).lacks(NEW);
}

#[test]
fn a_renamed_file_whose_template_moves_stays_where_the_user_put_it() {
    let repo = updated(with(&[(OLD, TEXT)]).without(OLD).file(NEW, TEXT)).then();
    let moved = "deploy/own/sub/app.conf";
    let repo = newer(repo, &[(moved, &TEXT.replace("a = 1", "a = 9"))]);
    let repo = says(repo, &format!("moved:\n  repo/{OLD}: repo/{moved}\n"));
    updated(repo).lacks(moved).lacks(OLD).holds(NEW, contains("a = 9\n"));
}

#[test]
fn a_copy_is_not_a_new_name_and_neither_is_another_file() {
    let repo = with(&[(OLD, TEXT)]).without(OLD).file(NEW, TEXT).file("deploy/own/copy.conf", TEXT);
    let repo = newer(repo, &[(OLD, &TEXT.replace("a = 1", "a = 9"))]);
    let ran = repo.run("update --yes").code(0).lacks(OLD).holds(NEW, is(TEXT));
    let repo = ran.then().without("deploy/own/copy.conf").without(NEW).file(NEW, "quite = another\nfile = 1\n");
    repo.run("update --yes").code(0).wrote_nothing();
}

#[test]
fn a_new_name_is_said_before_anything_is_written() {
    let repo = with(&[(OLD, TEXT)]).without(OLD).file(NEW, TEXT.replace("f = 6", "f = 7"));
    let said = format!("you renamed {OLD}");
    let ran = repo.run("status").code(0).stdout(contains(&said)).stdout(lacks("not ours")).wrote_nothing();
    ran.run("update --dry-run -v").code(0).stderr(contains(&said)).stderr(lacks("Yours, kept"));
}

#[test]
fn a_repair_still_knows_what_was_renamed() {
    let repo = updated(with(&[(OLD, TEXT)]).without(OLD).file(NEW, TEXT)).then().file(".shipready/lock", "broken");
    let ran = repo.run("status --repair").code(0).run("update --yes").code(0).has(NEW).lacks(OLD);
    let repo = newer(ran.then(), &[(OLD, &TEXT.replace("a = 1", "a = 9"))]);
    updated(repo).lacks(OLD).holds(NEW, contains("a = 9\n"));
}

#[test]
fn what_only_seems_to_be_renamed_is_never_deleted() {
    // A copy of the user's own that was there all along.
    let repo = with(&[(OLD, TEXT), ("deploy/own/x", "x\n")]).file("prod/app.conf", TEXT).without(OLD);
    let repo = newer(repo, &[("deploy/own/x", "x\n")]);
    let ran = repo.run("update --yes").code(0).holds("prod/app.conf", is(TEXT)).run("remove own --yes").code(0);
    ran.holds("prod/app.conf", is(TEXT));
}

#[test]
fn the_most_alike_is_followed_first() {
    let (one, other) = ("deploy/own/p.conf", "deploy/own/q.conf");
    let (p, q) = (format!("{TEXT}p-only\n"), format!("{TEXT}q-only\n"));
    let repo = with(&[(one, &p), (other, &q)]).without(one).without(other).file("deploy/own/n.conf", &q);
    let repo = newer(repo, &[(one, &format!("new = 1\n{p}")), (other, &q)]);
    updated(repo).holds("deploy/own/n.conf", is(&q)).lacks(one).lacks(other);
}
