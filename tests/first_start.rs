//! What keeps a first start from working is said before it, with the command that mends it.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::parsed::{services, yaml};
use support::{Repo, contains, lacks, samples};

const REVISION: &str = "docker compose run --rm --user \"$(id -u):$(id -g)\" --volume .:/app shop-migrate run alembic revision --autogenerate --message first";
const MAIN: &str = "from fastapi import FastAPI\n\napp = FastAPI()\n";

fn with_alembic() -> Repo {
    samples::app("asyncpg==0.30.0\nsqlalchemy==2.0.36\nalembic==1.14.0", &["DATABASE_URL"])
        .file("src/alembic.ini", "[alembic]\nscript_location = migrations\n")
        .file("src/migrations/env.py", "from alembic import context\n")
        .file("src/migrations/versions/README", "none yet\n")
}

fn poetry(requires: &str) -> Repo {
    let text = format!(
        "[tool.poetry]\nname = \"shop\"\n\n[tool.poetry.dependencies]\npython = \"{requires}\"\nfastapi = \"*\"\n"
    );
    Repo::new().file("pyproject.toml", text).file("main.py", MAIN)
}

/// The run lines of the CI step called `name`, and where they run.
fn step(repo: &Repo, name: &str) -> (String, Option<String>) {
    let ci = yaml("ci.yml", &repo.read(".github/workflows/ci.yml"));
    let steps = ci["jobs"]["test-shop"]["steps"].as_array().unwrap().clone();
    let step = steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step {name} in {steps:#?}"));
    (step["run"].as_str().unwrap().to_owned(), step["working-directory"].as_str().map(str::to_owned))
}

#[test]
fn migrations_that_are_set_up_and_empty_are_warned_of_with_the_command_that_makes_the_first() {
    let ran = with_alembic().run("detect").code(0).stdout(contains("alembic (src/migrations), none yet"));
    let ran = ran.run("init --dry-run").code(0).stderr(contains(REVISION)).stderr(contains("has no migration yet"));
    let ran = ran.run("init --yes").code(0).holds("docs/operations/deploy.md", contains(REVISION));
    let (_, next) = ran.err().split_once("Done. Next:").unwrap();
    let (make, start) = (next.find(REVISION).unwrap(), next.find("docker compose up").unwrap());
    assert!(make < start, "the first migration stands before the first start:\n{next}");
    let repo = ran.then().file("src/migrations/versions/1_first.py", "down_revision = None\n");
    let ran = repo.run("init --yes").code(0).stderr(lacks("has no migration yet"));
    ran.holds("docs/operations/deploy.md", lacks("--message first"));
}

#[test]
fn where_nothing_runs_containers_the_first_migration_is_made_in_its_folder() {
    let ran = with_alembic().run("init --yes --target render").code(0);
    ran.stderr(contains("(cd src && alembic revision --autogenerate --message first)"));
    let repo = with_alembic().file("docker-compose.yml", "services:\n  web: {image: shop}\n");
    let ran = repo.run("init --dry-run").code(0).stderr(lacks("shop-migrate"));
    let ran = ran.stderr(contains("(cd src && alembic revision"));
    ran.run("init --dry-run --take docker-compose.yml").code(0).stderr(contains(REVISION));
}

#[test]
fn an_application_without_a_set_up_makes_its_first_migration_by_hand() {
    let ran = samples::app("asyncpg\nsqlalchemy\nalembic", &["DATABASE_URL"]).run("init --yes").code(0);
    ran.stderr(contains("alembic revision --message first"));
}

#[test]
fn checks_run_migrations_where_their_settings_stand() {
    let repo = with_alembic().run("init --yes --with postgres,alembic,github-actions").code(0).then();
    assert_eq!(step(&repo, "Migrations"), ("alembic upgrade head\n".to_owned(), Some("src".to_owned())));
    let repo = with_alembic().without("src/alembic.ini");
    let ini = "[alembic]\nscript_location = %(here)s/../src/migrations\n";
    let repo = repo.file("db/alembic.ini", ini).run("init --yes --with postgres,alembic,github-actions").code(0).then();
    let (run, folder) = step(&repo, "Migrations");
    assert_eq!((run.trim(), folder), ("alembic --config \"$GITHUB_WORKSPACE/db/alembic.ini\" upgrade head", None));
}

#[test]
fn a_file_of_settings_that_the_code_insists_on_is_there_wherever_it_runs() {
    let config = "from starlette.config import Config\nfrom fastapi import FastAPI\n\nconfig = Config(\"settings/local.ini\")\nroot = Config(\".env\")\napp = FastAPI()\n";
    let repo = Repo::new().file("requirements.txt", "fastapi==0.109.0\n").file("main.py", config);
    let ran = repo.run("init --yes --with github-actions").code(0);
    let ran =
        ran.holds(".gitignore", contains("\n/settings/local.ini\n")).holds("deploy/shop/settings.empty", contains("#"));
    let (run, _) = step(ran.repo(), "Files of settings that the code insists on");
    assert!(run.contains("/dev/null \"$GITHUB_WORKSPACE/settings/local.ini\""), "{run}");
    let over = yaml("compose.development.yaml", &ran.repo().read("compose.development.yaml"));
    let mounts = services(&over)["shop-web"]["volumes"].as_array().unwrap().clone();
    for target in ["/app/settings/local.ini", "/app/.env"] {
        let sources: Vec<&serde_json::Value> =
            mounts.iter().filter(|mount| mount["target"] == target).map(|mount| &mount["source"]).collect();
        assert_eq!(sources, ["deploy/shop/settings.empty"], "a device is no file");
    }
    let ran = ran.run("secrets generate").code(0).stderr(contains("Made settings/local.ini, empty"));
    let repo = ran.then().file("settings/local.ini", "[mine]\n");
    let ran = repo.run("secrets generate").code(0).wrote_nothing();
    // Git does not see it, so it is insisted on as before.
    ran.run("init --yes").code(0).wrote_nothing();
}

#[test]
fn nothing_is_made_for_code_that_insists_on_nothing() {
    let ran = samples::app("", &[]).run("init --yes").code(0).lacks("deploy/shop/settings.empty");
    ran.holds("compose.development.yaml", contains("source: /dev/null, target: /app/.env"));
}

#[test]
fn a_version_outside_the_range_of_the_project_is_an_error_that_names_the_range() {
    let ran = poetry("^3.11").run("init --yes --set python=3.10").code(2).wrote_nothing();
    let ran = ran.error(&["--set python=3.10", "pyproject.toml:5", "^3.11", "3.14, 3.13, 3.12, 3.11"]);
    let ran = ran.run("init --yes --set python=3.12").code(0);
    let repo = ran.then().edited("shipready.toml", "python = \"3.12\"", "python = \"3.9\"");
    let ran = repo.run("init --yes").code(1).wrote_nothing();
    ran.error(&["shipready.toml:", "`python`", "pyproject.toml:5", "^3.11", "`3.9`"]);
    samples::app("", &[]).run("init --yes --set python=3.9").code(0);
    poetry("*").run("init --yes --set python=3.9").code(0);
}

#[test]
fn a_missing_lock_file_is_said_with_the_command_that_makes_one() {
    let said = |repo: Repo, command: &str| {
        repo.run("init --dry-run").code(0).stderr(contains("has no lock file")).stderr(contains(command));
    };
    said(poetry("^3.11"), "\npoetry lock ");
    let manifest = "[project]\nname = \"shop\"\ndependencies = [\"fastapi\"]\n";
    said(Repo::new().file("pyproject.toml", manifest).file("main.py", MAIN), "\nuv lock ");
    said(Repo::new().file("api/pyproject.toml", manifest).file("api/main.py", MAIN), "\n(cd api && uv lock) ");
    said(
        Repo::new().file("pyproject.toml", format!("{manifest}[tool.pdm.scripts]\n")).file("main.py", MAIN),
        "\npdm lock ",
    );
    said(Repo::new().file("Pipfile", "[packages]\nfastapi = \"*\"\n").file("main.py", MAIN), "\npipenv lock ");
    said(
        Repo::new().file("requirements.txt", "fastapi>=0.100\n").file("main.py", MAIN),
        "\nmv requirements.txt requirements.in && uv pip compile ",
    );
    said(Repo::new().file("requirements.in", "fastapi\n").file("main.py", MAIN), "\nuv pip compile ");
    let pinned = Repo::new().file("requirements.txt", "fastapi==0.115.0\n").file("main.py", MAIN);
    pinned.run("init --dry-run").code(0).stderr(lacks("has no lock file"));
    Repo::new().run("init --dry-run --preset minimal").code(0).stderr(lacks("has no lock file"));
}

#[test]
fn linters_that_only_settings_speak_of_are_used_and_installed_apart() {
    let repo = samples::app("", &[])
        .file(".pre-commit-config.yaml", "repos:\n- repo: https://github.com/astral-sh/ruff-pre-commit\n  rev: v0.1.9\n  hooks:\n  - id: ruff\n    args: [--fix, '--select=E,F']\n  - id: ruff-format\n")
        .file("mypy.ini", "[mypy]\n");
    let repo = repo.run("init --yes --with github-actions --set python=3.13").code(0).then();
    let (install, _) = step(&repo, "Ruff, apart from the application");
    assert!(install.contains("/pip\" install --quiet ruff==0.1.9\n"), "{install}");
    let (check, _) = step(&repo, "Ruff");
    assert!(check.contains("--no-fix") && check.contains(" --select=E,F .") && !check.contains(" --fix"), "{check}");
    assert!(step(&repo, "Ruff, format").0.contains("ruff format --check"));
    let (install, _) = step(&repo, "Mypy, apart from the application");
    assert!(install.contains("install --quiet mypy=="), "{install}");
    assert!(step(&repo, "Mypy").0.contains("--python-executable \"$GITHUB_WORKSPACE/.venv/bin/python\""));
    assert!(!repo.read(".github/workflows/ci.yml").contains("brings no linter"));
}

#[test]
fn linters_among_the_packages_are_taken_from_there() {
    let repo = samples::app("", &[]).file("requirements-dev.txt", "ruff==0.6.0\n").file("ruff.toml", "");
    let repo = repo.run("init --yes --with github-actions").code(0).then();
    assert!(step(&repo, "Ruff").0.starts_with("ruff check --no-fix "));
    assert!(!repo.read(".github/workflows/ci.yml").contains("apart from the application"));
}
