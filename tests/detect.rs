//! Every folder in `tests/detect` is a small repository and the facts that must be seen in it.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its case has failed")]
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use shipready::detect::{detect, reads};
use shipready::facts::{Facts, Known, Natives};
use shipready::tree::{File, Opaque, RelPath, Text, Tree};

#[test]
fn every_case_shows_its_facts() {
    let mut failures = Vec::new();
    let mut cases: Vec<PathBuf> = fs::read_dir(cases()).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let expected: Value = serde_json::from_str(&fs::read_to_string(case.join("facts.json")).unwrap()).unwrap();
        let seen = serde_json::to_value(detect(&read(&case.join("repo")), &known())).unwrap();
        let mut differences = Vec::new();
        compare("", &expected, &seen, &mut differences);
        if !differences.is_empty() {
            failures.push(format!("{name}:\n  {}", differences.join("\n  ")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_same_tree_gives_the_same_facts() {
    for case in fs::read_dir(cases()).unwrap() {
        let tree = read(&case.unwrap().path().join("repo"));
        let first = detect(&tree, &known());
        assert_eq!(first, detect(&tree, &known()));
        let again: Facts = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
        assert_eq!(first, again);
    }
}

#[test]
fn half_a_file_is_no_reason_to_stop() {
    for case in fs::read_dir(cases()).unwrap() {
        let tree = read(&case.unwrap().path().join("repo"));
        let texts: Vec<(RelPath, String)> = tree.texts().map(|(path, text)| (path.clone(), text.to_owned())).collect();
        for (path, text) in texts {
            for part in 1..6 {
                let cut: String = text.chars().take(text.chars().count() * part / 6).collect();
                let mut broken = tree.clone();
                broken.insert(path.clone(), File::Text(Text::new(cut)));
                detect(&broken, &known());
            }
        }
    }
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(detect(&Tree::default(), &known()), Facts::default());
}

/// `DETECT=folder cargo test --test detect show -- --ignored --nocapture` prints what is seen in a folder.
#[test]
#[ignore = "prints what is seen in the folder that DETECT names"]
fn show() {
    let folder = std::env::var("DETECT").unwrap();
    println!("{}", serde_json::to_string_pretty(&detect(&read(Path::new(&folder)), &known())).unwrap());
}

/// What `expected` states must hold of `seen`; keys that it leaves out may be anything, lists are complete.
fn compare(at: &str, expected: &Value, seen: &Value, differences: &mut Vec<String>) {
    match (expected, seen) {
        (Value::Object(expected), Value::Object(seen)) => {
            for (key, value) in expected {
                compare(&format!("{at}.{key}"), value, seen.get(key).unwrap_or(&Value::Null), differences);
            }
        }
        (Value::Array(expected), Value::Array(seen)) if expected.len() == seen.len() => {
            for (index, (expected, seen)) in expected.iter().zip(seen).enumerate() {
                compare(&format!("{at}[{index}]"), expected, seen, differences);
            }
        }
        _ if expected == seen => {}
        _ => differences.push(format!("{at}: expected {expected}, saw {seen}")),
    }
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detect")
}

fn known() -> Known {
    let clients = [
        ("aioredis", "redis"),
        ("beanie", "mongodb"),
        ("motor", "mongodb"),
        ("asyncpg", "postgres"),
        ("django-redis", "redis"),
        ("elasticsearch", "elasticsearch"),
        ("mysqlclient", "mysql"),
        ("psycopg", "postgres"),
        ("psycopg2", "postgres"),
        ("psycopg2-binary", "postgres"),
        ("pymemcache", "memcached"),
        ("pymongo", "mongodb"),
        ("redis", "redis"),
    ];
    let clients = clients.iter().map(|(package, service)| ((*package).to_owned(), (*service).to_owned())).collect();
    let versions = ["3.14", "3.13", "3.12", "3.11", "3.10"].map(str::to_owned).to_vec();
    let first = |releases: &[(&str, &str)]| {
        releases.iter().map(|(python, release)| ((*python).to_owned(), (*release).to_owned())).collect()
    };
    let wheels = BTreeMap::from([
        ("asyncpg".to_owned(), first(&[("3.12", "0.29.0"), ("3.13", "0.30.0"), ("3.14", "0.31.0")])),
        ("lxml".to_owned(), first(&[("3.12", "4.9.3"), ("3.13", "5.3.0"), ("3.14", "6.0.1")])),
    ]);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let natives = Natives { needed: names(&["bcrypt", "sharp"]), idle: names(&["core-js"]) };
    let nodes = ["24", "22"].map(str::to_owned).to_vec();
    let node_clients = [("mongoose", "mongodb"), ("pg", "postgres"), ("ioredis", "redis")];
    let node_clients =
        node_clients.iter().map(|(package, service)| ((*package).to_owned(), (*service).to_owned())).collect();
    Known {
        wheels: BTreeMap::from([("python".to_owned(), wheels)]),
        clients: BTreeMap::from([("python".to_owned(), clients), ("node".to_owned(), node_clients)]),
        versions: BTreeMap::from([("python".to_owned(), versions), ("node".to_owned(), nodes)]),
        natives: BTreeMap::from([("node".to_owned(), natives)]),
    }
}

/// The folder as detection would be given it.
fn read(folder: &Path) -> Tree {
    let mut tree = Tree::default();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                if entry.file_name() != ".git" {
                    open.push(path);
                }
                continue;
            }
            let relative = RelPath::new(path.strip_prefix(folder).unwrap().to_str().unwrap()).unwrap();
            let size = entry.metadata().unwrap().len();
            let text = if reads(&relative, size) { fs::read_to_string(&path).ok() } else { None };
            let file = text.map_or(File::Opaque { why: Opaque::Unread }, |text| File::Text(Text::new(text)));
            tree.insert(relative, file);
        }
    }
    tree
}
