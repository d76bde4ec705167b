//! deps-pinned: the same packages are installed everywhere, today and tomorrow.

use crate::audit::installs::unlocked;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::node::json::{Json, string};
use crate::detect::requirement::Requirement;
use crate::detect::requirements;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "deps-pinned",
    title: "The same packages are installed everywhere",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "The image that is built tomorrow holds other packages than the one that was tested today. \
              A release that breaks, or one that somebody took over, gets in with nobody's decision.",
    fix: "commit the lock file, and install from it: `npm ci`, `uv sync --frozen`, `pip install -r` with exact versions",
    check,
};

/// The packages that list what people build and test with say less about the program.
const KEYS: &[&str] = &["dependencies", "optionalDependencies"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for app in &ground.facts.apps {
        if let Some(lock) = &app.lock {
            verdict.met(lock.evidence.first().cloned().unwrap_or_else(|| whole(&lock.value)));
        }
        if app.node.is_some() || app.site.is_some() {
            floating(ground, app, verdict);
        }
        if app.lock.is_none() {
            unlocked_app(ground, app, verdict);
        }
    }
    unlocked(ground, verdict);
}

/// An app without a lock file: in requirements, exact versions do as well.
fn unlocked_app(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let Some(first) = app.requirements.first() else { return };
    if !matches!(first.extension(), Some("txt" | "in")) {
        let message = "no lock file says which versions are installed";
        let manager = &app.package_manager.value;
        let fix = format!("make it once with {manager} (`{}`) and commit it", command(manager));
        return verdict.raise(Raised::absence(message, [whole(first)]).of(&app.name).fix(fix));
    }
    let read = requirements::read(ground.tree, first);
    if read.files.iter().any(|file| file.name().contains("constraint")) {
        return verdict.met(whole(first));
    }
    let loose: Vec<&Requirement> = read.dependencies.iter().filter(|one| is_loose(one)).collect();
    let Some(one) = loose.first() else { return verdict.met(whole(first)) };
    let rest = loose.iter().skip(1).map(|one| one.evidence.clone());
    let message = match loose.len() {
        1 => format!("no exact version of `{}` is written down", one.name),
        count => format!("no exact versions of `{}` and {} more packages are written down", one.name, count - 1),
    };
    let raised = Raised::fault(message, one.evidence.clone()).also(rest.take(4)).of(&app.name);
    verdict.raise(raised.fix("write exact versions (`pip freeze`), or a lock file: `uv lock`, `pip-compile`"));
}

/// Without an exact version, be it of a file or a repository.
fn is_loose(one: &Requirement) -> bool {
    one.pin.is_none() && !one.evidence.text.contains(" @ ") && !one.versions.contains("===")
}

/// Versions that are none: `latest`, `*`, or what stands at a branch.
fn floating(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let Ok(path) = app.root.join("package.json") else { return };
    let Some(Ok(json)) = ground.tree.text(path.as_str()).map(|text| Json::parse(&path, text)) else { return };
    for key in KEYS {
        for (name, range) in json.entries(&[key]) {
            let Some(range) = string(range).filter(|range| is_floating(range)) else { continue };
            let message = format!("`{name}` is installed in whatever version there is: `{range}`");
            let raised = Raised::fault(message, json.evidence(&[key, name])).of(&app.name);
            let locked = app.lock.is_some();
            // A lock holds it until somebody installs anew.
            let raised = if locked { raised.severity(Severity::Low) } else { raised };
            verdict.raise(raised.fix(format!("write the range that is meant: `npm install {name}@^<version>`")));
        }
    }
}

fn is_floating(range: &str) -> bool {
    matches!(range.trim(), "" | "*" | "latest" | "x")
}

fn command(manager: &str) -> &'static str {
    match manager {
        "npm" => "npm install --package-lock-only",
        "yarn" => "yarn install",
        "pnpm" => "pnpm install --lockfile-only",
        "bun" => "bun install --lockfile-only",
        "poetry" => "poetry lock",
        "pdm" => "pdm lock",
        "pipenv" => "pipenv lock",
        _ => "uv lock",
    }
}

fn whole(path: &RelPath) -> Evidence {
    Evidence { path: path.clone(), line: None, text: path.name().to_owned() }
}
