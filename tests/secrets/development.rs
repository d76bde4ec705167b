//! Values of developers in `.env` and its example: named, and never production's by themselves.

use super::support::{Repo, contains, lacks, samples};

const MAIN: &str = r#"import os
from typing import Literal

from fastapi import FastAPI
from pydantic_settings import BaseSettings

LEVEL = os.environ.get("LEVEL")
RATE = os.environ.get("RATE")
HOST = os.environ.get("HOST", "0.0.0.0")


class Settings(BaseSettings):
    SHOP_ENV: Literal["development"] | None = None


settings = Settings()
app = FastAPI()
"#;

fn shop(env: &str, example: &str) -> Repo {
    let repo = samples::stated("pydantic-settings==2.6.0", &[]).file("main.py", MAIN);
    let repo = if env.is_empty() { repo } else { repo.file(".env", env) };
    if example.is_empty() { repo } else { repo.file(".env.example", example) }
}

#[test]
fn what_env_says_without_a_value_of_the_stacks_own_is_named() {
    let ran = shop("LEVEL=warning\nRATE=100\nUNREAD=1\n", "").run("init --yes --with nginx").code(0);
    let ran =
        ran.stderr(contains("`.env` decides these for the stack, too; see that they suit production: LEVEL, RATE\n"));
    ran.stderr(lacks("developer's machine"))
        .run("init --yes --set domain=shop.example")
        .code(0)
        .stderr(lacks("decides these"));
}

#[test]
fn what_env_says_for_development_is_a_warning_until_it_is_changed() {
    let repo = shop("LEVEL=debug\nRATE=100\nHOST=localhost\n", "");
    let warned = "`.env` sets what suits a developer's machine alone, and production would run with it: HOST, LEVEL\n";
    let ran = repo.run("init --yes --with nginx").code(0).stderr(contains(warned));
    let ran = ran.stderr(contains("see that they suit production: RATE\n"));
    let repo = ran.run("secrets generate").code(0).stderr(contains(warned)).then();
    let repo = repo.file(".env", "LEVEL=warning\nRATE=100\nHOST=0.0.0.0\n");
    repo.run("secrets generate").code(0).stderr(lacks("developer's machine"));
}

#[test]
fn what_admits_nothing_but_development_does_not_reach_production() {
    let ran = shop("SHOP_ENV=development\n", "").run("init --yes --with nginx").code(0);
    let repo = ran.stderr(contains("production does not get them: SHOP_ENV\n")).then();
    assert!(!repo.read("compose.yaml").contains("SHOP_ENV"), "{}", repo.read("compose.yaml"));
    let development = repo.read("compose.development.yaml");
    assert!(
        development.contains("      # For development alone; .env may set it.\n      SHOP_ENV:\n"),
        "{development}"
    );
    assert!(repo.read(".env.example").contains("# For development alone: production never gets it.\n# SHOP_ENV="));
}

#[test]
fn where_their_own_compose_file_runs_it_decides_who_gets_what() {
    let repo = shop("SHOP_ENV=development\n", "").file("docker-compose.yml", "services:\n  web:\n    build: .\n");
    let ran = repo.run("init --yes --with nginx").code(0).stderr(lacks("production does not get them"));
    ran.stderr(contains("production would run with it: SHOP_ENV\n"));
}

#[test]
fn a_new_env_has_only_what_the_code_reads_and_production_may_have() {
    let example = "# The project.\nCOMPOSE_PROJECT_NAME=mine\nexport UNREAD=true\nHOST=\"localhost\" # here\nRATE=100\nLEVEL=debug\nSHOP_ENV=development\n";
    let repo = shop("", example).run("init --yes --with nginx").code(0).then();
    let ran = repo.run("secrets generate").code(0);
    let ran = ran.stderr(contains("Commented out in .env, for nothing was seen to read them, or the image sets them itself: COMPOSE_PROJECT_NAME, UNREAD\n"));
    let ran =
        ran.stderr(contains("Commented out in .env, for their values suit a developer's machine alone: HOST, LEVEL\n"));
    let env = ran.repo().read(".env");
    let begins = "# The project.\n# COMPOSE_PROJECT_NAME=mine\n# export UNREAD=true\n# HOST=\"localhost\" # here\nRATE=100\n# LEVEL=debug\n";
    assert!(env.starts_with(begins), "{env}");
    assert!(!env.contains("SHOP_ENV=development"), "{env}");
    ran.run("secrets generate").code(0).wrote_nothing().stderr(lacks("Commented out"));
}
