//! api-docs: what the API can do is no help for strangers.

use tree_sitter::Node;

use crate::audit::mounts::{is_conditional, swagger};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::nodes::{argument, keyword};
use crate::detect::syntax::Module;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "api-docs",
    title: "In production, the description of the API is not for everybody",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Whoever looks for a way in gets the list of every route and field, those for administrators included. \
              Routes that were forgotten are found within minutes.",
    fix: "switch it off where the environment is production, or ask for a login before it",
    check,
};

/// What makes an application that shows its own description, and the arguments that say where or whether.
const MAKERS: &[(&str, &[&str])] = &[
    ("fastapi.FastAPI", &["docs_url", "openapi_url"]),
    ("fastapi.applications.FastAPI", &["docs_url", "openapi_url"]),
    ("flask_restx.Api", &["doc", "decorators"]),
    ("flask_restplus.Api", &["doc", "decorators"]),
    ("flasgger.Swagger", &["decorators", "config"]),
];
const WORDS: &[&str] = &["FastAPI", "flask_restx", "flask_restplus", "flasgger", "drf_spectacular", "drf_yasg"];
const SCHEMA: &str = "drf_spectacular.views.SpectacularAPIView.as_view";
/// What puts a view at a path, and nothing else.
const PATHS: &[&str] = &["django.urls.path", "django.urls.re_path", "django.conf.urls.url"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let guarded = ground.python(&["SERVE_PERMISSIONS"]).next().is_some();
    for module in ground.python(WORDS).filter_map(|file| file.module()) {
        for call in module.calls() {
            let raised = made(module, call).or_else(|| described(module, call, guarded));
            let app = ground.app_of(module.path).filter(|app| app.port.is_some());
            if let (Some(raised), Some(app)) = (raised, app) {
                verdict.raise(raised.likely().of(&app.name));
            }
        }
    }
    swagger(ground).into_iter().for_each(|raised| verdict.raise(raised));
}

/// An application that describes itself to everybody, as it does where nobody says otherwise.
fn made(module: &Module<'_>, call: Node<'_>) -> Option<Raised> {
    let callee = module.callee(call)?;
    let (name, switches) = MAKERS.iter().find(|(known, _)| *known == callee)?;
    let unknown = module.text(call.child_by_field_name("arguments")?).contains("**");
    // A path that is written out only says where.
    let open = |switch: &&str| keyword(module, call, switch).is_none_or(|given| given.kind() == "string");
    if unknown || is_conditional(call) || !switches.iter().all(open) {
        return None;
    }
    let (what, fix) = if name.ends_with("FastAPI") {
        ("`/docs` and `/openapi.json`", "give it `docs_url=None, redoc_url=None, openapi_url=None` in production")
    } else {
        ("the description of every route", RULE.fix)
    };
    Some(Raised::absence(format!("anyone can read {what} in production"), [module.evidence(call)]).fix(fix))
}

/// A view of Django that describes the API to everybody.
fn described(module: &Module<'_>, call: Node<'_>, guarded: bool) -> Option<Raised> {
    let callee = module.callee(call)?;
    let open = match callee.as_str() {
        SCHEMA => !guarded && keyword(module, call, "permission_classes").is_none() && is_put(module, call),
        "drf_yasg.views.get_schema_view" => {
            let asked = keyword(module, call, "permission_classes").map_or("", |given| module.text(given));
            asked.contains("AllowAny") && !module.source.contains("DEBUG")
        }
        _ => false,
    };
    let fix = "give it `permission_classes=[IsAdminUser]`, or put the path behind `if settings.DEBUG`";
    let message = "anyone can read the description of the API in production";
    (open && !is_conditional(call)).then(|| Raised::fault(message, module.evidence(call)).fix(fix))
}

/// Whether a view is put at a path as it is, and not wrapped by what asks for a login.
fn is_put(module: &Module<'_>, view: Node<'_>) -> bool {
    let call = view.parent().and_then(|arguments| arguments.parent());
    let put = call.filter(|call| argument(*call, 1) == Some(view));
    put.and_then(|call| module.callee(call)).is_some_and(|callee| PATHS.contains(&callee.as_str()))
}
