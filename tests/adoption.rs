//! Files that a repository has of its own: shown beside ours, kept unless chosen, said once.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::{Repo, contains, empty, lacks, samples};

const COMPOSE: &str = "services:\n  web:\n    image: mine\n";
const INIT: &str = "init --with nginx --domain x.org --yes";

/// An application with an image, a stack and a proxy of its own.
fn own_files() -> Repo {
    samples::app("", &[])
        .file("Dockerfile", "FROM mine\n")
        .file("docker-compose.yml", COMPOSE)
        .file("nginx/nginx.conf", "events {}\n")
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn each_is_listed_once_with_ours_and_stays() {
    let ran = own_files().run(INIT).code(0);
    let ran = ran.stderr(contains("Yours, kept:")).stderr(contains("ours: deploy/shop/Dockerfile"));
    let ran = ran.stderr(contains("ours: deploy/nginx/nginx.conf")).stderr(contains("ours is not written"));
    let ran = ran.stderr(contains("while docker-compose.yml is yours: `docker compose up` starts your services"));
    let ran = ran.stderr(contains("shipready diff docker-compose.yml"));
    let ran = ran.stderr(contains("Next:\n  shipready init --take docker-compose.yml"));
    let ran = ran.holds("Dockerfile", support::is("FROM mine\n")).holds("docker-compose.yml", support::is(COMPOSE));
    let ran = ran.holds("nginx/nginx.conf", support::is("events {}\n")).lacks("docker-compose.development.yml");
    let again = ran.run("init --yes").code(0).wrote_nothing();
    let again = again
        .stderr(lacks("Yours, kept"))
        .stderr(lacks("docker-compose.yml"))
        .stderr(contains("3 kept as yours (-v lists them)"));
    let again =
        again.run("init --yes -v").code(0).stderr(contains("Yours, kept:")).stderr(contains("docker-compose.yml"));
    again.run("diff --exit-code").code(0).stdout(empty());
}

#[test]
fn a_diff_shows_theirs_against_ours_wherever_ours_is() {
    let repo = own_files().run(INIT).then();
    let ran = repo.run("diff --exit-code Dockerfile").code(0);
    let ran = ran.stdout(contains("--- a/Dockerfile\n+++ b/deploy/shop/Dockerfile\n")).stdout(contains("-FROM mine\n"));
    let ran = ran.run("diff --exit-code nginx").code(0).stdout(contains("+++ b/deploy/nginx/nginx.conf\n"));
    let ran = ran.run("diff docker-compose.yml").code(0);
    ran.stdout(contains("-    image: mine\n")).stdout(contains("+++ b/docker-compose.yml\n")).wrote_nothing();
}

#[test]
fn ours_is_taken_by_name_and_is_ours_from_then_on() {
    let ran = own_files().run(&format!("{INIT} --take Dockerfile --take docker-compose.yml")).code(0);
    let ran = ran.holds("Dockerfile", contains("FROM python:")).lacks("deploy/shop/Dockerfile").lacks("compose.yaml");
    let ran = ran
        .holds("docker-compose.yml", contains("shop-web"))
        .holds("docker-compose.yml", lacks("deploy/shop/Dockerfile"));
    let ran = ran.has("docker-compose.development.yml").stderr(contains("update  docker-compose.yml"));
    let again = ran.run("init --yes").code(0).wrote_nothing().stderr(contains("Nothing to write"));
    let twice = again.run("init --take Dockerfile --yes").code(0).wrote_nothing();
    let later = twice.run("add redis --yes").code(0).holds("docker-compose.yml", contains("redis-data"));
    later.lacks("compose.yaml").run("diff --exit-code").code(0).stdout(empty());
}

#[test]
fn it_can_be_taken_later_and_an_edited_or_deleted_file_comes_back() {
    let ran = own_files().run(INIT).run("init --take docker-compose.yml --yes").code(0);
    let repo = ran.holds("docker-compose.yml", contains("shop-web")).has("docker-compose.development.yml").then();
    let repo = repo.edited("docker-compose.yml", "shop-web", "shop-wob").without("deploy/nginx/nginx.conf");
    let ran = repo.run("init --yes").code(0).holds("docker-compose.yml", contains("shop-wob")).wrote_nothing();
    let ran = ran.run("init --take docker-compose.yml --take deploy/nginx/nginx.conf --yes").code(0);
    ran.holds("docker-compose.yml", lacks("shop-wob")).has("deploy/nginx/nginx.conf");
}

#[test]
fn nothing_is_taken_in_a_dry_run_or_without_a_word() {
    for line in ["init --with nginx --domain x.org --take Dockerfile --dry-run", "init --with nginx --take Dockerfile"]
    {
        let ran = own_files().run(line).wrote_nothing().stderr(contains("update  Dockerfile"));
        ran.stderr(lacks("deploy/shop/Dockerfile"));
    }
    own_files().run(INIT).code(0).holds("Dockerfile", support::is("FROM mine\n"));
}

#[test]
fn what_has_no_place_of_ours_cannot_be_taken() {
    let said = ["nginx/nginx.conf", "ours has a place of its own, deploy/nginx/nginx.conf"];
    own_files().run(&format!("{INIT} --take nginx/nginx.conf")).code(2).error(&said).wrote_nothing();
    own_files().run(&format!("{INIT} --take main.py")).code(2).error(&["nothing of ours belongs at `main.py`"]);
    own_files().run(&format!("{INIT} --take ../x")).code(2).error(&["would leave the repository"]);
}

#[test]
fn programs_are_told_too() {
    let ran = own_files().run("init --with nginx --domain x.org --dry-run --format json").code(0);
    let kept = json(ran.out())["kept"].clone();
    let of = |path: &str| kept.as_array().unwrap().iter().find(|kept| kept["path"] == path).unwrap().clone();
    assert_eq!(of("Dockerfile")["ours"], "deploy/shop/Dockerfile");
    assert_eq!(of("Dockerfile")["replaceable"], true);
    assert_eq!(of("nginx/nginx.conf")["replaceable"], false);
    assert_eq!(of("nginx/nginx.conf")["removed"], 1);
    assert_eq!(of("docker-compose.yml")["ours"], "docker-compose.yml");
    assert!(of("docker-compose.yml")["without"].as_str().unwrap().contains("docker compose up"));
    assert_eq!(kept.as_array().unwrap().len(), 3);
}

#[test]
fn an_empty_file_and_one_with_the_line_ends_of_windows_are_files_like_others() {
    let repo = || samples::app("", &[]).file("Dockerfile", "").file("compose.yaml", "services:\r\n  a: {}\r\n");
    let ran = repo().run(INIT).code(0).holds("Dockerfile", empty()).has("deploy/shop/Dockerfile");
    let ran = ran.holds("compose.yaml", contains("a: {}\r\n"));
    let ran = ran.run("init --take compose.yaml --take Dockerfile --yes").code(0).lacks("deploy/shop/Dockerfile");
    // The line ends of a repository are its own.
    let ran = ran.holds("compose.yaml", contains("services:\r\n")).holds("Dockerfile", contains("FROM python:"));
    ran.run("init --yes").code(0).wrote_nothing().run("diff --exit-code").code(0);
}

#[test]
fn links_folders_and_what_is_not_text_are_kept_and_never_replaced() {
    let linked = || samples::app("", &[]).file("images/web", "FROM mine\n").link("Dockerfile", "images/web");
    let ran = linked().run(INIT).code(0).stderr(contains("Yours, kept:")).has("deploy/shop/Dockerfile");
    let ran = ran.holds("images/web", support::is("FROM mine\n")).run("init --yes").code(0).wrote_nothing();
    ran.run("init --take Dockerfile --yes").code(1).error(&["cannot be replaced", "symbolic link"]).wrote_nothing();
    let binary = samples::app("", &[]).file("compose.yaml", [0_u8, 159, 146]);
    let ran = binary.run(INIT).code(0).stderr(contains("what is there is not text"));
    let ran = ran.run("init --yes").code(0).wrote_nothing();
    ran.run("init --take compose.yaml --yes").code(1).error(&["cannot be replaced", "not text"]).wrote_nothing();
    let folder = samples::app("", &[]).file("compose.yaml/x", "");
    let ran = folder.run(INIT).code(3).wrote_nothing();
    ran.run(&format!("{INIT} --take compose.yaml")).code(1).error(&["a folder is where"]).wrote_nothing();
}

#[test]
fn of_two_stacks_the_one_that_compose_reads_counts() {
    let repo = samples::app("", &[]).file("docker-compose.yml", COMPOSE).file("compose.yml", COMPOSE);
    let ran = repo.run(INIT).code(0).lacks("compose.yaml").stderr(contains("while compose.yml is yours"));
    let ran = ran.holds(".env.example", lacks("COMPOSE_FILE"));
    let ran = ran.run("init --take compose.yml --yes").code(0).holds("compose.yml", contains("shop-web"));
    ran.holds("docker-compose.yml", support::is(COMPOSE)).run("init --yes").code(0).wrote_nothing();
}

#[test]
fn a_workflow_keeps_its_ending_and_stands_beside_others() {
    let component = "kind: service\ntitle: CI\nsummary: Checks.\nfiles:\n  - from: repo/.github/workflows/ci.yml\n    \
                     without: Nothing is checked.\n";
    let ours = ".shipready/templates/services/ci";
    let repo = samples::app("", &[]).file(&format!("{ours}/component.yaml"), component);
    let repo = repo.file(&format!("{ours}/repo/.github/workflows/ci.yml"), "name: ours\n");
    let repo =
        repo.file(".github/workflows/ci.yaml", "name: mine\n").file(".github/workflows/tests.yml", "name: tests\n");
    let ran = repo.run("init --with ci --yes").code(0).lacks(".github/workflows/ci.yml");
    let ran = ran.stderr(contains("while .github/workflows/ci.yaml is yours: Nothing is checked."));
    let ran = ran.stderr(contains("ours: .github/workflows/ci.yaml"));
    let ran = ran.run("init --take .github/workflows/ci.yaml --yes").code(0).lacks(".github/workflows/ci.yml");
    let ran = ran.holds(".github/workflows/ci.yaml", support::is("name: ours\n"));
    ran.holds(".github/workflows/tests.yml", support::is("name: tests\n")).run("init --yes").code(0).wrote_nothing();
}

#[test]
fn workflows_that_give_way_stand_under_another_name_until_they_are_taken() {
    let repo = || {
        let repo = samples::app("", &[]).file(".github/workflows/ci.yml", "name: mine\n");
        repo.file(".github/workflows/deploy.yaml", "name: mine too\n").file(".github/dependabot.yaml", "version: 2\n")
    };
    let ran = repo().run("init --with github-actions --yes").code(0);
    let ran = ran.stderr(contains("ours: .github/workflows/checks.yml")).has(".github/workflows/delivery.yml");
    let ran = ran.lacks(".github/workflows/deploy.yml").lacks(".github/dependabot.yml");
    let ran = ran.stderr(contains("while .github/dependabot.yaml is yours: The images, actions and packages"));
    let ran = ran.holds(".github/workflows/delivery.yml", contains("/.github/workflows/checks.yml"));
    let ran = ran.run("init --yes").code(0).wrote_nothing().stderr(lacks("workflows"));
    let ran = ran.run("init --yes --take .github/workflows/ci.yml").code(0).lacks(".github/workflows/checks.yml");
    let ran = ran.holds(".github/workflows/ci.yml", contains("name: CI"));
    let ran = ran.holds(".github/workflows/delivery.yml", contains("/.github/workflows/ci.yml"));
    ran.holds(".github/workflows/deploy.yaml", support::is("name: mine too\n")).run("init --yes").wrote_nothing();
}
