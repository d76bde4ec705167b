//! csrf: another site cannot act with the session of whoever visits it.

use crate::audit::calls::javascript;
use crate::audit::routes::routes;
use crate::audit::settings::Settings;
use crate::audit::shown::in_code;
use crate::audit::{Ground, Raised, Rule, Verdict, place, unset};
use crate::detect::django::values::evidence;
use crate::detect::js::value::Eval;
use crate::detect::literal::Literal;
use crate::detect::nodes::assignment;
use crate::detect::syntax::Module;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "csrf",
    title: "Forms prove that they come from the application's own pages",
    area: Area::Application,
    severity: Severity::High,
    meaning: "A page elsewhere can send a form with the session of whoever looks at it, and buy, transfer or delete in \
              their name. They see nothing of it, and the log shows them as the one who did it.",
    fix: "give every form a token that only the application's own pages know",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for module in ground.python(&["csrf_exempt"]).filter_map(|file| file.module()) {
        exempt(module, verdict);
    }
    for module in ground.python(&["WTF_CSRF_ENABLED"]).filter_map(|file| file.module()) {
        switched(ground, module, verdict);
    }
    for app in ground.visited().filter(|app| app.django.is_none()) {
        match app.node.is_some() {
            true => sessions(ground, app, verdict),
            false => forms(ground, app, verdict),
        }
    }
    if verdict == &Verdict::default() {
        verdict.aside("nobody is known here by a cookie");
    }
}

fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let middleware = settings.texts("MIDDLEWARE");
    let has = |name: &str| middleware.iter().any(|(text, _)| text.ends_with(name));
    if has("SessionMiddleware") && !has("CsrfViewMiddleware") {
        verdict.raise(
            Raised::fault("`MIDDLEWARE` is without `CsrfViewMiddleware`", settings.place_of("MIDDLEWARE"))
                .fix("`\"django.middleware.csrf.CsrfViewMiddleware\"`, after the middleware of sessions"),
        );
    } else if has("CsrfViewMiddleware") {
        verdict.met(settings.place_of("MIDDLEWARE"));
    }
    let same = settings.get("SESSION_COOKIE_SAMESITE");
    let worth = same.and_then(|(module, node)| unset::python(&ground.code.python, module, node));
    if let (Some(value), Some(Literal::Text(text))) = (same, worth.map(|worth| worth.value))
        && text.eq_ignore_ascii_case("none")
    {
        let message = "every site may send the session's cookie along";
        verdict.raise(
            Raised::fault(message, evidence(value))
                .severity(Severity::Medium)
                .likely()
                .fix("`SESSION_COOKIE_SAMESITE = \"Lax\"`"),
        );
    }
}

/// `@csrf_exempt` on what is no webhook.
fn exempt(module: &Module<'_>, verdict: &mut Verdict) {
    module.walk(&mut |node| {
        let definition = node.child_by_field_name("definition").filter(|_| node.kind() == "decorated_definition");
        let Some(definition) = definition else { return true };
        let mut cursor = node.walk();
        let decorated = node
            .named_children(&mut cursor)
            .any(|child| child.kind() == "decorator" && module.text(child).contains("csrf_exempt"));
        let text = module.text(node).to_ascii_lowercase();
        // What other programs send proves itself in another way, or has no session.
        let other = [
            "webhook",
            "hook",
            "callback",
            "stripe",
            "signature",
            "token",
            "bearer",
            "authorization",
            "ipn",
            "hmac",
            "secret",
        ];
        let session =
            text.contains("request.user") || text.contains("request.session") || text.contains("login_required");
        if decorated && session && !other.iter().any(|word| text.contains(word)) {
            verdict.raise(
                Raised::fault(
                    "a view that acts for whoever is logged in takes forms from everywhere",
                    module.evidence(definition),
                )
                .likely()
                .fix("take `@csrf_exempt` away, and send the token in the header `X-CSRFToken`"),
            );
        }
        true
    });
}

