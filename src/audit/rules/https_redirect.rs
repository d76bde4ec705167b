//! https-redirect: browsers reach the application over TLS alone, and cookies never travel without it.

use crate::audit::calls::{Call, JsCall, javascript, python};
use crate::audit::production::{is_rehearsal, is_rehearsal_js};
use crate::audit::settings::Settings;
use crate::audit::shown::{in_code, in_configuration};
use crate::audit::terms::has_term;
use crate::audit::{Ground, Raised, Rule, Verdict, place, unset};
use crate::detect::django::values::evidence;
use crate::detect::js::value::Eval;
use crate::detect::literal::Literal;
use crate::detect::nodes::{argument, keyword};
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "https-redirect",
    title: "Everything goes over HTTPS, and cookies with it",
    area: Area::Application,
    severity: Severity::High,
    meaning: "On any network that somebody else runs, passwords and sessions can be read and pages changed on their way. \
              One link that begins with `http://` is enough for it.",
    fix: "answer on HTTPS alone, redirect the rest, send HSTS for a year, and mark cookies `Secure`",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for call in python(ground, &["set_cookie("]) {
        cookie(ground, &call, verdict);
    }
    for call in javascript(ground, &["cookie", "session"]) {
        cookie_js(ground, &call, verdict);
    }
    for app in ground.visited().filter(|app| ground.settings_of(app).is_none()) {
        redirect(ground, app, verdict);
    }
    if ground.visited().next().is_none() {
        verdict.aside("nothing here answers requests");
    }
}

/// Settings of Django: what is switched off, and what nobody speaks of.
fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let mut missing = Vec::new();
    for name in ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"] {
        let Some((module, node)) = settings.get(name) else {
            missing.push(name);
            continue;
        };
        let Some(worth) = unset::python(&ground.code.python, module, node) else { continue };
        let short = |literal: &Literal| matches!(literal, Literal::Integer(seconds) if *seconds < 31_536_000);
        let place = evidence((module, node));
        match () {
            () if worth.asked => verdict.met(place),
            () if !worth.is_true() => {
                let severity = if name.ends_with("COOKIE_SECURE") { Severity::High } else { Severity::Medium };
                verdict.raise(Raised::fault(format!("`{name}` is off"), place).severity(severity));
            }
            () if name == "SECURE_HSTS_SECONDS" && short(&worth.value) => verdict.raise(
                Raised::fault("browsers forget after less than a year that there is only HTTPS", place)
                    .severity(Severity::Low)
                    .fix("`SECURE_HSTS_SECONDS = 31536000`, once it is certain that HTTPS stays"),
            ),
            () => verdict.met(place),
        }
    }
    if missing.is_empty() {
        return;
    }
    let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let listed = missing.iter().map(|name| match *name {
        "SECURE_HSTS_SECONDS" => format!("{name} = 31536000"),
        _ => format!("{name} = True"),
    });
    let lines = listed.chain(["SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")".to_owned()]);
    verdict.raise(
        Raised::absence(format!("the settings of production do not speak of {names}"), [settings.place.clone()])
            .of(&settings.app)
            .fix(format!("`{}`", lines.collect::<Vec<_>>().join("`, `"))),
    );
}

/// Cookies that say who somebody is.
const TELLING: &[&str] = &["session", "sid", "token", "jwt", "auth", "refresh", "access"];

fn cookie(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    let key = keyword(module, *node, "key").or_else(|| argument(*node, 0));
    let named =
        key.and_then(|key| unset::python(&ground.code.python, module, key)).and_then(|worth| worth.value.shown());
    if !name.ends_with(".set_cookie") || !named.is_some_and(|name| has_term(&name, TELLING)) {
        return;
    }
    let secure = keyword(module, *node, "secure");
    let worth = secure.and_then(|given| unset::python(&ground.code.python, module, given));
    let splat = module.text(*node).contains("**");
    let off = match (secure, worth) {
        (None, _) => !splat,
        (Some(_), Some(worth)) => !worth.is_true() && !worth.asked,
        (Some(_), None) => false,
    };
    if off && !is_rehearsal(ground, module, *node) {
        verdict.raise(
            Raised::fault("a cookie that says who somebody is also travels without TLS", module.evidence(*node))
                .fix("`secure=True, httponly=True, samesite=\"lax\"`"),
        );
    }
}

/// `secure: false` of express-session and of `res.cookie`.
fn cookie_js<'g, 't>(ground: &Ground<'g, 't>, call: &JsCall<'g, 't>, verdict: &mut Verdict) {
    let eval = Eval::new(&ground.code.js);
    let options = match call.name.as_str() {
        "express-session" | "cookie-session" => {
            let options = call.object(&eval, 0);
            let inner = options.and_then(|options| eval.part(options, "cookie"));
            inner.filter(|inner| inner.node.kind() == "object").or(options)
        }
        name if name.ends_with(".cookie") => call.object(&eval, 2),
        _ => return,
    };
    let secure = options.and_then(|options| eval.part(options, "secure"));
    let worth = secure.and_then(|secure| unset::javascript(&eval, secure));
    if worth.is_some_and(|worth| !worth.is_true() && !worth.asked) && !is_rehearsal_js(&eval, call.spot) {
        verdict.raise(
            Raised::fault("the cookie also travels without TLS", call.spot.module.evidence(call.spot.node))
                .fix("`secure: process.env.NODE_ENV === 'production'`, and `app.set('trust proxy', 1)` behind a proxy"),
        );
    }
}

fn redirect(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    const CODE: &[&str] = &[
        "HTTPSRedirectMiddleware",
        "SECURE_SSL_REDIRECT",
        "flask_talisman",
        "Talisman(",
        "SSLify(",
        "express-sslify",
        "x-forwarded-proto",
        "req.secure",
    ];
    const FILES: &[&str] = &[
        "return 301 https://",
        "return 308 https://",
        "return 302 https://",
        "rewrite ^ https://",
        "force_https = true",
        "redirectscheme",
        "redirections.entryPoint",
        "redirections.entrypoint",
        "secure: always",
        "Caddy",
    ];
    verdict.met_or(in_code(ground, CODE).or_else(|| in_configuration(ground, FILES)), || {
        let fix = "let a proxy end TLS, redirect all else to it, and send `Strict-Transport-Security: max-age=31536000; includeSubDomains`";
        Raised::absence("nothing sends browsers from HTTP to HTTPS", [place(app)]).of(&app.name).fix(fix)
    });
}
