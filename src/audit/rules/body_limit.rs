//! body-limit: a request is only as large as the application needs it.

use crate::audit::calls::{JsCall, javascript};
use crate::audit::settings::Settings;
use crate::audit::shown::{in_code, in_configuration};
use crate::audit::{Ground, Raised, Rule, Verdict, place, unset};
use crate::detect::django::values::evidence;
use crate::detect::js::value::Eval;
use crate::detect::literal::Literal;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "body-limit",
    title: "Requests and uploads have a size that they must not exceed",
    area: Area::Application,
    severity: Severity::Medium,
    meaning: "A few requests of a gigabyte each fill the memory or the disk, and the process is killed for everybody. \
              It takes no skill and leaves nothing but a line in the log.",
    fix: "limit bodies at the proxy (`client_max_body_size 10m`) and in the application",
    check,
};

/// Bytes above which a limit is none.
const LARGE: f64 = 33_554_432.0;

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if ground.visited().next().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    if let Some(evidence) = in_configuration(ground, &["client_max_body_size 0"]) {
        verdict.raise(Raised::fault("the proxy takes bodies of any size", evidence).fix("`client_max_body_size 10m`"));
    }
    for call in javascript(ground, &["limit", "multer"]) {
        node(ground, &call, verdict);
    }
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for app in ground.visited() {
        absent(ground, app, verdict);
    }
}

/// Django's own limit, switched off.
fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let Some((module, node)) = settings.get("DATA_UPLOAD_MAX_MEMORY_SIZE") else { return };
    let worth = unset::python(&ground.code.python, module, node);
    if worth.is_some_and(|worth| worth.value == Literal::Nothing && !worth.asked) {
        let message = "`DATA_UPLOAD_MAX_MEMORY_SIZE` lets bodies of any size in";
        verdict.raise(Raised::fault(message, evidence((module, node))).fix("`DATA_UPLOAD_MAX_MEMORY_SIZE = 2621440`"));
    }
}

/// `express.json({ limit: '1gb' })`, and multer without limits.
fn node<'g, 't>(ground: &Ground<'g, 't>, call: &JsCall<'g, 't>, verdict: &mut Verdict) {
    let eval = Eval::new(&ground.code.js);
    let options = call.object(&eval, 0);
    let part = |key| options.and_then(|options| eval.part(options, key));
    let evidence = || call.spot.module.evidence(call.spot.node);
    let parser = ["express.", "body-parser."].iter().any(|package| call.name.starts_with(package))
        && [".json", ".urlencoded", ".raw", ".text"].iter().any(|method| call.name.ends_with(method));
    match call.name.as_str() {
        "multer" if call.argument(0).is_none() || options.is_some() && part("limits").is_none() => verdict.raise(
            Raised::fault("uploads may be of any size", evidence())
                .fix("`multer({ limits: { fileSize: 5 * 1024 * 1024 } })`"),
        ),
        _ if parser => {
            let limit =
                part("limit").and_then(|limit| unset::javascript(&eval, limit)).and_then(|worth| bytes(&worth.value));
            if limit.is_some_and(|limit| limit > LARGE) {
                verdict.raise(
                    Raised::fault("bodies may be so large that a few of them fill the memory", evidence())
                        .fix("`limit: '1mb'`"),
                );
            }
        }
        _ => {}
    }
}

/// Of `"50mb"` or a number.
fn bytes(value: &Literal) -> Option<f64> {
    let text = value.shown()?.trim().to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let amount: f64 = text.get(..end)?.parse().ok()?;
    Some(
        amount
            * match text.get(end..)?.trim() {
                "kb" | "k" => 1024.0,
                "mb" | "m" => 1_048_576.0,
                "gb" | "g" => 1_073_741_824.0,
                _ => 1.0,
            },
    )
}

fn absent(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    const CODE: &[&str] = &[
        "MAX_CONTENT_LENGTH",
        "DATA_UPLOAD_MAX_MEMORY_SIZE",
        "content-length",
        "Content-Length",
        "max_body_size",
        "bodyLimit",
        "express.json(",
        "bodyParser.json(",
        "express.urlencoded(",
        "MAX_UPLOAD_SIZE",
        "max_upload_size",
        "MAX_FILE_SIZE",
        "max_request_size",
    ];
    const FILES: &[&str] = &["client_max_body_size ", "maxRequestBodyBytes", "request_body"];
    let code = in_code(ground, CODE).filter(|evidence| evidence.path.below(&app.root).is_some());
    // Django refuses large forms by itself, and leaves files to the proxy; frameworks on Node parse no more than a few
    // megabytes.
    let severity = if app.django.is_some() || app.node.is_some() { Severity::Low } else { Severity::Medium };
    let raised = Raised::absence("nothing limits how large a request may be", [place(app)]);
    let limited = code.or_else(|| in_configuration(ground, FILES));
    verdict.met_or(limited, || raised.of(&app.name).severity(severity));
}
