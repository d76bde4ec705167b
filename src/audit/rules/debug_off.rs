//! debug-off: nothing that runs in production shows its inside, or loads changed code.

use tree_sitter::Node;

use crate::audit::calls::{Call, JsCall, javascript, python, replacement};
use crate::audit::production::{is_rehearsal, is_rehearsal_js, is_started, starts};
use crate::audit::settings::Settings;
use crate::audit::{Ground, Raised, Rule, Verdict, unset};
use crate::detect::django::values::evidence;
use crate::detect::js::value::Eval;
use crate::detect::nodes::{assignment, keyword};
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "debug-off",
    title: "Debug is off unless somebody asks for it",
    area: Area::Application,
    severity: Severity::Critical,
    meaning: "Every error shows its visitor the source, the settings and the values of the program, and some debuggers \
              run the code that they are sent. It is also slower, and keeps what should be forgotten in memory.",
    fix: "let the default be off, and switch it on in development alone",
    check,
};

/// What stands in every file that imports Flask, or what is made like it.
const FLASK: &[&str] = &["flask import", "import flask", "flask_", "quart import"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for call in python(ground, &["debug=", "debug =", "reload=", "reload ="]) {
        called(ground, &call, verdict);
    }
    for module in ground.python(FLASK).filter_map(|file| file.module()) {
        assigned(ground, module, verdict);
    }
    for call in javascript(ground, &["errorhandler", "\"env\"", "'env'"]) {
        shown(ground, &call, verdict);
    }
    for app in ground.facts.apps.iter().filter(|app| app.node.is_some() && app.site.is_none()) {
        started(ground, app, verdict);
    }
}

/// `DEBUG` of Django, which is off where nobody speaks of it.
fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let values = settings.values().of("DEBUG");
    let worth = |(module, node)| unset::python(&ground.code.python, module, node);
    let all: Option<Vec<_>> = values.iter().copied().map(worth).collect();
    let (Some(first), Some(all)) = (values.first().copied(), all) else { return };
    if all.iter().any(|worth| !worth.is_true()) {
        return verdict.met(evidence(first));
    }
    let (message, fix) = match all.iter().all(|worth| worth.asked) {
        true => ("`DEBUG` is on unless the environment says otherwise", "let the default of `DEBUG` be off"),
        false => ("`DEBUG` is on", "`DEBUG = os.environ.get(\"DEBUG\") == \"1\"`: off unless somebody asks for it"),
    };
    verdict.raise(Raised::fault(message, evidence(first)).fix(fix));
}

/// `app.run(debug=True)`, `FastAPI(debug=True)`, `uvicorn.run(…, reload=True)`.
fn called(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    let on = |argument: &str| {
        let given = keyword(module, *node, argument)?;
        unset::python(&ground.code.python, module, given).is_some_and(|worth| worth.is_true()).then_some(given)
    };
    let other = ["asyncio.", "anyio.", "subprocess.", "uvicorn."].iter().any(|module| name.starts_with(module));
    let runs = name.ends_with(".run") && !other && FLASK.iter().any(|word| module.source.contains(word));
    let makes = matches!(name.as_str(), "fastapi.FastAPI" | "starlette.applications.Starlette" | "flask.Flask");
    let raised = match (on("debug"), on("reload")) {
        (Some(given), _) if runs || makes => debug(call, given),
        (_, Some(given)) if name == "uvicorn.run" => reload(ground, call, given),
        _ => None,
    };
    verdict.findings.extend(raised.filter(|_| !is_rehearsal(ground, module, *node)));
}

fn debug(call: &Call<'_, '_>, given: Node<'_>) -> Option<Raised> {
    let Call { module, node, name } = call;
    let message = format!("`{name}` is told to debug");
    let raised =
        Raised::fault(message, module.evidence(*node)).fix("`debug=False`; `flask run --debug` in development");
    let raised = if is_started(module, *node) { raised.likely().severity(Severity::High) } else { raised };
    Some(if given.kind() == "true" { raised.edit(replacement(module.path, given, "False")) } else { raised })
}

/// Reloading is for development: what is started with `python main.py` in production has to do without.
fn reload(ground: &Ground<'_, '_>, call: &Call<'_, '_>, given: Node<'_>) -> Option<Raised> {
    let Call { module, node, .. } = call;
    if is_started(module, *node) && !starts(ground.tree, module.path) {
        return None;
    }
    let raised = Raised::fault("the server watches its files and starts anew when one changes", module.evidence(*node))
        .severity(Severity::Medium)
        .fix("`reload=False`; `uvicorn --reload` in development");
    Some(if given.kind() == "true" { raised.edit(replacement(module.path, given, "False")) } else { raised })
}

/// `app.debug = True`, `app.config["DEBUG"] = True`.
fn assigned(ground: &Ground<'_, '_>, module: &Module<'_>, verdict: &mut Verdict) {
    module.walk(&mut |node| {
        let Some((left, right)) = assignment(node) else { return true };
        let target = module.text(left).replace('\'', "\"");
        let named = target.ends_with("app.debug") || target.ends_with("app.config[\"DEBUG\"]");
        let worth = || unset::python(&ground.code.python, module, right);
        if named && worth().is_some_and(|worth| worth.is_true()) && !is_rehearsal(ground, module, node) {
            let raised = Raised::fault(format!("`{}` is on", module.text(left)), module.evidence(node));
            let literal = right.kind() == "true" && !is_started(module, node);
            let edit = || replacement(module.path, right, "False");
            verdict.raise(if literal { raised.edit(edit()) } else { raised.likely() });
        }
        false
    });
}

/// `app.use(errorhandler())`, `app.set("env", "development")`.
fn shown<'g, 't>(ground: &Ground<'g, 't>, call: &JsCall<'g, 't>, verdict: &mut Verdict) {
    let eval = Eval::new(&ground.code.js);
    let text = |index| call.argument(index).and_then(|spot| spot.literal()).and_then(|literal| literal.shown());
    let message = match call.name.as_str() {
        "errorhandler" => "`errorhandler` answers every error with its stack",
        "express().set" if text(0).as_deref() == Some("env") && text(1).as_deref() == Some("development") => {
            "the application is told that it is in development, so errors are answered with their stack"
        }
        _ => return,
    };
    if !is_rehearsal_js(&eval, call.spot) {
        let evidence = call.spot.module.evidence(call.spot.node);
        verdict.raise(Raised::fault(message, evidence).fix("use it only where `NODE_ENV` is `development`"));
    }
}

/// The script `start` of package.json.
fn started(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    let path = if app.root.is_root() { "package.json".to_owned() } else { format!("{}/package.json", app.root) };
    let Some((text, path)) = ground.tree.text(&path).zip(RelPath::new(&path).ok()) else { return };
    let package: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let Some(script) = package.as_ref().and_then(|package| package.get("scripts")?.get("start")?.as_str()) else {
        return;
    };
    let message = match () {
        () if script.contains("NODE_ENV=dev") => "`npm start` says that it is development",
        () if script.split_whitespace().any(|word| matches!(word, "nodemon" | "ts-node-dev" | "tsx watch")) => {
            "`npm start` watches the files and starts anew when one changes"
        }
        () if script.contains("--inspect") => "`npm start` opens the debugger",
        () => return,
    };
    let line = text.lines().position(|line| line.contains("\"start\"")).and_then(|line| u32::try_from(line + 1).ok());
    let evidence = Evidence { path, line, text: format!("\"start\": \"{script}\"") };
    verdict.raise(
        Raised::fault(message, evidence)
            .severity(Severity::High)
            .fix("let `start` be what production runs, and `dev` what developers run"),
    );
}
