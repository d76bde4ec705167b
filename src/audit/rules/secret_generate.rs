//! secret-generate: new secrets are made by one command, and nobody sees them.

use crate::audit::signs::{Kind, stands};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::secret::name_is_secret;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "secret-generate",
    title: "Secrets are made by a command, not by hand",
    area: Area::Secrets,
    severity: Severity::Low,
    meaning: "Keys that somebody types are short, used twice and pasted into chats. \
              One command that draws them by lot, keeps those that are there and prints none is quicker and right.",
    fix: "make them with `shipready secrets generate`, or `openssl rand -hex 32 > FILE` with mode 0600",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let variables = ground.facts.apps.iter().flat_map(|app| &app.variables);
    // Of what others hand out (the key of an API) nothing can be made.
    let made = ["SECRET_KEY", "JWT_SECRET", "SESSION_SECRET", "COOKIE_SECRET", "SIGNING", "ENCRYPTION", "PASSWORD"];
    let mut own = variables.filter(|one| name_is_secret(&one.name) && made.iter().any(|part| one.name.contains(part)));
    let draws = ["openssl rand", "secrets.token_", "get_random_secret_key", "randomBytes(", "/dev/urandom"];
    match (own.next(), stands(ground, Kind::Setting, &draws)) {
        (_, Some(evidence)) => verdict.met(evidence),
        (None, None) => verdict.aside("the code reads no secret that could be made up"),
        (Some(secret), None) => {
            let message = format!("nothing makes a value for `{}`", secret.name);
            verdict.raise(Raised::absence(message, secret.evidence.first().cloned()));
        }
    }
}
