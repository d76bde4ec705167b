//! `update --check`, `status`, `keep`, `diff -o` and `apply`.

use serde_json::Value;

use crate::support::own::{newer, updated, with};
use crate::support::{Ran, contains, empty, is, lacks, samples};

const PATH: &str = "deploy/own/app.conf";

fn json(ran: &Ran) -> Value {
    serde_json::from_str(ran.out()).unwrap_or_else(|error| panic!("{error}: {}", ran.out()))
}

#[test]
fn check_says_whether_there_is_something_newer_and_writes_nothing() {
    let ran = with(&[(PATH, "a = 1\n\nb = 2\n")]).run("update --check").code(0).stderr(contains("Up to date."));
    // Edits and deletions are not news.
    let ran = ran.then().edited(PATH, "b = 2", "b = 3").without("Dockerfile").run("update --check").code(0);
    let repo = newer(ran.then(), &[(PATH, "a = 2\n\nb = 2\n")]);
    let ran = repo.run("update --check").code(4).stderr(contains(PATH)).wrote_nothing();
    let ran = ran.run("update --check --format json").code(4);
    assert_eq!(json(&ran)["files"], serde_json::json!([PATH]));
    ran.run("update --yes").code(0).run("update --check").code(0);
}

#[test]
fn status_tells_every_state() {
    let files = |a: &'static str, b: &'static str| {
        [("deploy/own/a", a), ("deploy/own/b", b), ("deploy/own/c", "c\n"), ("deploy/own/d", "d\n")]
    };
    let repo = with(&files("a\n", "b\n")).file("deploy/own/c", "mine\n").without("deploy/own/d");
    let repo = repo.file("deploy/own/a", "mine\n").file("deploy/own/e", "theirs\n");
    let mut newest = files("aa\n", "bb\n").to_vec();
    newest.push(("deploy/own/e", "e\n"));
    let ran = newer(repo, &newest).run("status --format json").code(0).wrote_nothing();
    let view = json(&ran);
    let state = |path: &str| {
        let files = view["files"].as_array().unwrap();
        files.iter().find(|file| file["path"] == path).unwrap_or_else(|| panic!("{path} is not listed"))["state"]
            .clone()
    };
    let expected = [("a", "conflicted"), ("b", "stale"), ("c", "edited"), ("d", "missing"), ("e", "not-ours")];
    for (name, wanted) in expected {
        assert_eq!(state(&format!("deploy/own/{name}")), wanted, "{name}");
    }
    assert_eq!(state("compose.yaml"), "clean");
    assert_eq!(
        view["components"]["own"],
        serde_json::json!({
            "edited": 1, "stale": 1, "missing": 1, "conflicted": 1, "not-ours": 1
        })
    );
    let ran = ran.run("status").code(0).stdout(contains("own")).stdout(lacks("compose.yaml"));
    ran.run("status -v").code(0).stdout(contains("clean       compose.yaml"));
}

#[test]
fn what_is_kept_is_never_touched_again_until_it_is_released() {
    let repo = with(&[(PATH, "a = 1\n\nb = 2\n"), ("deploy/own/x", "x\n")]);
    let ran = repo.run(&format!("keep {PATH}")).code(4).wrote_nothing();
    let ran = ran
        .run(&format!("keep {PATH} --yes"))
        .code(0)
        .holds("shipready.toml", contains(&format!("keep = [\"{PATH}\"]")));
    let repo = newer(ran.then().file(PATH, "a = 1\n\nb = 3\n"), &[(PATH, "a = 2\n\nb = 2\n"), ("deploy/own/x", "y\n")]);
    let ran = updated(repo).holds(PATH, is("a = 1\n\nb = 3\n")).holds("deploy/own/x", is("y\n"));
    let ran = ran.run("status").code(0).stdout(contains("left alone, as shipready.toml says"));
    let ran = ran.run(&format!("keep --release {PATH} --yes")).code(0).holds("shipready.toml", lacks(PATH));
    // What happened in between is merged, not lost.
    let ran = if ran.repo().read(PATH) == "a = 2\n\nb = 3\n" { ran } else { updated(ran.then()) };
    ran.holds(PATH, is("a = 2\n\nb = 3\n"));
}

#[test]
fn a_folder_can_be_kept_and_a_wrong_name_is_refused() {
    let repo = with(&[(PATH, "a = 1\n")]);
    let ran = repo.run("keep deploy/ownn/app.conf --yes").code(2).error(&["did you mean `deploy/own/app.conf`?"]);
    let ran = ran.wrote_nothing().run("keep deploy/own --yes").code(0);
    let repo = newer(ran.then(), &[(PATH, "a = 2\n"), ("deploy/own/more", "m\n")]);
    let ran = updated(repo).holds(PATH, is("a = 1\n")).lacks("deploy/own/more");
    ran.run("keep --release deploy --yes").code(2).error(&["deploy/own"]).wrote_nothing();
}

#[test]
fn a_saved_plan_is_applied_as_it_was_shown() {
    let repo = newer(with(&[(PATH, "a = 1\n")]), &[(PATH, "a = 2\n")]);
    let plan = repo.home().join("plan.json").display().to_string();
    let ran = repo.run(&format!("diff -o {plan}")).code(0).stdout(contains("+a = 2")).wrote_nothing();
    let ran = ran.run(&format!("apply {plan} --dry-run")).code(0).wrote_nothing();
    let ran = ran.run(&format!("apply {plan}")).code(0).holds(PATH, is("a = 2\n"));
    // It is not what the repository is any more.
    ran.run(&format!("apply {plan}")).code(1).error(&["stale", "diff -o"]).wrote_nothing();
}

