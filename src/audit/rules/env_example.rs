//! env-example: an example file lists every variable that the code reads.

use std::collections::BTreeSet;

use crate::audit::secrets::formats::{hits, is_random};
use crate::audit::{Ground, Raised, Rule, Verdict, ground};
use crate::detect::dotenv;
use crate::detect::places::{is_env_example, is_vendored};
use crate::detect::secret::name_is_secret;
use crate::detect::version::ancestors;
use crate::facts::{AppFacts, VariableFact};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "env-example",
    title: "`.env.example` lists every variable that the code reads, without real values",
    area: Area::Secrets,
    severity: Severity::Medium,
    meaning: "Whoever sets the program up, on a new machine or in a hurry, learns of a variable when it fails for the want of it. \
              A list that lacks some, or holds real values, is worse than none, because it is trusted.",
    fix: "list it in `.env.example`, with a comment that says what it is for",
    check,
};

/// How many names a message lists.
const NAMED: usize = 6;

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut any = false;
    for app in &ground.facts.apps {
        let listed = dotenv::examples(ground.tree, &app.root);
        for (name, value, evidence) in &listed {
            let real = value.as_deref().is_some_and(|value| name_is_secret(name) && looks_real(value));
            if real {
                let message = format!("the example gives a value for `{name}` that looks real");
                let fix = "leave it empty, and change the value where it is used";
                verdict.raise(Raised::fault(message, evidence.clone()).of(&app.name).likely().fix(fix));
            }
        }
        let read: Vec<&VariableFact> = app.variables.iter().filter(|variable| is_read(ground, variable)).collect();
        if read.is_empty() {
            continue;
        }
        any = true;
        let written = mentioned(ground, app);
        let missing = |variable: &&&VariableFact| !written.contains(&variable.name.to_ascii_uppercase());
        let missing: Vec<&VariableFact> = read.iter().filter(missing).copied().collect();
        match (listed.first(), missing.as_slice()) {
            (Some((.., evidence)), []) => verdict.met(crate::facts::Evidence { line: None, ..evidence.clone() }),
            (_, missing) => absent(app, written.is_empty(), missing, verdict),
        }
    }
    if !any && verdict.findings.is_empty() {
        verdict.aside("the code reads no variable");
    }
}

/// Long, mixed and drawn by lot; a form that gives itself away is another rule's.
fn looks_real(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    value.len() >= 16 && digits >= 3 && is_random(value) && hits(value).is_empty()
}

/// The names that example files mention, those in comments as well: what is optional is often shown so.
fn mentioned(ground: &Ground<'_, '_>, app: &AppFacts) -> BTreeSet<String> {
    let above = ancestors(&app.root);
    let near = |path: &RelPath| above.contains(&path.parent()) || path.below(&app.root).is_some();
    let is = |path: &RelPath| near(path) && !is_vendored(path) && is_env_example(&path.name().to_ascii_lowercase());
    let lines = ground.tree.texts().filter(|(path, _)| is(path)).flat_map(|(_, text)| text.lines());
    let names =
        lines.filter_map(|line| line.trim_start_matches(['#', ' ']).trim_start_matches("export ").split_once('='));
    names.map(|(name, _)| name.trim().to_ascii_uppercase()).collect()
}

/// Whether the code itself reads it, rather than an example or a compose file naming it.
fn is_read(ground: &Ground<'_, '_>, variable: &VariableFact) -> bool {
    let in_code = |path: &str| ground.code.python.get(path).is_some() || ground.code.js.get(path).is_some();
    variable.evidence.iter().any(|evidence| in_code(evidence.path.as_str()))
}

fn absent(app: &AppFacts, none: bool, missing: &[&VariableFact], verdict: &mut Verdict) {
    let names: Vec<String> = missing.iter().take(NAMED).map(|variable| format!("`{}`", variable.name)).collect();
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = format!("{}{more}", names.join(", "));
    let message = match none {
        true => format!("no `.env.example` says that the code reads {names}"),
        false => format!("the example does not list {names}"),
    };
    let place = missing.iter().find_map(|variable| variable.evidence.first()).cloned();
    let raised = Raised::absence(message, [place.unwrap_or_else(|| ground::place(app))]).of(&app.name);
    // What has a default is found out in time.
    let needed = none || missing.iter().any(|variable| variable.required);
    verdict.raise(if needed { raised } else { raised.severity(Severity::Low) });
}
