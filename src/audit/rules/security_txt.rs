//! security-txt: whoever finds a hole knows whom to tell.

use crate::audit::presence::{Presence, visited};
use crate::audit::shown::{in_code, in_configuration};
use crate::audit::{Ground, Rule};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "security-txt",
    title: "`/.well-known/security.txt` says whom to tell of a hole",
    area: Area::Application,
    severity: Severity::Low,
    meaning: "Somebody who means well finds a hole and nobody to tell, and gives up or tells everybody. \
              You learn of it from those who do not mean well.",
    fix: "serve `/.well-known/security.txt` with `Contact` and `Expires`",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: visited,
    seen: told,
    missing: "nothing says whom to tell of a hole",
    confidence: Confidence::Certain,
};

fn told(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let name = "security.txt";
    let file = ground.tree.paths().find(|path| path.name() == name && !crate::detect::places::is_vendored(path));
    let file = file.map(|path| Evidence { path: path.clone(), line: None, text: name.to_owned() });
    file.or_else(|| in_code(ground, &[name])).or_else(|| in_configuration(ground, &[name]))
}
