//! `secrets check`: each thing that can be wrong, and the words and numbers that say so.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::json;

use super::support::{Repo, contains, empty, is, lacks, samples};
use super::{VALUES, shop, value};

const STRIPE: &str = "STRIPE_API_KEY=sk_live_1\nREGION=north\n";

/// Everything is as it should be.
fn sound() -> Repo {
    shop(STRIPE).run("secrets generate").code(0).then()
}

fn git(repo: &Repo, words: &[&str]) {
    let output = Command::new("git").args(words).current_dir(repo.root()).env("HOME", repo.home()).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The one finding is `words`.
#[track_caller]
fn finds(repo: Repo, words: &str) {
    let ran = repo.run("secrets check").code(4).wrote_nothing().stderr(is("1 to put right\n"));
    let found = ran.out().lines().next().unwrap().to_owned();
    assert_eq!((found.as_str(), ran.out().lines().count()), (words, 2), "{}", ran.out());
}

#[test]
fn what_is_sound_is_clean() {
    let ran = sound().run("secrets check").code(0).wrote_nothing().stdout(empty());
    let ran = ran.stderr(contains("nothing is wrong"));
    ran.run("secrets check --format json").code(0).stdout(is("{\n  \"findings\": [],\n  \"git\": null\n}\n"));
}

#[test]
fn everything_that_can_be_wrong_is_found() {
    let file = |name: &str, text: &str| sound().without(&value(name)).file(&value(name), text);
    finds(sound().without(&value("SECRET_KEY")), "deploy/secrets/values/SECRET_KEY: is missing");
    finds(file("SECRET_KEY", ""), "deploy/secrets/values/SECRET_KEY: is empty");
    finds(file("STRIPE_API_KEY", " \n"), "deploy/secrets/values/STRIPE_API_KEY: is empty");
    finds(file("STRIPE_API_KEY", "your-key-here"), "deploy/secrets/values/STRIPE_API_KEY: is a placeholder");
    finds(file("SECRET_KEY", "CHANGE_ME\n"), "deploy/secrets/values/SECRET_KEY: is a placeholder");
    finds(file("SECRET_KEY", "tX9vQ2mLr8Bz"), "deploy/secrets/values/SECRET_KEY: could be guessed");
    finds(file("POSTGRES_PASSWORD", "P@ssw0rd2024!"), "deploy/secrets/values/POSTGRES_PASSWORD: could be guessed");
    let link = sound().without(&value("SECRET_KEY")).link(&value("SECRET_KEY"), "/etc/hostname");
    finds(link, "deploy/secrets/values/SECRET_KEY: is no readable text file");
    finds(sound().edited(".env", "REGION=north", ""), ".env: REGION is missing");
    finds(sound().edited(".env", "REGION=north", "REGION="), ".env: REGION is empty");
    finds(sound().edited(".env", "REGION=north", "REGION=changeme"), ".env: REGION is a placeholder");
    let open = sound();
    fs::set_permissions(open.root().join(VALUES), fs::Permissions::from_mode(0o750)).unwrap();
    finds(open, "deploy/secrets/values: is open to others on this machine");
}

#[test]
fn what_the_example_shows_is_a_placeholder() {
    let shown = "k3Jx8Qm2Vw9Tz5Rb7Nc4Lp6Hd1Gf0SyKa";
    let repo = samples::stated("", &["SECRET_KEY"]).file(".env.example", format!("SECRET_KEY={shown}\n"));
    let repo = repo.run("init --yes --with nginx").code(0).run("secrets generate").code(0).then();
    let repo = repo.without(&value("SECRET_KEY")).file(&value("SECRET_KEY"), shown);
    fs::set_permissions(repo.root().join(VALUES), fs::Permissions::from_mode(0o700)).unwrap();
    finds(repo, "deploy/secrets/values/SECRET_KEY: is a placeholder");
}

#[test]
fn an_optional_secret_may_be_empty_and_must_be_there() {
    let code = "import os\nKEY = os.getenv(\"OPENAI_API_KEY\", \"\")\n";
    let repo = samples::stated("", &[]).file("more.py", code);
    let ran = repo.edited("main.py", "import os\n", "import os\nimport more\n").run("init --yes --with nginx").code(0);
    let ran = ran.run("secrets check").code(4).stdout(contains("OPENAI_API_KEY: is missing\n  run `shipready secrets"));
    ran.run("secrets generate").code(0).has(&value("OPENAI_API_KEY")).run("secrets check").code(0);
}

#[test]
fn a_secret_in_gits_index_is_found() {
    let repo = sound();
    git(&repo, &["init", "--quiet"]);
    let ran = repo.run("secrets check").code(0);
    git(ran.repo(), &["add", "--force", "main.py", ".env", &value("SECRET_KEY")]);
    let ran = ran.run("secrets check").code(4).stdout(contains(".env: is tracked by git\n  git rm --cached .env;"));
    let ran = ran.stdout(contains("deploy/secrets/values/SECRET_KEY: is tracked by git\n")).stdout(lacks("main.py"));
    // Gone from the disk, and still in the index.
    let ran = ran.then().without(&value("SECRET_KEY")).run("secrets generate").code(0).run("secrets check").code(4);
    let value: serde_json::Value = serde_json::from_str(ran.run("secrets check --format json").code(4).out()).unwrap();
    let next = "git rm --cached .env; then change the values: git's history keeps the old ones";
    let expected = json!({"path": ".env", "name": null, "problem": "tracked", "next": next});
    assert_eq!(value["findings"][0], expected);
}

#[test]
fn a_repository_above_counts_too() {
    let repo = sound();
    let above = repo.root().parent().unwrap().to_owned();
    let output = Command::new("git").args(["init", "--quiet"]).current_dir(&above).output().unwrap();
    assert!(output.status.success());
    git(&repo, &["add", "--force", ".env"]);
    repo.run("secrets check").code(4).stdout(contains(".env: is tracked by git"));
}

#[test]
fn without_git_it_says_that_it_did_not_look() {
    let repo = sound().folder(".git").folder("nothing");
    let output = repo.command(&["secrets", "check"]).env("PATH", repo.root().join("nothing")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("warning: whether git keeps a secret was not looked at: git is not installed"), "{said}");
    // Something that is no repository of git.
    let ran = repo.run("secrets check --format json").code(0).stderr(contains("git says: fatal: "));
    ran.stdout(contains("\"git\": \"git says: fatal: "));
}

#[test]
fn a_platform_keeps_the_secrets_and_git_must_not() {
    let repo = samples::stated("", &["SECRET_KEY", "STRIPE_API_KEY"]).file(".env", "SECRET_KEY=x\n");
    let ran = repo.run("init --yes --target render").code(0).run("secrets check").code(0).stdout(empty());
    let ran = ran.stderr(contains("keeps the secrets: there is nothing to check here.\n"));
    let ran = ran.stderr(contains("It asks you for: STRIPE_API_KEY"));
    git(ran.repo(), &["init", "--quiet"]);
    git(ran.repo(), &["add", "--force", ".env"]);
    ran.run("secrets check").code(4).stdout(contains(".env: is tracked by git"));
}

#[test]
fn before_init_it_says_where_to_start() {
    samples::app("", &[]).run("secrets check").code(1).wrote_nothing().error(&["there is no shipready.toml here yet"]);
}
