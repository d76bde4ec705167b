//! The runbook, the scripts and the next steps say what holds in the repository that they are written for.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};

use support::{Repo, contains, lacks, samples};

const OWN: &str = "services:\n  web:\n    image: mine\n";
const PAGES: &str = "docs/operations";

fn pages(repo: &Repo) -> Vec<(String, String)> {
    let names = support::all_below(&repo.root().join(PAGES));
    assert!(names.len() > 3, "a runbook of {names:?}");
    names.into_iter().map(|name| (name.clone(), repo.read(&format!("{PAGES}/{name}")))).collect()
}

#[test]
fn nothing_is_called_as_compose_would_add_it_unasked() {
    let repo = Repo::new().run("init --preset fastapi-production --yes").code(0).then();
    let added = support::all_below(repo.root()).into_iter().filter(|path| path.contains(".override."));
    assert_eq!(added.collect::<Vec<_>>(), Vec::<String>::new());
    let development = "COMPOSE_FILE=compose.yaml:compose.development.yaml";
    assert!(repo.read(".env.example").contains(&format!("\n# {development}\n")), "production needs no setting");
    assert!(repo.read("compose.development.yaml").contains(development));
}

#[test]
fn a_stack_under_the_users_name_is_called_so_everywhere() {
    let own = samples::app("alembic", &[]).file("docker-compose.yml", OWN);
    let ran = own.run("init --with nginx,github-actions --take docker-compose.yml --yes").code(0);
    let files = "COMPOSE_FILE=docker-compose.yml:docker-compose.development.yml";
    let ran = ran.holds("docker-compose.development.yml", contains(files)).holds(".env.example", contains(files));
    let ran = ran.holds("deploy/scripts/common.sh", contains("\nSTACK_FILE=docker-compose.yml\n"));
    let ran = ran.holds("docs/operations/rollback.md", contains("git restore docker-compose.yml deploy"));
    let repo = ran.then();
    let ours = |path: &&String| !path.starts_with(".shipready") && repo.root().join(path).is_file();
    for path in support::all_below(repo.root()).iter().filter(ours) {
        let text = repo.read(path);
        let other =
            text.split(|c: char| c.is_whitespace() || "`:;,\"'".contains(c)).find(|word| *word == "compose.yaml");
        assert_eq!(other, None, "{path} speaks of a file that is not there");
    }
}

#[test]
fn a_development_overlay_of_the_users_own_stays_and_is_not_named_as_ours() {
    let ran = samples::app("", &[]).file("compose.development.yaml", OWN).run("init --yes").code(0);
    let ran = ran.holds("compose.development.yaml", support::is(OWN)).stderr(contains("Nothing mounts the source"));
    ran.holds(".env.example", lacks("compose.development.yaml"));
}

#[test]
fn an_override_of_the_users_own_is_kept_out_of_production_and_told_of() {
    let own = || samples::app("", &[]).file("docker-compose.override.yml", OWN);
    let ran =
        own().run("init --yes").code(0).stderr(contains("docker-compose.override.yml is yours, and Compose adds"));
    ran.holds(".env.example", contains("\nCOMPOSE_FILE=compose.yaml\n"));
    // Beside a stack of their own it is their business.
    let ran = own().file("docker-compose.yml", OWN).run("init --yes").code(0).stderr(lacks("Compose adds"));
    ran.holds(".env.example", lacks("COMPOSE_FILE"));
}

#[test]
fn beside_a_stack_of_the_users_own_no_page_tells_of_ours() {
    let own = samples::app("asyncpg\nredis\nalembic", &["DATABASE_URL", "REDIS_URL"]).file("compose.yml", OWN);
    let ran = own.run("init --with nginx,postgres,redis,alembic --yes").code(0).lacks("docs/operations/secrets.md");
    let ran = ran.lacks("deploy/scripts").holds("docs/operations/README.md", contains("init --take compose.yml"));
    let ran = ran.holds("docs/operations/variables.md", contains("`DATABASE_URL`"));
    for (name, text) in pages(ran.repo()) {
        for ours in [
            "shop-web",
            "docker compose exec",
            "docker compose run",
            "deploy/scripts",
            "](secrets.md)",
            "postgres-data",
        ] {
            assert!(!text.contains(ours), "{name} tells of {ours}, which is not there:\n{text}");
        }
    }
    let ran = ran.run("init --take compose.yml --yes").code(0).has("docs/operations/secrets.md");
    ran.holds("docs/operations/README.md", contains("docker compose exec -T postgres"));
}

#[test]
fn on_a_platform_no_page_tells_of_compose() {
    let repo = Repo::new().run("init --preset fastapi-production --target render --yes").code(0).then();
    for (name, text) in pages(&repo) {
        for word in ["compose", "Compose", "docker", "`.env`", "deploy/scripts", "see above"] {
            assert!(!text.contains(word), "{name} speaks of {word}:\n{text}");
        }
    }
    assert!(repo.read("docs/operations/README.md").contains("PostgreSQL, which Render runs."));
}

