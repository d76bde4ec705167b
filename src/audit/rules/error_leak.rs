//! error-leak: what went wrong inside is for the log, not for whoever asked.

use crate::audit::leaks::{Leak, leaks, leaks_js};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::places::is_vendored;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "error-leak",
    title: "Unexpected errors are answered in general words",
    area: Area::Application,
    severity: Severity::Medium,
    meaning: "The texts of exceptions tell strangers about tables, queries, paths, hosts and sometimes passwords. \
              Users read words that mean nothing to them, and nobody finds the matching line in the log.",
    fix: "log the exception, and answer with a general sentence and the id of the request",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for Leak { evidence, stack, likely } in leaks(ground).into_iter().chain(leaks_js(ground)) {
        let python = evidence.path.extension() == Some("py");
        let message = match stack {
            true => "the stack of an exception is sent to whoever asked",
            false => "the text of an exception is sent to whoever asked",
        };
        let fix = match python {
            true => "`logger.exception(\"…\")`, and answer `Internal server error`",
            false => "`next(error)`, and one error handler that logs it and answers `Internal server error`",
        };
        let raised = Raised::fault(message, evidence).fix(fix);
        let raised = if stack { raised.severity(Severity::High) } else { raised };
        verdict.raise(if likely { raised.likely() } else { raised });
    }
    for app in ground.visited().filter(|app| app.django.is_some()) {
        pages(ground, app, verdict);
    }
}

/// A Django site with pages has one for errors, too.
fn pages(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let own = || ground.tree.paths().filter(|path| path.below(&app.root).is_some() && !is_vendored(path));
    let template = |name: &str| own().find(|path| path.as_str().contains("templates/") && path.name() == name);
    let handled = ground.python(&["handler500"]).next().is_some();
    let admin = |path: &str| path.contains("templates/admin/") || path.contains("templates/email");
    let has_pages = own()
        .any(|path| path.as_str().contains("templates/") && path.extension() == Some("html") && !admin(path.as_str()));
    if has_pages && !handled && template("500.html").is_none() {
        let raised =
            Raised::absence("no page of the site's own says that something went wrong", [crate::audit::place(app)]);
        verdict.raise(
            raised.of(&app.name).severity(Severity::Low).fix("write `templates/500.html` and `templates/404.html`"),
        );
    }
}
