//! ci: every change is built, tested and judged before it gets in.

use crate::audit::ground::place;
use crate::audit::pipeline::{Pipeline, Told, faults, pipelines, unpinned};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "ci",
    title: "Every change is tested and judged before it gets in",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "What breaks is found by whoever deploys next, with everybody else's changes in between. \
              A workflow that strangers can make run their own commands hands them the secrets that deploy.",
    fix: "run the linter and the tests for every pull request, with a token that can only read",
    check,
};

/// What shows that a command runs tests; `ci` and `check` are commands of the repository's own that may.
const TESTS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "pytest",
    "tox",
    "nox",
    "unittest",
    "jest",
    "vitest",
    "mocha",
    "ava",
    "coverage",
    "playwright",
    "cypress",
    "newman",
    "e2e",
    "ci",
    "check",
    "checks",
    "verify",
    "validate",
    "qa",
];
/// The same of programs that judge code.
const LINTERS: &[&str] = &[
    "lint",
    "linter",
    "linters",
    "linting",
    "ruff",
    "flake8",
    "pylint",
    "black",
    "mypy",
    "pyright",
    "eslint",
    "biome",
    "prettier",
    "prek",
    "style",
    "styles",
    "format",
    "isort",
    "standard",
    "xo",
    "oxlint",
    "typecheck",
    "tsc",
    "tox",
    "nox",
    "ci",
    "check",
    "checks",
    "verify",
    "validate",
    "qa",
    "commit",
    "hadolint",
    "reviewdog",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let all = pipelines(ground.tree);
    let found = all.iter().flat_map(faults).chain(unpinned(&all));
    found.for_each(|raised| verdict.raise(raised));
    let Some(app) = ground.facts.apps.first() else {
        return if verdict.findings.is_empty() {
            verdict.aside("no application is seen here")
        };
    };
    let looking: Vec<&Pipeline<'_>> = all.iter().filter(|pipeline| pipeline.is_for_changes()).collect();
    if looking.is_empty() {
        verdict.raise(Raised::absence("nothing runs the linter and the tests when the code changes", [place(app)]));
        return;
    }
    let tests = runs(&looking, TESTS);
    if let Some(seen) = &tests {
        verdict.met(seen.clone());
    } else if let Some(folder) = ground.facts.apps.iter().find_map(|app| app.tests.as_ref()?.evidence.first()) {
        // Where there are no tests, that is another point.
        verdict.raise(Raised::absence("no workflow runs the tests", [folder.clone()]));
    }
    verdict.met_or(runs(&looking, LINTERS), || {
        let place = looking.first().map(|pipeline| pipeline.whole());
        Raised::absence("no workflow runs a linter", place).severity(Severity::Low)
    });
}

/// The first command of `pipelines` that has one of `words`.
fn runs(pipelines: &[&Pipeline<'_>], words: &[&str]) -> Option<Evidence> {
    let is = |told: &Told| {
        // `npm ci` installs.
        let text = told.text.replace("npm ci", "").replace("bun ci", "");
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(str::to_ascii_lowercase).any(|part| words.contains(&part.as_str()))
    };
    pipelines.iter().find_map(|pipeline| {
        let told = pipeline.told().into_iter().find(|told| is(told) && !told.text.starts_with("actions/"))?;
        Some(pipeline.evidence(&told))
    })
}
