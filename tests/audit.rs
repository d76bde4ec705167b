//! Every rule has examples in `tests/audit/<rule>/`, bad ones and good ones, and a page made of them.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its case has failed")]

#[path = "support/example.rs"]
mod example;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use example::{Example, audit};
use shipready::audit::{RULES, Rule};
use shipready::catalog::Catalog;
use shipready::facts::Known;
use shipready::finding::Finding;
use shipready::tree::{File, Text, Tree};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn known() -> Known {
    Catalog::load(&Tree::default()).unwrap().known()
}

/// The examples of a rule, in order of their names.
fn examples(rule: &str, kind: &str) -> Vec<Example> {
    let folder = root().join("tests/audit").join(rule).join(kind);
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| Example::read(path)).collect()
}

fn found(rule: &Rule, example: &Example, known: &Known) -> Vec<Finding> {
    let outcome = audit(&example.tree(), known, example.tracked.as_ref(), &[]);
    outcome.findings().filter(|finding| finding.rule == rule.id).cloned().collect()
}

#[test]
fn every_rule_finds_what_is_bad_and_leaves_alone_what_is_good() {
    let known = known();
    let mut wrong = String::new();
    for rule in RULES {
        let (bad, good) = (examples(rule.id, "bad"), examples(rule.id, "good"));
        if bad.is_empty() || good.is_empty() {
            writeln!(wrong, "{}: it has {} bad examples and {} good ones", rule.id, bad.len(), good.len()).unwrap();
        }
        for example in bad.iter().chain(&good) {
            let mut missing: Vec<&String> = example.findings.iter().collect();
            for finding in found(rule, example, &known) {
                let is = |line: &&String| {
                    let (place, words) = line.split_once(' ').unwrap_or((line, ""));
                    place == finding.place() && finding.message.contains(words)
                };
                match missing.iter().position(is) {
                    Some(index) => drop(missing.remove(index)),
                    None => {
                        let (place, message) = (finding.place(), &finding.message);
                        writeln!(wrong, "{} {}: {place} {message}", rule.id, example.name).unwrap();
                    }
                }
            }
            for line in missing {
                writeln!(wrong, "{} {}: not found: {line}", rule.id, example.name).unwrap();
            }
        }
        assert!(bad.iter().all(|example| !example.findings.is_empty()), "{}: a bad example without findings", rule.id);
        assert!(good.iter().all(|example| example.findings.is_empty()), "{}: a good example with findings", rule.id);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_folder_of_examples_is_a_rules() {
    for entry in fs::read_dir(root().join("tests/audit")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name == "reports" || RULES.iter().any(|rule| rule.id == name), "tests/audit/{name} is no rule's");
    }
}

#[test]
fn every_rule_says_what_it_is() {
    for rule in RULES {
        let id = rule.id;
        let file = root().join("src/audit/rules").join(format!("{}.rs", id.replace('-', "_")));
        let source = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(source.starts_with(&format!("//! {id}: ")), "{id}: its file begins with another name");
        assert!(!rule.title.ends_with('.') && !rule.fix.ends_with('.'), "{id}: title and fix have no full stop");
        let sentences = rule.meaning.matches(". ").count() + usize::from(rule.meaning.ends_with('.'));
        assert_eq!(sentences, 2, "{id}: the meaning is two sentences: {}", rule.meaning);
    }
}

#[test]
fn half_a_file_is_no_reason_to_stop() {
    let known = known();
    for rule in RULES {
        for example in examples(rule.id, "bad") {
            let tree = example.tree();
            for (path, text) in tree.texts().map(|(path, text)| (path.clone(), text.to_owned())).collect::<Vec<_>>() {
                for part in [1, 2] {
                    let cut: String = text.chars().take(text.chars().count() * part / 3).collect();
                    let mut broken = tree.clone();
                    broken.insert(path.clone(), File::Text(Text::new(cut)));
                    audit(&broken, &known, example.tracked.as_ref(), &[]);
                }
            }
        }
    }
}

#[test]
fn what_components_give_are_points_that_there_are() {
    let catalog = Catalog::load(&Tree::default()).unwrap();
    for component in catalog.components.values() {
        for point in component.gives.keys() {
            let id = &component.id;
            assert!(RULES.iter().any(|rule| rule.id == point), "{id} gives `{point}`, which is no rule");
        }
    }
}

/// `SHIPREADY_BLESS=1` writes the pages anew.
#[test]
fn every_rule_has_its_page() {
    let folder = root().join("docs/rules");
    let bless = std::env::var_os("SHIPREADY_BLESS").is_some();
    for rule in RULES {
        let path = root().join(rule.page());
        let page = page(rule);
        if bless {
            fs::write(&path, &page).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(there, page, "{} is not what its rule and examples say", path.display());
    }
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let of_rule = RULES.iter().any(|rule| name == format!("{}.md", rule.id));
        assert!(of_rule, "docs/rules/{name} is no rule's page");
    }
}

fn page(rule: &Rule) -> String {
    let Rule { id, title, area, severity, meaning, fix, .. } = *rule;
    let mut page = format!("# `{id}`: {title}\n\n{} · {}\n\n{meaning}\n", severity.name(), area.title());
    write!(page, "\n**What to do:** {fix}.\n").unwrap();
    for (heading, kind) in [("Found", "bad"), ("Not found", "good")] {
        write!(page, "\n## {heading}\n").unwrap();
        for example in examples(id, kind) {
            write!(page, "\n### {}\n", example.title.trim_end_matches('.')).unwrap();
            for (path, content) in &example.files {
                let language = match path.rsplit_once('.').map(|(_, extension)| extension) {
                    Some("py") => "python",
                    Some("js" | "mjs" | "cjs") => "javascript",
                    Some("ts" | "tsx") => "typescript",
                    Some("yaml" | "yml") => "yaml",
                    Some("toml") => "toml",
                    Some("conf") => "nginx",
                    Some("json") => "json",
                    _ if path.contains("ockerfile") => "dockerfile",
                    _ => "text",
                };
                write!(page, "\n`{path}`\n\n```{language}\n{content}```\n").unwrap();
            }
            if !example.findings.is_empty() {
                let listed: String = example.findings.iter().map(|line| format!("\n- {line}")).collect();
                write!(page, "\nFound:\n{listed}\n").unwrap();
            }
        }
    }
    let live =
        format!("\n## To live with it\n\n`shipready: ignore[{id}] why` in a comment in that line or the one before it");
    page + &live
        + ", or in `shipready.toml`:\n\n```toml\n[[audit.ignore]]\nrule = \""
        + id
        + "\"\nreason = \"why\"\n```\n"
}
