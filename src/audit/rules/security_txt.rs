//! security-txt: whoever finds a hole knows whom to tell.

use crate::audit::shown::{in_code, in_configuration};
use crate::audit::{Ground, Raised, Rule, Verdict, place};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "security-txt",
    title: "`/.well-known/security.txt` says whom to tell of a hole",
    area: Area::Application,
    severity: Severity::Low,
    meaning: "Somebody who means well finds a hole and nobody to tell, and gives up or tells everybody. \
              You learn of it from those who do not mean well.",
    fix: "serve `/.well-known/security.txt` with `Contact` and `Expires`",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(app) = ground.visited().next() else { return verdict.aside("nothing here answers requests") };
    let name = "security.txt";
    let file = ground.tree.paths().find(|path| path.name() == name && !crate::detect::places::is_vendored(path));
    let file = file.map(|path| Evidence { path: path.clone(), line: None, text: name.to_owned() });
    match file.or_else(|| in_code(ground, &[name])).or_else(|| in_configuration(ground, &[name])) {
        Some(evidence) => verdict.met(evidence),
        None => verdict.raise(Raised::absence("nothing says whom to tell of a hole", [place(app)])),
    }
}
