//! allowed-hosts: requests for other names than the application's own are turned away.

use crate::audit::calls::{Call, python};
use crate::audit::origins::{is_local, of_python};
use crate::audit::settings::Settings;
use crate::audit::shown::{in_code, in_configuration};
use crate::audit::{Ground, Raised, Rule, Verdict, place, unset};
use crate::detect::literal::Literal;
use crate::detect::nodes::{argument, keyword};
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "allowed-hosts",
    title: "The application answers for its own host names alone",
    area: Area::Application,
    severity: Severity::Medium,
    meaning: "Whoever sends a made-up `Host` decides which address the links in mails and redirects lead to, a link for a \
              new password included. Caches in front of it keep such answers for everybody.",
    fix: "list the application's host names in a variable of each environment",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for call in python(ground, &["TrustedHostMiddleware"]) {
        middleware(ground, &call, verdict);
    }
    for app in ground.visited().filter(|app| app.django.is_none()) {
        absent(ground, app, verdict);
    }
    if ground.visited().next().is_none() {
        verdict.aside("nothing here answers requests");
    }
}

fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let texts = settings.texts("ALLOWED_HOSTS");
    let worth =
        settings.get("ALLOWED_HOSTS").and_then(|(module, node)| unset::python(&ground.code.python, module, node));
    let asked = worth.as_ref().is_some_and(|worth| worth.asked);
    let empty = worth.as_ref().is_some_and(|worth| worth.value == Literal::List(Vec::new()) && !worth.asked);
    let evidence = settings.place_of("ALLOWED_HOSTS");
    let origins = settings.get("ALLOWED_HOSTS").map(|(module, node)| of_python(ground, module, node));
    if origins.is_some_and(|origins| origins.any) || texts.iter().any(|(text, _)| text == "*") {
        let unless = if asked { " unless the environment says otherwise" } else { "" };
        return verdict.raise(
            Raised::fault(format!("`ALLOWED_HOSTS` lets every host name in{unless}"), evidence)
                .fix("`ALLOWED_HOSTS = os.environ[\"ALLOWED_HOSTS\"].split(\",\")`"),
        );
    }
    let local = !asked && !texts.is_empty() && texts.iter().all(|(text, _)| is_local(text) || text == "testserver");
    if !settings.has("ALLOWED_HOSTS") || empty || local && worth.is_some() {
        let message =
            if local { "`ALLOWED_HOSTS` holds only the developer's own machine" } else { "`ALLOWED_HOSTS` is empty" };
        return verdict.raise(
            Raised::fault(format!("{message}, so that production answers 400 to everybody"), evidence)
                .fix("`ALLOWED_HOSTS = os.environ[\"ALLOWED_HOSTS\"].split(\",\")`"),
        );
    }
    verdict.met(evidence);
}

/// `TrustedHostMiddleware` of Starlette and FastAPI.
fn middleware(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    let first = argument(*node, 0).and_then(|first| module.dotted(first)).unwrap_or_default();
    if !(name.ends_with(".add_middleware") || name.ends_with("Middleware"))
        || !first.ends_with(".TrustedHostMiddleware")
    {
        return;
    }
    let origins = keyword(module, *node, "allowed_hosts").map(|given| of_python(ground, module, given));
    if origins.is_none_or(|origins| origins.any) {
        verdict.raise(Raised::fault("`TrustedHostMiddleware` lets every host name in", module.evidence(*node)));
    }
}

fn absent(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    const CHECKS: &[&str] = &["TrustedHostMiddleware", "TRUSTED_HOSTS", "trusted_hosts", "host-validation"];
    let answered = in_code(ground, CHECKS).or_else(|| in_configuration(ground, &["server_name "]));
    // Only what makes addresses of the host that a request names can be led astray.
    let words = [
        ".url_for(",
        "_external=True",
        "request.host",
        "request.base_url",
        "req.hostname",
        "req.headers.host",
        "req.get('host')",
        "req.get(\"host\")",
    ];
    let asgi = ["FastAPI(", "Starlette("];
    let needs = || in_code(ground, &words).filter(|evidence| evidence.path.below(&app.root).is_some());
    let is_asgi = app.node.is_none() && ground.python(&asgi).any(|file| file.path.below(&app.root).is_some());
    match (answered, needs()) {
        (Some(evidence), _) => verdict.met(evidence),
        (None, needs) if needs.is_some() || is_asgi => {
            let severity = if needs.is_some() { Severity::Medium } else { Severity::Low };
            let evidence = needs.unwrap_or_else(|| place(app));
            verdict.raise(
                Raised::absence("nothing looks at the host name that a request is for", [evidence])
                    .of(&app.name)
                    .severity(severity),
            );
        }
        _ => {}
    }
}
