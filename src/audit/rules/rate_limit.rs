//! rate-limit: nobody can try passwords, order codes or use the machine up as fast as they like.

use crate::audit::calls::python;
use crate::audit::routes::routes;
use crate::audit::shown::{in_code, in_configuration};
use crate::audit::terms::has_term;
use crate::audit::{Ground, Raised, Rule, Verdict, place};
use crate::detect::nodes::keyword;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "rate-limit",
    title: "How often a client may ask is limited, and how often it may try to log in most of all",
    area: Area::Application,
    severity: Severity::High,
    meaning: "Passwords and one-time codes can be tried by the thousand, and every code that is ordered is a message that \
              you pay for. A single client can keep the application busy for everybody else.",
    fix: "limit logins to 5 a minute, codes to 3 in 15 minutes and the rest to 100 a minute for each client, counted in \
          Redis",
    check,
};

/// What the libraries and settings for it are called.
const LIMITS: &[&str] = &[
    "rate_limit",
    "rate-limit",
    "RateLimit",
    "rateLimit",
    "ratelimit",
    "flask_limiter",
    "fastapi_limiter",
    "slowapi",
    "throttle",
    "Throttle",
    "axes.",
];
const PROXIES: &[&str] = &["limit_req ", "limit_req_zone", "ratelimit", "rate_limit"];
/// Words of the paths where guessing or ordering pays.
const TEMPTING: &[&str] = &["login", "signin", "otp", "token", "password", "register", "signup", "verify"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut servers = ground.visited().peekable();
    if servers.peek().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    for call in python(ground, &["Limiter("]) {
        let off = keyword(call.module, call.node, "enabled").is_some_and(|given| given.kind() == "false");
        if off && call.name.ends_with(".Limiter") {
            verdict.raise(Raised::fault("the limits are switched off", call.module.evidence(call.node)));
        }
    }
    for app in servers {
        limited(ground, app, verdict);
    }
}

fn limited(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let code = in_code(ground, LIMITS).filter(|evidence| evidence.path.below(&app.root).is_some());
    if let Some(evidence) = code.or_else(|| in_configuration(ground, PROXIES)) {
        return verdict.met(evidence);
    }
    let wanted = |name: &str| has_term(name, TEMPTING) || name.contains("sign-in") || name.contains("log-in");
    let found =
        routes(ground, &["login", "signin", "sign-in", "otp", "token", "password", "register", "signup"], &wanted);
    let route = found.into_iter().find(|route| route.changes && route.evidence.path.below(&app.root).is_some());
    let raised = match route {
        Some(route) => {
            let message = format!("nothing limits how often a client may try `{}`", route.path);
            Raised::absence(message, [route.evidence])
        }
        None => Raised::absence("nothing limits how often a client may ask", [place(app)]).severity(Severity::Medium),
    };
    verdict.raise(raised.of(&app.name));
}