#[test]
fn a_stale_plan_is_refused_whatever_moved() {
    let moves: [fn(crate::support::Repo) -> crate::support::Repo; 4] = [
        |repo| repo.file(PATH, "a = 5\n"),
        |repo| newer(repo, &[(PATH, "a = 3\n")]),
        |repo| repo.without(PATH),
        |repo| repo.run("init --yes --set memory_mb=512").code(0).then(),
    ];
    for step in moves {
        let repo = newer(with(&[(PATH, "a = 1\n")]), &[(PATH, "a = 2\n")]);
        let plan = repo.home().join("plan.json").display().to_string();
        let repo = step(repo.run(&format!("diff -o {plan}")).code(0).then());
        repo.run(&format!("apply {plan}")).code(1).error(&["stale"]).wrote_nothing();
    }
}

#[test]
fn nobody_can_write_by_editing_a_plan() {
    let repo = newer(with(&[(PATH, "a = 1\n")]), &[(PATH, "a = 2\n")]);
    let plan = repo.home().join("plan.json");
    let ran = repo.run(&format!("diff -o {}", plan.display())).code(0);
    let text = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, text.replace("localhost", "evil.example.com")).unwrap();
    let ran = ran.run(&format!("apply {}", plan.display())).code(1).wrote_nothing();
    std::fs::write(&plan, "{}").unwrap();
    let ran = ran.run(&format!("apply {}", plan.display())).code(1).error(&["no plan", "diff -o"]).wrote_nothing();
    ran.run("apply nowhere.json").code(1).error(&["cannot read the plan"]).wrote_nothing();
}

#[test]
fn add_remove_and_diff_take_the_same_decisions() {
    let repo =
        samples::stated("redis==5.2.0", &["REDIS_URL"]).run("init --yes --with nginx --domain x.org").code(0).then();
    let repo = repo.edited("compose.yaml", "services:\n", "services:\n  # mine\n");
    let ran = repo.run("add redis --yes").code(0).holds("compose.yaml", contains("  # mine\n"));
    ran.holds("compose.yaml", contains("redis")).run("diff --exit-code").code(0).stdout(empty());
}

#[test]
fn keep_writes_nothing_else_and_keeps_the_comments_of_its_list() {
    let repo =
        newer(with(&[(PATH, "a = 1\n"), ("deploy/own/x", "x\n")]), &[(PATH, "a = 2\n"), ("deploy/own/x", "y\n")]);
    let text = repo.read("shipready.toml") + "\n[files]\nkeep = [\n  # by hand\n  \"deploy/own/x\", # until May\n]\n";
    let ran = repo.file("shipready.toml", text).run(&format!("keep {PATH} --yes")).code(0).changed(&["shipready.toml"]);
    let ran = ran
        .holds("shipready.toml", contains("# by hand\n  \"deploy/own/x\", # until May\n  \"deploy/own/app.conf\",\n]"));
    ran.run("update --yes").code(0).holds(PATH, is("a = 1\n")).holds("deploy/own/x", is("x\n"));
}

#[test]
fn a_plan_replaces_nothing_but_a_plan() {
    let repo = newer(with(&[(PATH, "a = 1\n")]), &[(PATH, "a = 2\n")])
        .file("plan.json.new", "precious")
        .link("link.json", "main.py");
    let mut repo = repo;
    for precious in ["main.py", "shipready.toml", ".shipready/lock", "link.json", "deploy", "/dev/null"] {
        let ran = repo.run(&format!("diff -o {precious}")).code(1).error(&["is no plan", "name a new file"]);
        repo = ran.wrote_nothing().then();
    }
    let ran = repo.run("diff -o plan.json").code(0).run("diff -o plan.json").code(0);
    let ran = ran.holds("plan.json.new", is("precious")).run("diff -o nowhere/plan.json").code(1);
    let repo = ran.error(&["a folder that exists"]).then();
    let edited = repo.read("plan.json").replace("\"added\": 1", "\"added\": 0");
    repo.file("plan.json", edited).run("apply plan.json").code(1).error(&["stale"]).wrote_nothing();
}

#[test]
fn a_value_of_ones_own_for_a_variable_that_no_code_reads() {
    let repo = with(&[(PATH, "a = 1\n")]);
    let text = repo.read("shipready.toml");
    let at = text.find(".env]\n").unwrap() + 6;
    let text = format!("{}OWN_WORD = \"1\"\n{}", &text[..at], &text[at..]);
    let ran = repo.file("shipready.toml", text).run("update --yes").code(0).holds("compose.yaml", contains("OWN_WORD"));
    ran.holds("docs/operations/variables.md", contains("OWN_WORD"));
}

#[test]
fn taken_and_merged_at_once_is_wrong_usage() {
    let repo = newer(with(&[(PATH, "a = 1\n")]).file(PATH, "a = 3\n"), &[(PATH, "a = 2\n")]);
    repo.run(&format!("update --yes --take {PATH} --merge {PATH}")).code(2).error(&["say one of both"]).wrote_nothing();
}
