//! A state that was broken, lost or half merged: a clear error, and a repair from what can be known.

use crate::support::own::{newer, updated, with};
use crate::support::{Repo, contains, is, lacks, samples};

const PATH: &str = "deploy/own/app.conf";
const TEXT: &str = "a = 1\nb = 2\nc = 3\n";

fn edited() -> Repo {
    with(&[(PATH, TEXT)]).edited(PATH, "c = 3", "c = 4")
}

/// After a repair the next update merges as if nothing had happened.
fn goes_on(repo: Repo) {
    let repo = newer(repo, &[(PATH, "a = 9\nb = 2\nc = 3\n")]);
    updated(repo).holds(PATH, is("a = 9\nb = 2\nc = 4\n"));
}

#[test]
fn a_broken_lock_is_named_and_repaired() {
    for lock in ["version = 2\n<<<<<<< HEAD\n", "not toml at all", "version = 2\ntool = \"0.1.0\"\nfiel = 1\n", ""] {
        let ran = edited().file(".shipready/lock", lock).run("update --yes").code(1).wrote_nothing();
        let ran = ran.error(&[".shipready/lock", "shipready status --repair"]);
        let ran = ran.run("status --repair --dry-run").code(0).wrote_nothing();
        let ran = ran.run("status --repair").code(0).stderr(contains("known again"));
        goes_on(ran.run("status --repair").code(0).wrote_nothing().run("update --yes").code(0).wrote_nothing().then());
    }
}

#[test]
fn a_lost_lock_is_made_anew() {
    let ran = edited().without(".shipready/lock").run("status --repair").code(0);
    goes_on(ran.run("update --yes").code(0).wrote_nothing().then());
}

#[test]
fn a_lost_base_is_found_in_the_file_when_nobody_edited_it() {
    let repo = with(&[(PATH, TEXT)]).without(&format!(".shipready/base/{PATH}"));
    let repo = repo.run("status --repair").code(0).then().edited(PATH, "c = 3", "c = 4");
    goes_on(repo);
}

#[test]
fn a_lost_base_is_the_render_when_the_templates_are_the_same() {
    let repo = edited().without(&format!(".shipready/base/{PATH}"));
    goes_on(repo.run("status --repair").code(0).then());
}

#[test]
fn a_half_merged_base_is_named_and_repaired() {
    let marked = "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\nb = 2\nc = 3\n";
    let ran = edited().file(&format!(".shipready/base/{PATH}"), marked).run("update --yes").code(1);
    let ran = ran.wrote_nothing().error(&["conflict markers", "shipready status --repair"]);
    goes_on(ran.run("status --repair").code(0).then());
}

#[test]
fn what_nobody_can_know_counts_as_the_users() {
    let repo = edited().without(&format!(".shipready/base/{PATH}"));
    let repo = newer(repo, &[(PATH, "a = 9\nb = 2\nc = 3\n")]).without(".shipready/lock");
    let ran = repo.run("status --repair").code(0).stderr(contains(&format!("`{PATH}` counts as yours")));
    ran.run("update --yes").code(0).holds(PATH, is("a = 1\nb = 2\nc = 4\n"));
}

#[test]
fn nothing_to_repair_is_said_and_a_missing_manifest_too() {
    let ran = edited().run("status --repair").code(0).wrote_nothing().stderr(contains("Nothing to repair."));
    let ran = ran.then().without("shipready.toml").run("status --repair").code(1).wrote_nothing();
    ran.error(&["shipready.toml"]);
}

#[test]
fn entries_in_files_of_the_user_are_known_again() {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]).file(".gitignore", "mine\n");
    let repo = repo.run("init --yes --with redis").code(0).then().without(".shipready/lock");
    let ran = repo.run("status --repair").code(0).run("update --yes").code(0).wrote_nothing();
    let ran = ran.run("remove redis --yes").code(0).holds(".env.example", lacks("REDIS_PASSWORD"));
    ran.holds(".gitignore", contains("mine\n"));
}

#[test]
fn the_lock_of_a_newer_shipready_is_not_repaired() {
    let ran = edited().file(".shipready/lock", "version = 99\ntool = \"9.0.0\"\n").run("status --repair").code(1);
    ran.error(&["format 99, written by shipready 9.0.0", "upgrade shipready"]).wrote_nothing();
}
