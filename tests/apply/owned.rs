//! Files that the user owns, render after render: entries come and go, and the file stays theirs.

use shipready::plan::{Action, Policy, Rendered, Settlement};

use crate::repo::{Repo, path, rendered, with};

const FILE: &str = "package.json";
const WANTED: &str = "{\n  \"scripts\": {\n    \"start:production\": \"node server.js\"\n  }\n}\n";

fn new(content: &str) -> Rendered {
    with(rendered(&[("compose.yaml", "a: 1\n")]), FILE, content, Policy::Json)
}

fn none() -> Rendered {
    rendered(&[("compose.yaml", "a: 1\n")])
}

#[test]
fn an_entry_is_added_follows_and_is_taken_back_to_the_byte() {
    let yours = "{\n\t\"name\": \"shop\",\n\t\"scripts\": {}\n}";
    let repo = Repo::new().file(FILE, yours);
    repo.apply(&new(WANTED));
    let line = "\"start:production\": \"node server.js\"";
    assert_eq!(repo.read(FILE), format!("{{\n\t\"name\": \"shop\",\n\t\"scripts\": {{\n\t\t{line}\n\t}}\n}}"));
    assert!(repo.plan(&new(WANTED)).is_empty());
    repo.apply(&new(&WANTED.replace("server.js", "main.js")));
    assert!(repo.read(FILE).contains("node main.js"));
    repo.write(FILE, &repo.read(FILE).replace("shop", "mine"));
    repo.apply(&none());
    assert_eq!(repo.read(FILE), yours.replace("shop", "mine"));
    assert!(repo.plan(&none()).is_empty());
}

#[test]
fn a_file_that_was_made_goes_and_one_that_was_there_stays() {
    let repo = Repo::new();
    repo.apply(&new(WANTED));
    assert_eq!(repo.read(FILE), WANTED);
    assert_eq!(repo.action(&none(), FILE), Some(Action::Delete));
    let repo = Repo::new().file(FILE, WANTED);
    repo.apply(&new(WANTED));
    repo.apply(&none());
    assert_eq!(repo.read(FILE), WANTED, "it was the user's before it was ours");
}

#[test]
fn a_broken_file_stays_as_it_is_and_says_where_it_is_broken() {
    let repo = Repo::new().file(FILE, "{\n  \"name\": \"shop\",\n}\n");
    let mut plan = repo.plan(&new(WANTED));
    let change = plan.changes.iter().find(|change| change.path.as_str() == FILE).unwrap();
    assert_eq!(change.action, Action::Keep);
    let why = change.why.as_deref().unwrap();
    assert!(why.starts_with("not valid JSON at line 2, column 17") && why.ends_with("it stays as it is"), "{why}");
    // What is rendered is a few entries: it never takes the place of the whole file.
    assert!(!plan.settle(&path(FILE), &Settlement::Ours));
    repo.apply(&new(WANTED));
    assert_eq!(repo.read(FILE), "{\n  \"name\": \"shop\",\n}\n");
    repo.write(FILE, "{\n  \"name\": \"shop\"\n}\n");
    assert_eq!(repo.action(&new(WANTED), FILE), Some(Action::Update), "once mended, it is edited");
}

#[test]
fn what_cannot_be_taken_back_now_is_remembered() {
    let repo = Repo::new().file(FILE, "{\"name\": \"shop\"}\n");
    repo.apply(&new(WANTED));
    let edited = repo.read(FILE);
    repo.write(FILE, &format!("<<<<<<<\n{edited}"));
    assert_eq!(repo.action(&none(), FILE), Some(Action::Keep));
    repo.apply(&none());
    repo.write(FILE, &edited);
    repo.apply(&none());
    assert_eq!(repo.read(FILE), "{\"name\": \"shop\"}\n");
}
