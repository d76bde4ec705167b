//! env-tracked: files with secrets are in no commit and in no image.

use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::places::is_vendored;
use crate::facts::Evidence;
use crate::finding::{Area, Edit, Severity};
use crate::state::is_secret;
use crate::tree::{RelPath, Tree};

pub const RULE: Rule = Rule {
    id: "env-tracked",
    title: "`.env` is kept out of git and out of images",
    area: Area::Secrets,
    severity: Severity::Critical,
    meaning: "Whoever can read the repository, its forks or its images has every password in the file. \
              Taking it out of git does not take it out of git's history, so each value in it has to be changed.",
    fix: "`git rm --cached` the file, list it in `.gitignore` and `.dockerignore`, and change every value in it: \
          git's history keeps the old ones",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    // What a page is built with, its visitors see anyway.
    let public = |path: &RelPath| ground.app_of(path).is_some_and(|app| app.site.is_some());
    let secret = |path: &&RelPath| is_secret(path) && !is_vendored(path) && !public(path);
    for path in ground.tracked.into_iter().flatten().filter(secret) {
        verdict.raise(Raised::fault("git keeps this file, and with it every value in it", file(path)));
    }
    ignored(ground, verdict);
}

/// Whether new files of that name would be kept out.
fn ignored(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let tree = ground.tree;
    let lists = |path: &str| tree.text(path).and_then(|text| line_for_env(text).map(|line| (line, path.to_owned())));
    for (path, severity, harm) in [
        (".gitignore", Severity::High, "the next `git add .` commits it"),
        (".dockerignore", Severity::Medium, "`COPY . .` takes it into the image"),
    ] {
        if path == ".dockerignore" && !copies_all(tree) {
            continue;
        }
        // A folder of a repository has the rules of the folders above.
        let elsewhere = ground.env_ignored.as_ref().filter(|_| path == ".gitignore");
        match (lists(path), RelPath::new(path)) {
            (Some((line, _)), Ok(path)) => {
                verdict.met(Evidence { path, line: Some(line), text: ".env".to_owned() });
            }
            (None, _) if let Some(rule) = elsewhere => {
                verdict.met(Evidence { path: RelPath::root(), line: None, text: rule.clone() });
            }
            (None, Ok(path)) => {
                let text = if tree.contains(path.as_str()) { "no line for `.env`" } else { "is not there" };
                let evidence = Evidence { path: path.clone(), line: None, text: text.to_owned() };
                let message = format!("`{path}` does not list `.env`: {harm}");
                let fix = format!("add the line `.env` to `{path}`");
                let edit = one_more(tree.text(path.as_str()).unwrap_or_default(), path);
                verdict.raise(Raised::absence(message, [evidence]).severity(severity).fix(fix).edit(edit));
            }
            (_, Err(_)) => {}
        }
    }
}

/// Whether an image gets whatever is in the repository's root.
fn copies_all(tree: &Tree) -> bool {
    let copies = |line: &str| {
        let mut words = line.split_whitespace().filter(|word| !word.starts_with("--"));
        let copy =
            words.next().is_some_and(|word| word.eq_ignore_ascii_case("copy") || word.eq_ignore_ascii_case("add"));
        let whole = |source: &str| matches!(source, "." | "./" | "./*" | "*");
        copy && !line.contains("--from=") && words.next().is_some_and(whole)
    };
    tree.text("Dockerfile").is_some_and(|text| text.lines().any(copies))
}

/// The line at the end of the file.
fn one_more(text: &str, path: RelPath) -> Edit {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    Edit { path, start: text.len(), end: text.len(), text: format!("{gap}.env{end}") }
}

/// The line, from 1, that keeps `.env` out; a later `!.env` takes it back.
fn line_for_env(text: &str) -> Option<u32> {
    let mut found = None;
    for (line, number) in text.trim_start_matches('\u{feff}').lines().map(str::trim).zip(1..) {
        let pattern = line.trim_start_matches("**/").trim_start_matches('/');
        match pattern {
            ".env" | ".env*" | "*.env" | ".env.*" | ".*" | "*" | ".e*" => {
                found = Some(number).filter(|_| pattern != ".env.*").or(found);
            }
            "!.env" => found = None,
            _ => {}
        }
    }
    found
}

fn file(path: &RelPath) -> Evidence {
    Evidence { path: path.clone(), line: None, text: "in git's index".to_owned() }
}