#[test]
fn a_service_that_says_its_own_next_step_is_followed_by_that() {
    let ran = samples::app("", &[]).run("init --with nginx --yes").code(0).stderr(contains("docker compose up"));
    let ran = ran.run("add github-actions --yes").code(0).stderr(contains("head of .github/workflows/deploy.yml"));
    let ran = ran.stderr(lacks("docker compose up")).run("init --set github-actions.deploy=false --yes").code(0);
    ran.stderr(contains("docker compose up")).stderr(lacks("# commit and push"));
    // Beside others, and at first, the stack starts as well.
    let both = samples::app("redis", &["REDIS_URL"]).run("init --yes --with nginx").code(0);
    let both = both.run("add redis github-actions --yes").code(0).stderr(contains("docker compose up"));
    both.stderr(contains("# commit and push"));
    let first = Repo::new().run("init --preset fastapi-production --yes").code(0);
    first.stderr(contains("docker compose up")).stderr(contains("# commit and push"));
}

#[test]
fn what_stands_aside_is_named_in_the_next_step() {
    let own = samples::app("", &[]).file(".github/workflows/deploy.yml", "name: mine\n");
    let ran = own.run("init --with github-actions --yes").code(0);
    ran.stderr(contains("the head of .github/workflows/delivery.yml"));
}

#[test]
fn a_new_database_password_comes_with_a_word_on_older_volumes() {
    let ran = samples::app("asyncpg", &["DATABASE_URL"]).run("init --with postgres --yes").code(0);
    let ran = ran.holds("docs/operations/README.md", contains("docker volume ls"));
    let ran = ran.holds("docs/operations/README.md", contains("(secrets.md#change-one)"));
    let ran = ran.run("secrets generate").code(0).stderr(contains("if a volume postgres-data is there from before"));
    ran.run("secrets generate").code(0).stderr(lacks("postgres-data"));
}

/// What a shell prints that has the functions of `deploy/backup/` and is given `input`.
fn in_backup(files: &[&str], script: &str, input: &str) -> (bool, String) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/services/backups/repo/deploy/backup");
    let sourced: String = files.iter().map(|file| format!(". {folder}/{file}\n")).collect();
    let mut shell = Command::new("bash");
    shell.args(["-ceuo", "pipefail", &format!("STATE=/nowhere BACKUP=sample\n{sourced}{script}")]);
    let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn copies_are_thinned_out_by_days_weeks_and_months() {
    let kept = |daily: u32, weekly: u32, monthly: u32, copies: &[&str]| {
        let options = format!("KEEP_DAILY={daily} KEEP_WEEKLY={weekly} KEEP_MONTHLY={monthly}\nkept");
        let (worked, said) = in_backup(&["storage.sh"], &options, &(copies.join("\n") + "\n"));
        assert!(worked, "{said}");
        said.lines().map(|line| line[..8].to_owned() + &line[9..11]).collect::<Vec<_>>()
    };
    let copies = [
        "20240101T020000Z", // the newest of January
        "20240205T020000Z",
        "20240206T020000Z", // of February, and of its week
        "20240303T020000Z", // a Sunday: the newest of its week
        "20240304T020000Z",
        "20240305T020000Z",
        "20240305T140000Z", // the newest of its day
        "20240306T020000Z",
    ];
    assert_eq!(kept(2, 0, 0, &copies), ["2024030514", "2024030602"]);
    assert_eq!(kept(1, 2, 0, &copies), ["2024030302", "2024030602"]);
    assert_eq!(kept(1, 3, 3, &copies), ["2024010102", "2024020602", "2024030302", "2024030602"]);
    assert_eq!(kept(1, 0, 0, &copies[..1]), ["2024010102"], "the newest stays, however old it is");
    let (_, now) = in_backup(&[], "date -u +%Y%m%dT%H%M%SZ; date -u -d '1 hour ago' +%Y%m%dT%H%M%SZ", "");
    let mut recent: Vec<&str> = now.lines().collect();
    recent.sort_unstable();
    assert_eq!(kept(1, 0, 0, &recent).len(), 2, "what is two days old stays whole: somebody may want to restore it");
}

#[test]
fn a_restored_copy_must_hold_what_the_manifest_says() {
    let compare = |found: &str| {
        let script =
            "WORK=$(mktemp -d)\nprintf 'bytes 1\\nrows\\ta\\t2\\t2\\nrows\\tb c\\t3\\t5\\n' >$WORK/manifest\ncompare";
        in_backup(&["trial.sh"], script, found)
    };
    assert_eq!(compare("a\t2\nb c\t4\n"), (true, String::new()));
    assert_eq!(compare("a\t1\nb c\t4\n"), (false, "a: 1 instead of 2\n".to_owned()));
    assert_eq!(compare("a\t2\nb c\t6\n"), (false, "b c: 6 instead of 3\n".to_owned()));
    assert_eq!(compare("a\t2\n"), (false, "b c: not there\n".to_owned()));
    assert_eq!(compare("a\t2\nb c\t3\nd\t0\n"), (false, "d: not in the copy\n".to_owned()));
}
