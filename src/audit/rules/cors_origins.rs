//! cors-origins: browsers let only known pages read what the application answers.

use tree_sitter::Node;

use crate::audit::calls::{Call, JsCall, javascript, python};
use crate::audit::origins::{Origins, of_js, of_python};
use crate::audit::production::{is_rehearsal, is_rehearsal_js};
use crate::audit::settings::Settings;
use crate::audit::{Ground, Raised, Rule, Verdict, unset};
use crate::detect::django::values::evidence;
use crate::detect::js::value::Eval;
use crate::detect::literal::Literal;
use crate::detect::nodes::{argument, keyword};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "cors-origins",
    title: "Only the pages that belong to the application may ask it from a browser",
    area: Area::Application,
    severity: Severity::High,
    meaning: "Any page that a user has open can ask the application in their name and read the answers. \
              An origin on localhost lets whatever runs on the user's own machine do the same.",
    fix: "list the origins of each environment in a variable, and allow no other",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for call in python(ground, &["CORSMiddleware", "flask_cors"]) {
        middleware(ground, &call, verdict);
    }
    for call in javascript(ground, &["cors", "Access-Control-Allow-Origin"]) {
        node(ground, &call, verdict);
    }
}

/// What is allowed with what else, found at one place.
fn judge(origins: &Origins, credentials: bool, evidence: Evidence, verdict: &mut Verdict) {
    let unless = if origins.asked { " unless the environment says otherwise" } else { "" };
    let local = origins.local.as_ref().filter(|_| !origins.any);
    let raised = match (origins.any, credentials, local) {
        (true, true, _) => Raised::fault(format!("every origin is allowed, with credentials{unless}"), evidence),
        (true, false, _) => {
            Raised::fault(format!("every origin is allowed{unless}"), evidence).severity(Severity::Medium).likely()
        }
        (false, _, Some(local)) => {
            Raised::fault(format!("`{local}` is allowed in production as well"), evidence).severity(Severity::Medium)
        }
        _ => return verdict.met(evidence),
    };
    // The answers to preflights are set up beside those to requests: that is one decision.
    let same = |known: &Raised| {
        known.message == raised.message
            && known.evidence.first().map(|one| &one.path) == raised.evidence.first().map(|one| &one.path)
    };
    if !verdict.findings.iter().any(same) {
        verdict.raise(raised);
    }
}

/// `app.add_middleware(CORSMiddleware, …)` of Starlette and FastAPI, `CORS(app, …)` of Flask.
fn middleware(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    let first = argument(*node, 0).and_then(|first| module.dotted(first)).unwrap_or_default();
    let starlette =
        (name.ends_with(".add_middleware") || name.ends_with("Middleware")) && first.ends_with(".CORSMiddleware");
    let flask = matches!(name.as_str(), "flask_cors.CORS" | "flask_cors.cross_origin");
    if !(starlette || flask) || is_rehearsal(ground, module, *node) {
        return;
    }
    let is = |argument: &str| {
        let given = keyword(module, *node, argument);
        given.and_then(|given| unset::python(&ground.code.python, module, given)).is_some_and(|worth| worth.is_true())
    };
    let pattern = keyword(module, *node, "allow_origin_regex");
    let given = keyword(module, *node, if starlette { "allow_origins" } else { "origins" });
    let mut origins = given.map_or_else(Origins::default, |given| of_python(ground, module, given));
    if let Some(pattern) = pattern {
        origins = origins.with(of_python(ground, module, pattern));
    }
    if let (true, None) = (flask, given) {
        match keyword(module, *node, "resources").or_else(|| keyword(module, *node, "resource")) {
            Some(resources) => origins = origins.with(of_resources(ground, call, resources)),
            None if named_otherwise(ground) => return,
            None => origins.any = true,
        }
    }
    judge(&origins, is("allow_credentials") || is("supports_credentials"), module.evidence(*node), verdict);
}

/// `resources={r"/api/*": {"origins": "*"}}`.
fn of_resources(ground: &Ground<'_, '_>, call: &Call<'_, '_>, node: Node<'_>) -> Origins {
    let mut found = Origins::default();
    crate::detect::nodes::walk(node, &mut |node| {
        let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair");
        let is = key.is_some_and(|key| call.module.text(key).trim_matches(['"', '\'']) == "origins");
        if let Some(value) = node.child_by_field_name("value").filter(|_| is) {
            found = std::mem::take(&mut found).with(of_python(ground, call.module, value));
        }
        true
    });
    found
}

/// flask-cors also reads the application's configuration.
fn named_otherwise(ground: &Ground<'_, '_>) -> bool {
    ground.python(&["CORS_ORIGINS"]).next().is_some()
}

/// Settings of django-cors-headers, and the origins that Django takes forms from.
fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let value = |name: &str| {
        let (module, node) = settings.get(name)?;
        Some((unset::python(&ground.code.python, module, node)?, evidence((module, node))))
    };
    let on = |name: &str| value(name).filter(|(worth, _)| worth.is_true());
    let credentials = on("CORS_ALLOW_CREDENTIALS").is_some();
    if let Some((worth, evidence)) = on("CORS_ALLOW_ALL_ORIGINS").or_else(|| on("CORS_ORIGIN_ALLOW_ALL")) {
        let origins = Origins { any: true, asked: worth.asked, local: None };
        return judge(&origins, credentials, evidence, verdict);
    }
    for name in ["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST", "CORS_ALLOWED_ORIGIN_REGEXES", "CSRF_TRUSTED_ORIGINS"]
    {
        if let Some((module, node)) = settings.get(name) {
            let origins = of_python(ground, module, node);
            judge(&origins, credentials, evidence((module, node)), verdict);
        }
    }
}

/// `cors(…)`, and the header written by hand.
fn node<'g, 't>(ground: &Ground<'g, 't>, call: &JsCall<'g, 't>, verdict: &mut Verdict) {
    let eval = Eval::new(&ground.code.js);
    let evidence = || call.spot.module.evidence(call.spot.node);
    let is_header = call.argument(0).and_then(|spot| spot.literal())
        == Some(Literal::Text("Access-Control-Allow-Origin".to_owned()));
    if is_rehearsal_js(&eval, call.spot) {
        return;
    }
    match call.name.as_str() {
        "cors" | "@koa/cors" => {
            let options = call.object(&eval, 0);
            let part = |key| options.and_then(|options| eval.part(options, key));
            let credentials = part("credentials").and_then(|spot| unset::javascript(&eval, spot));
            let origins = match (call.argument(0), options, part("origin")) {
                (Some(_), None, _) => return,
                (_, _, Some(origin)) => of_js(&eval, origin),
                _ => Origins { any: true, ..Origins::default() },
            };
            judge(&origins, credentials.is_some_and(|worth| worth.is_true()), evidence(), verdict);
        }
        _ if is_header => {
            if let Some(origin) = call.argument(1) {
                judge(&of_js(&eval, origin), false, evidence(), verdict);
            }
        }
        _ => {}
    }
}
