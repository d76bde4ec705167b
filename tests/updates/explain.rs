//! `explain`: who put a file, or a line of it, there.

use serde_json::Value;

use crate::support::own::{newer, with};
use crate::support::{Repo, contains, lacks, samples};

/// The number of the first line of `path` that holds `text`.
fn line(repo: &Repo, path: &str, text: &str) -> usize {
    let file = repo.read(path);
    file.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{path} has no `{text}`:\n{file}")) + 1
}

fn shop() -> Repo {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]);
    let ran = repo.run("init --yes --with nginx,redis --domain x.org --set redis.memory_mb=300").code(0);
    ran.run("init --yes").code(0).then()
}

#[test]
fn a_line_of_a_loop_names_the_service_that_it_is_for_and_its_options() {
    let repo = shop();
    let at = line(&repo, "compose.yaml", "memory: 300M");
    let ran = repo.run(&format!("explain compose.yaml:{at}")).code(0).wrote_nothing();
    let ran =
        ran.stdout(contains("component  compose")).stdout(contains("templates/targets/compose/repo/compose.yaml:"));
    let ran =
        ran.stdout(contains("container redis")).stdout(contains("services.redis.memory_mb = 300 (shipready.toml:"));
    ran.stdout(lacks("you wrote it"));
}

#[test]
fn a_line_with_a_variable_says_what_that_is() {
    let repo = shop();
    let at = line(&repo, "compose.yaml", "KIT_URL_REDIS_URL");
    let ran = repo.run(&format!("explain compose.yaml:{at}")).code(0);
    ran.stdout(contains("variable")).stdout(contains("REDIS_PASSWORD: "));
}

#[test]
fn a_line_in_a_slot_is_the_components_that_filled_it() {
    let repo = samples::stated("", &[]).run("init --yes --with nginx --domain x.org").code(0).then();
    let at = line(&repo, ".gitignore", "__pycache__");
    let ran = repo.run("explain .gitignore --format json").code(0);
    let view: Value = serde_json::from_str(ran.out()).unwrap();
    assert!(view["components"]["python"].is_object() && view["components"]["repository"].is_object(), "{view}");
    assert_eq!(view["state"], "clean");
    ran.run(&format!("explain .gitignore:{at}")).code(0).stdout(contains("component  python"));
}

#[test]
fn the_users_own_line_is_told_from_ours_wherever_it_moved_it() {
    let path = "deploy/own/app.conf";
    let repo = with(&[(path, "a = 1\nb = 2\nc = 3\n")]).file(path, "a = 1\nmine = 1\nb = 2\nc = 3\n");
    let ran = repo.run(&format!("explain {path}:2")).code(0).stdout(contains("you wrote it"));
    let ran = ran.run(&format!("explain {path}:4")).code(0).stdout(contains("repo/deploy/own/app.conf:3"));
    let ran = ran.run(&format!("explain {path}:4 --format json")).code(0);
    let view: Value = serde_json::from_str(ran.out()).unwrap();
    assert_eq!(view["origin"]["component"], "own");
    assert_eq!(view["text"], "c = 3");
    let ran = ran.run(&format!("explain {path}:5")).code(2).error(&["has 4 lines, no line 5"]);
    ran.run(&format!("explain {path}:x")).code(2).error(&["is no line"]);
}

#[test]
fn every_line_of_every_file_has_an_origin() {
    let repo = shop();
    let files: Vec<String> = repo.snapshot().into_keys().filter(|path| !path.starts_with(".shipready")).collect();
    let ours =
        files.iter().filter(|path| repo.exists(&format!(".shipready/base/{path}")) && !repo.root().join(path).is_dir());
    let ours: Vec<String> = ours.cloned().collect();
    assert!(ours.len() > 40, "{ours:?}");
    let mut repo = repo;
    for path in ours.iter().step_by(7) {
        let count = repo.read(path).lines().count();
        let ran = repo.run(&format!("explain {path} --format json")).code(0);
        let view: Value = serde_json::from_str(ran.out()).unwrap();
        let components = view["components"].as_object().unwrap();
        let lines = components.values().flat_map(|templates| templates.as_object().unwrap().values());
        let total: u64 = lines.map(|number| number.as_u64().unwrap()).sum();
        assert!(total as usize >= count, "{path}: {total} origins for {count} lines");
        repo = ran.then();
    }
}

#[test]
fn what_is_not_ours_gets_the_nearest_name() {
    let ran = shop().run("explain compose.yml").code(2).error(&["did you mean `compose.yaml`?"]);
    let ran = ran.run("explain main.py").code(2).error(&["there is no file of ours at `main.py`"]);
    let repo = newer(ran.then(), &[]);
    repo.run("explain ../x").code(2).error(&["would leave the repository"]);
}
