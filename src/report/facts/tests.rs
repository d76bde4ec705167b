use std::collections::BTreeMap;

use super::*;
use crate::facts::{Client, Entry, ExistingFile, Notice, Runtime};
use crate::tree::RelPath;

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

fn at(file: &str, line: Option<u32>, text: &str) -> Evidence {
    Evidence { path: path(file), line, text: text.into() }
}

fn seen<T>(value: T, confidence: Confidence, evidence: Evidence) -> Seen<T> {
    Seen { value, confidence, evidence: vec![evidence] }
}

fn database_url() -> VariableFact {
    VariableFact {
        name: "DATABASE_URL".into(),
        kind: ValueType::Url,
        required: true,
        default: None,
        example: None,
        choices: Vec::new(),
        evidence: vec![at("app/config.py", Some(9), "database_url: PostgresDsn")],
    }
}

fn log_level() -> VariableFact {
    VariableFact {
        name: "LOG_LEVEL".into(),
        required: false,
        default: Some("info".into()),
        choices: vec!["debug".into(), "info".into()],
        kind: ValueType::String,
        ..database_url()
    }
}

fn python() -> Runtime {
    let (id, version) = ("python".to_owned(), "3.13".to_owned());
    Runtime { id, version, requires: None, requires_at: None, admits: Vec::new() }
}

/// A repository with one application and something of everything.
pub fn sample() -> Facts {
    let lock = at("backend/uv.lock", None, "");
    let mut stack = seen("fastapi".to_owned(), Confidence::Certain, at("backend/pyproject.toml", Some(7), "fastapi"));
    stack.evidence.push(at("backend/app/main.py", Some(3), "app = FastAPI("));
    let runtime = Runtime { requires: Some(">=3.11".into()), ..python() };
    let entry =
        Entry { module: "app.main".into(), attribute: "app".into(), factory: false, import_root: path("backend") };
    let app = AppFacts {
        name: "api".into(),
        root: path("backend"),
        stack,
        runtime: seen(runtime, Confidence::Likely, at("backend/.python-version", Some(1), "3.13")),
        package_manager: seen("uv".into(), Confidence::Certain, lock.clone()),
        lock: Some(seen(path("backend/uv.lock"), Confidence::Certain, lock)),
        build_root: path("backend"),
        requirements: Vec::new(),
        listing: None,
        dependencies: BTreeMap::new(),
        development: BTreeMap::new(),
        tests: None,
        extras: Vec::new(),
        groups: Vec::new(),
        workers: Vec::new(),
        entry: Some(seen(entry, Confidence::Certain, at("backend/app/main.py", Some(3), "app = FastAPI("))),
        port: Some(Seen { value: 8000, confidence: Confidence::Guess, evidence: Vec::new() }),
        clients: vec![seen(
            Client { package: "asyncpg".into(), service: "postgres".into() },
            Confidence::Certain,
            at("backend/pyproject.toml", Some(8), "asyncpg"),
        )],
        migrations: None,
        revisions: None,
        linters: Vec::new(),
        metadata: None,
        variables: vec![database_url(), log_level()],
        listeners: Vec::new(),
        insists: Vec::new(),
        owned: Vec::new(),
        shown: Vec::new(),
        writes: Vec::new(),
        bots: Vec::new(),
        programs: Vec::new(),
        hosts: Vec::new(),
        prefix: None,
        node: None,
        site: None,
        django: None,
    };
    Facts {
        apps: vec![app],
        existing: vec![ExistingFile { path: path("Dockerfile"), kind: "dockerfile".into() }],
        names: Vec::new(),
        notices: vec![Notice { path: Some(path("setup.py")), text: "is not read".into() }],
    }
}

#[test]
fn every_fact_says_where_it_was_seen_and_how_sure_it_is() {
    let expected = "\
api  in backend
  stack        fastapi                       certain  backend/pyproject.toml:7 `fastapi`
  runtime      python 3.13 (asks for >=3.11)  likely   backend/.python-version:1 `3.13`
  packages     uv                            certain  backend/uv.lock
  lock file    backend/uv.lock               certain  backend/uv.lock
  entry point  app.main:app                  certain  backend/app/main.py:3 `app = FastAPI(`
  port         8000                          a guess
  talks to     postgres (asyncpg)            certain  backend/pyproject.toml:8 `asyncpg`

  Environment variables that the code reads
    DATABASE_URL  URL           required       app/config.py:9 `database_url: PostgresDsn`
    LOG_LEVEL     debug | info  default: info  app/config.py:9 `database_url: PostgresDsn`

Already there
  Dockerfile  dockerfile

To know
  setup.py: is not read
";
    let squeezed =
        |text: &str| text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    assert_eq!(squeezed(&text(&sample(), Look::default())), squeezed(expected));
}

#[test]
fn verbose_shows_all_evidence() {
    let shown = text(&sample(), Look { verbose: true, ..Look::default() });
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[2].trim(), "backend/app/main.py:3 `app = FastAPI(`");
    assert_eq!(lines[2].find("backend/app"), lines[1].find("backend/pyproject"));
}

#[test]
fn an_empty_repository_says_so() {
    assert_eq!(text(&Facts::default(), Look::default()), "No application was found here.\n");
}
