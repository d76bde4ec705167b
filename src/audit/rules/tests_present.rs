//! tests-present: the code has tests.

use crate::audit::ground::place;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::js::places::decides;
use crate::detect::places::is_vendored;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "tests-present",
    title: "The code has tests",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "Every change is tried out on users. Nobody dares to update a package, so known holes stay open.",
    fix: "begin with one test that starts the application and asks its health route, then one for each way to lose money",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut asked = false;
    for app in &ground.facts.apps {
        asked = true;
        let seen = app.tests.as_ref().and_then(|tests| tests.evidence.first().cloned());
        verdict.met_or(seen.or_else(|| file(ground, app)), || raised(app));
    }
    if !asked {
        verdict.aside("no application is seen here");
    }
}

fn raised(app: &AppFacts) -> Raised {
    let raised = Raised::absence("no test is to be seen", [place(app)]).of(&app.name);
    if app.site.is_some() { raised.severity(Severity::Low) } else { raised }
}

/// A test that stands beside the code, or in a folder beside all apps: `tests/api/test_orders.py`.
fn file(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    let own = |path: &&RelPath| ground.belongs(path, app);
    let path = ground.tree.paths().filter(|path| is_test(path)).find(own)?;
    Some(Evidence { path: path.clone(), line: None, text: path.name().to_owned() })
}

fn is_test(path: &RelPath) -> bool {
    let name = path.name();
    let python =
        (name.starts_with("test_") || name == "tests.py") && name.ends_with(".py") || name.ends_with("_test.py");
    let code = matches!(path.extension(), Some("js" | "ts" | "mjs" | "cjs" | "jsx" | "tsx" | "mts"));
    let js = code && !decides(path) && [".test.", ".spec.", "-spec."].iter().any(|part| name.contains(part));
    let within = code && path.parent().name() == "__tests__";
    !is_vendored(path) && (python || js || within)
}
