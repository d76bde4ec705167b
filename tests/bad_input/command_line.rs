//! Ids and settings of the command line that do not exist or contradict each other.

use super::support::{Repo, contains, empty, is, samples};

/// A run that ends in exit 2 with `parts` in its one error, and writes nothing.
fn refused(repo: Repo, line: &str, parts: &[&str]) {
    repo.run(line).code(2).stdout(empty()).error(parts).wrote_nothing();
}

#[test]
fn an_unknown_id_is_wrong_usage_and_the_nearest_is_suggested() {
    for (line, wrong, near) in [
        ("init --yes --stack fastpi", "stack `fastpi`", "`fastapi`"),
        ("init --yes --target compse", "target `compse`", "`compose`"),
        ("init --yes --with postgress", "service `postgress`", "`postgres`"),
        ("init --yes --preset fastapi-postgre", "preset `fastapi-postgre`", "`fastapi-postgres`"),
        ("show rediss", "component `rediss`", "`redis`"),
    ] {
        refused(samples::app("", &[]), line, &[&format!("there is no {wrong}; did you mean {near}?")]);
    }
}

#[test]
fn an_id_that_is_near_to_nothing_leads_to_the_list() {
    refused(
        samples::app("", &[]),
        "init --yes --with kafka",
        &["there is no service `kafka` among ", "see `shipready list`"],
    );
}

#[test]
fn a_wrong_setting_is_wrong_usage() {
    for (set, parts) in [
        ("prot=1", ["--set prot=1", "did you mean `port`?"]),
        ("port=abc", ["--set port=abc", "expected a whole number, found `abc`"]),
        ("port=80", ["--set port=80", "`80` is less than 1024"]),
        ("nginx.vresion=1", ["--set nginx.vresion=1", "did you mean `version`?"]),
        ("nginx.version=9", ["--set nginx.version=9", "`9` is not one of 1.30"]),
        ("ngnix.version=1", ["--set ngnix.version=1", "did you mean `nginx`?"]),
        ("domain=a;b", ["--set domain=a;b", "`a;b` is no host name"]),
        ("name=Shop", ["--set name=Shop", "`Shop` cannot be a name"]),
    ] {
        refused(samples::app("", &[]), &format!("init --yes --with nginx --set {set}"), &parts);
    }
    refused(samples::app("", &[]), "init --yes --domain a;b", &["`a;b` is no host name", "shop.example.com"]);
}

#[test]
fn later_commands_refuse_the_same_words() {
    let repo = || samples::app("", &[]).run("init --yes --with nginx").code(0).then();
    refused(repo(), "add rediss --yes", &["there is no service `rediss`; did you mean `redis`?"]);
    refused(repo(), "init --yes --with rediss", &["did you mean `redis`?"]);
    refused(repo(), "add redis --yes --set redis.memory=1", &["--set redis.memory=1", "did you mean `memory_mb`?"]);
    refused(
        repo(),
        "add alembic --yes",
        &["alembic needs a service that provides database.sql: add mariadb or mysql or postgres"],
    );
}

#[test]
fn contradictory_choices_are_wrong_usage() {
    refused(samples::app("", &[]), "init --yes --with alembic", &["database.sql: add mariadb or mysql or postgres"]);
    let other = "kind: stack\nruntime: python\ntitle: Other\nsummary: Another one.\n";
    let repo = samples::app("", &[]).file(".shipready/templates/stacks/other/component.yaml", other);
    refused(repo, "init --yes --stack other", &["`.` is a fastapi application, not other", "leave out --stack"]);
    let rival = "kind: service\ntitle: Rival\nsummary: Like redis.\nconflicts: [cache.redis]\n";
    let repo = samples::app("", &[]).file(".shipready/templates/services/rival/component.yaml", rival);
    refused(repo, "init --yes --with redis,rival", &["rival and redis cannot stand side by side; choose one of them"]);
}

#[test]
fn a_missing_folder_is_named_with_what_to_do() {
    refused(Repo::new(), "-C nowhere init --yes", &["cannot open `nowhere`", "`-C DIR`"]);
    refused(Repo::new().file("x", ""), "-C x detect", &["`x` is not a folder", "`-C DIR`"]);
}

#[test]
fn an_empty_repository_asks_for_a_stack() {
    Repo::new()
        .run("init --yes")
        .code(1)
        .error(&[
            "no application was found here\n  in an empty folder",
            "shipready init --stack django|express|fastapi",
        ])
        .wrote_nothing();
}

#[test]
fn commands_that_need_a_manifest_say_how_to_make_one() {
    for line in ["add redis --yes", "diff", "secrets generate"] {
        let ran = samples::app("", &[]).run(line);
        ran.code(1).error(&["there is no shipready.toml here yet\n  start with `shipready init"]).wrote_nothing();
    }
}

#[test]
fn without_a_terminal_and_without_yes_the_plan_is_shown_and_nothing_is_written() {
    for line in ["init --with nginx", "init --with nginx --no-input"] {
        let ran = samples::app("", &[]).run(line).code(4).stdout(empty()).wrote_nothing();
        let ran = ran.stderr(contains("create  compose.yaml")).stderr(contains("Nothing was written"));
        ran.stderr(contains("with --yes to write these files"));
    }
}

#[test]
fn a_dry_run_writes_nothing_even_with_yes() {
    let ran = samples::app("", &[]).run("init --with nginx --dry-run --yes").code(0).wrote_nothing();
    let ran = ran.stderr(contains("create  compose.yaml")).stderr(contains("this was a dry run"));
    let ran = ran.run("init --with nginx --yes").code(0);
    ran.run("add redis --yes --dry-run").code(0).wrote_nothing().stderr(contains("update  compose.yaml"));
}

#[test]
fn no_color_is_respected_and_forced_color_is_not_forgotten() {
    let plain = samples::app("", &[]).run("init --with nginx --dry-run");
    assert!(!plain.err().contains('\u{1b}'), "{}", plain.err());
    let colored = samples::app("", &[]).run("init --with nginx --dry-run --color always");
    assert!(colored.err().contains('\u{1b}'), "{}", colored.err());
}

#[test]
fn a_plan_as_json_is_the_only_thing_on_standard_output() {
    let ran = samples::app("", &[]).run("init --with nginx --dry-run --format json").code(0);
    let plan: serde_json::Value = serde_json::from_str(ran.out()).unwrap();
    let paths: Vec<&str> = plan["changes"].as_array().unwrap().iter().filter_map(|c| c["path"].as_str()).collect();
    assert!(paths.contains(&"compose.yaml") && paths.contains(&"shipready.toml"), "{paths:?}");
    samples::app("", &[]).run("init --with nosuch --format json").code(2).stdout(is(""));
}
