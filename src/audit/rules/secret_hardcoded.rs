//! secret-hardcoded: no secret in source.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::audit::secrets::literal::Kind;
use crate::audit::secrets::{self, Place, formats, shown};
use crate::audit::signs::is_report;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::django::variant::{Variant, of_module};
use crate::detect::places::{is_env_example, is_helper, is_test, is_vendored};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "secret-hardcoded",
    title: "No secret stands in the source",
    area: Area::Secrets,
    severity: Severity::Critical,
    meaning: "Everybody who ever sees the code, a fork, a backup or an image can sign tokens, take payments or read the data. \
              A value that was committed once stays in git's history, so moving it is not enough: it has to be changed.",
    fix: "read it from the environment, without a default, and change it: git's history keeps the old one",
    check,
};

/// How many of one file are named: more say nothing more.
const MOST: usize = 50;

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut found = known_formats(ground);
    let mut seen: BTreeSet<(RelPath, Option<u32>)> =
        found.iter().filter_map(|one| one.evidence.first()).map(place).collect();
    let others = in_python(ground).into_iter().chain(in_js(ground));
    found.extend(others.filter(|raised| raised.evidence.first().is_some_and(|evidence| seen.insert(place(evidence)))));
    verdict.findings = found;
}

fn place(evidence: &Evidence) -> (RelPath, Option<u32>) {
    (evidence.path.clone(), evidence.line)
}

/// Whatever the file is: a key that gives itself away needs no parser.
fn known_formats(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let texts: Vec<_> =
        ground.tree.texts().filter(|(path, text)| !is_vendored(path) && !is_report(path, text)).collect();
    let mut found: Vec<Raised> = texts
        .into_par_iter()
        .flat_map_iter(|(path, text)| {
            formats::hits(text).into_iter().take(MOST).map(move |hit| {
                let secret = text.get(hit.start..hit.end).unwrap_or_default();
                let (line, text) = shown(text, hit.start, hit.end);
                let evidence = Evidence { path: path.clone(), line: Some(line), text };
                let raised = Raised::fault(format!("{} stands here", hit.what), evidence).hiding(secret);
                // Tests and guides are full of keys that open nothing.
                let quiet = is_test(path) || matches!(path.extension(), Some("md" | "rst" | "txt"));
                // Keys for maps in browsers are public, as long as they are bound to their sites.
                let public = hit.what == formats::GOOGLE;
                if quiet || public { raised.likely().severity(Severity::High) } else { raised }
            })
        })
        .collect();
    found.dedup_by(|one, other| one.evidence.first().map(place) == other.evidence.first().map(place));
    found
}

fn in_python(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let files = ground.secrets.python.iter().filter(|(module, _)| counts(module.path));
    let found = files.flat_map(|(module, places)| {
        let replaced = |one: &Place<'_>| {
            ground.settings.iter().any(|settings| settings.replaces(&one.name, module.path, one.node))
        };
        let hidden = |one: &Place<'_>| hidden(module.path, module.source, one.node);
        let held = places.iter().filter(move |one| !replaced(one));
        held.map(move |one| raised(one, hidden(one)).hiding(module.text(one.node)))
    });
    found.collect()
}

fn in_js(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let files = ground.secrets.js.iter().filter(|(module, _)| counts(module.path));
    let found = files.flat_map(|(module, places)| {
        let hidden = |one: &Place<'_>| hidden(module.path, module.source, one.node);
        places.iter().map(move |one| raised(one, hidden(one)).hiding(module.text(one.node)))
    });
    found.collect()
}

fn hidden(path: &RelPath, source: &str, node: tree_sitter::Node<'_>) -> Evidence {
    // The quotes stay.
    let (line, text) = secrets::hidden(source, node.start_byte().saturating_add(1));
    Evidence { path: path.clone(), line: Some(line), text }
}

fn raised(place: &Place<'_>, evidence: Evidence) -> Raised {
    let name = &place.name;
    match (place.kind, place.fallback) {
        (Kind::BackDoor, _) => Raised::fault(format!("`{name}` is a code that always lets in"), evidence)
            .fix("remove it; where development needs one, let it come from a variable that production does not have"),
        (Kind::Secret, true) => {
            Raised::fault(format!("`{name}` falls back to a value that everybody can read"), evidence)
                .severity(Severity::High)
                .fix(format!("take the default away, so that the program does not start without `{name}`"))
        }
        (Kind::Secret, false) => Raised::fault(format!("`{name}` stands in the source"), evidence),
    }
}

/// What is part of the program, and runs in production.
fn counts(path: &RelPath) -> bool {
    !is_helper(path) && !is_rehearsal(path)
}

/// Settings of development and tests: what stands there opens nothing in production.
fn is_rehearsal(path: &RelPath) -> bool {
    let stem = path.as_str().trim_end_matches(".py").replace('/', ".");
    is_env_example(path.name()) || of_module(&format!(".{stem}")) == Variant::Rehearsal
}
