//! security-headers: browsers are told what pages may do, who may frame them, and what to tell others.

use crate::audit::calls::javascript;
use crate::audit::settings::Settings;
use crate::audit::shown::{in_code, in_configuration};
use crate::audit::{Ground, Raised, Rule, Verdict, place, unset};
use crate::detect::django::values::evidence;
use crate::detect::js::value::Eval;
use crate::detect::literal::Literal;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "security-headers",
    title: "Answers carry the headers by which browsers protect their users",
    area: Area::Application,
    severity: Severity::Medium,
    meaning: "A script that somebody smuggles into a page runs with all rights of whoever looks at it, and another site can \
              lay the page under its own and collect the clicks. Browsers prevent both, but only where they are told to.",
    fix: "send `Content-Security-Policy`, `X-Content-Type-Options: nosniff`, `X-Frame-Options: DENY`, `Referrer-Policy` and \
          `Permissions-Policy` with every answer",
    check,
};

const CODE: &[&str] = &[
    "helmet",
    "SecurityMiddleware",
    "flask_talisman",
    "Talisman(",
    "X-Content-Type-Options",
    "x-content-type-options",
    "secure.Secure",
    "Secweb",
    "secureHeaders",
];
const FILES: &[&str] = &["X-Content-Type-Options", "Content-Security-Policy"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if ground.visited().next().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for call in javascript(ground, &["helmet"]) {
        let eval = Eval::new(&ground.code.js);
        let policy = call
            .object(&eval, 0)
            .filter(|_| call.name == "helmet")
            .and_then(|options| eval.part(options, "contentSecurityPolicy"));
        if policy.is_some_and(|policy| policy.node.kind() == "false") {
            let evidence = call.spot.module.evidence(call.spot.node);
            let raised = Raised::fault("`helmet` is told to send no `Content-Security-Policy`", evidence)
                .severity(Severity::Low);
            verdict.raise(
                raised.fix("`helmet()`, and `contentSecurityPolicy: { directives: {…} }` for what the pages need"),
            );
        }
    }
    for app in ground.visited().filter(|app| ground.settings_of(app).is_none()) {
        other(ground, app, verdict);
    }
}

/// Django sends most of them by itself, as long as its middleware is there.
fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let middleware = settings.texts("MIDDLEWARE");
    let has = |name: &str| middleware.iter().any(|(text, _)| text.ends_with(name));
    for (name, missing) in [
        ("SecurityMiddleware", "neither HSTS nor `nosniff` nor a referrer policy is sent"),
        ("XFrameOptionsMiddleware", "every site may frame the pages"),
    ] {
        if settings.has("MIDDLEWARE") && !has(name) {
            let message = format!("`MIDDLEWARE` is without `{name}`: {missing}");
            verdict.raise(Raised::absence(message, [settings.place_of("MIDDLEWARE")]).of(&settings.app));
        }
    }
    for name in ["SECURE_CONTENT_TYPE_NOSNIFF", "X_FRAME_OPTIONS"] {
        let Some((module, node)) = settings.get(name) else { continue };
        let Some(worth) = unset::python(&ground.code.python, module, node) else { continue };
        let framed = matches!(&worth.value, Literal::Text(text) if !matches!(text.to_ascii_uppercase().as_str(), "DENY" | "SAMEORIGIN"));
        if !worth.asked && (!worth.is_true() || framed) {
            verdict.raise(Raised::fault(format!("`{name}` switches the protection off"), evidence((module, node))));
        }
    }
    let policy = ["CSP_DEFAULT_SRC", "CONTENT_SECURITY_POLICY", "SECURE_CSP"];
    let found = policy.into_iter().find(|name| settings.has(name)).map(|name| settings.place_of(name));
    let elsewhere = || in_code(ground, &["Content-Security-Policy"]).or_else(|| in_configuration(ground, FILES));
    verdict.met_or(found.or_else(elsewhere), || {
        let message = "no `Content-Security-Policy` says which scripts pages may run";
        Raised::absence(message, [settings.place_of("MIDDLEWARE")]).of(&settings.app).severity(Severity::Low).fix(
            "`SECURE_CSP` and `ContentSecurityPolicyMiddleware` of Django 6, or django-csp; begin with report-only",
        )
    });
}

fn other(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let code = in_code(ground, CODE).filter(|evidence| evidence.path.below(&app.root).is_some());
    verdict.met_or(code.or_else(|| in_configuration(ground, FILES)), || {
        let message = "answers carry none of the headers that protect browsers";
        let raised = Raised::absence(message, [place(app)]).of(&app.name);
        if app.node.is_some() { raised.fix("`app.use(helmet())`") } else { raised }
    });
}