fn switched(ground: &Ground<'_, '_>, module: &Module<'_>, verdict: &mut Verdict) {
    module.walk(&mut |node| {
        let Some((left, right)) = assignment(node) else { return true };
        let named = module.text(left).trim_end_matches(['"', '\'', ']']).ends_with("WTF_CSRF_ENABLED");
        if named
            && right.kind() == "false"
            && !in_rehearsal(module, node)
            && !crate::audit::production::is_rehearsal(ground, module, node)
        {
            verdict.raise(
                Raised::fault("the tokens of forms are not looked at", module.evidence(node))
                    .fix("take `WTF_CSRF_ENABLED = False` away"),
            );
        }
        false
    });
}

/// Whether a class of settings is named for tests or development.
fn in_rehearsal(module: &Module<'_>, node: tree_sitter::Node<'_>) -> bool {
    let mut outer = node.parent();
    while let Some(parent) = outer {
        if parent.kind() == "class_definition" {
            let name = parent.child_by_field_name("name").map_or("", |name| module.text(name));
            return crate::audit::terms::has_term(name, &["test", "testing", "tests", "dev", "development", "local"]);
        }
        outer = parent.parent();
    }
    false
}

/// A Flask application that knows people by a cookie and takes forms.
fn forms(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let here = |words: &[&str]| in_code(ground, words).filter(|evidence| evidence.path.below(&app.root).is_some());
    if ground.python(&["from flask import", "import flask"]).all(|file| file.path.below(&app.root).is_none()) {
        return;
    }
    if let Some(evidence) =
        here(&["CSRFProtect", "CsrfProtect", "SeaSurf", "SESSION_COOKIE_SAMESITE", "JWT_COOKIE_CSRF_PROTECT"])
    {
        return verdict.met(evidence);
    }
    let session = here(&["session[", "login_user(", "set_access_cookies(", "session.permanent"]);
    let found = routes(ground, &[".route(", ".post(", ".put(", ".delete("], &|_| true);
    let guarded = here(&["FlaskForm", "hidden_tag", "validate_csrf"]).is_some();
    let route = found.into_iter().find(|route| route.changes && route.evidence.path.below(&app.root).is_some());
    if let (Some(session), Some(route), false) = (session, route, guarded) {
        verdict.raise(
            Raised::absence(
                "forms are taken with the session's cookie alone, wherever they come from",
                [route.evidence, session],
            )
            .of(&app.name)
            .fix("`CSRFProtect(app)` of Flask-WTF, and `{{ csrf_token() }}` in each form"),
        );
    }
}

/// An application on Node with sessions in cookies.
fn sessions(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let here = |words: &[&str]| in_code(ground, words).filter(|evidence| evidence.path.below(&app.root).is_some());
    if let Some(evidence) = here(&["csurf", "csrf", "lusca", "xsrf"]) {
        return verdict.met(evidence);
    }
    for call in javascript(ground, &["express-session", "cookie-session"]) {
        if !matches!(call.name.as_str(), "express-session" | "cookie-session")
            || call.spot.module.path.below(&app.root).is_none()
        {
            continue;
        }
        let eval = Eval::new(&ground.code.js);
        let options = call.object(&eval, 0);
        let cookie =
            options.and_then(|options| eval.part(options, "cookie")).filter(|inner| inner.node.kind() == "object");
        let same = cookie.or(options).and_then(|cookie| eval.part(cookie, "sameSite"));
        let strict = same.is_some_and(|same| {
            unset::javascript(&eval, same)
                .is_none_or(|worth| !matches!(worth.value.shown().as_deref(), Some("none" | "false") | None))
        });
        if !strict && call.argument(0).is_none_or(|_| options.is_some()) {
            let message = "forms are taken with the session's cookie alone, wherever they come from";
            verdict.raise(
                Raised::absence(message, [call.spot.module.evidence(call.spot.node), place(app)]).of(&app.name).fix(
                    "`cookie: { sameSite: 'lax', secure: true, httpOnly: true }`, and a token for forms (csrf-sync)",
                ),
            );
        }
    }
}
