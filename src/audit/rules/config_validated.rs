//! config-validated: settings are checked at the start, with a list of what is missing.

use tree_sitter::Node;

use crate::audit::signs::listed;
use crate::audit::{Ground, Raised, Rule, Verdict, ground};
use crate::detect::Code;
use crate::detect::js::nodes::arguments;
use crate::detect::js::origin::made_of_environment;
use crate::detect::js::value::{Eval, Spot};
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "config-validated",
    title: "Settings are checked when the program starts",
    area: Area::Secrets,
    severity: Severity::Medium,
    meaning: "A variable that is missing or misspelt is found by the first customer whose request needs it, not by whoever deployed. \
              A program that checks its settings at the start stops with the list of what is wrong, while the old version still serves.",
    fix: "read all settings in one typed place: pydantic-settings, django-environ or environs; zod or envalid on Node",
    check,
};

const PACKAGES: &[&str] = &[
    "pydantic-settings",
    "django-environ",
    "environs",
    "dynaconf",
    "python-decouple",
    "starlette-settings",
    "django-configurations",
    "envalid",
    "env-var",
    "convict",
    "@t3-oss/env-core",
    "@t3-oss/env-nextjs",
    "znv",
    "typed-config-ts",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let read: Vec<&AppFacts> =
        ground.facts.apps.iter().filter(|app| app.site.is_none() && !app.variables.is_empty()).collect();
    if read.is_empty() {
        verdict.aside("the code reads no settings from its environment");
    }
    for app in read {
        let shown =
            listed(ground, app, PACKAGES).or_else(|| base_settings(ground, app)).or_else(|| parsed(ground, app));
        verdict.met_or(shown, || {
            let seen = app.variables.iter().find_map(|variable| variable.evidence.first()).cloned();
            let names = app.variables.len();
            let message = format!("nothing checks its {names} settings when it starts");
            let place = seen.unwrap_or_else(|| ground::place(app));
            Raised::absence(message, [place]).of(&app.name)
        });
    }
}

/// Settings of pydantic 1, or of Starlette, which raises for what is missing.
fn base_settings(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    let files =
        ground.python(&["BaseSettings", "starlette.config"]).filter(|file| file.path.below(&app.root).is_some());
    let found = files.filter_map(|file| {
        let import = file
            .imports
            .iter()
            .find(|import| import.module == "starlette.config" || import.names().any(|name| name == "BaseSettings"))?;
        Some(Evidence { path: file.path.clone(), line: Some(import.line), text: import.module.to_owned() })
    });
    found.into_iter().next()
}

/// A schema that is given the environment, or something made of it.
fn parsed(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    let schemas = ["zod", "joi", "yup", "valibot", "@sinclair/typebox", "superstruct", "ajv"];
    listed(ground, app, &schemas)?;
    let files = ground.js(&["process.env"]).filter(|file| file.path.below(&app.root).is_some());
    files.into_iter().find_map(|file| {
        let module = file.module()?;
        module.calls().find(|call| checks(ground.code, Spot { module, node: *call })).map(|call| module.evidence(call))
    })
}

/// `schema.parse(process.env)`, or a function of the repository's own that is given it and has a schema to check it by.
fn checks<'g, 't>(code: &'g Code<'t>, call: Spot<'g, 't>) -> bool {
    let eval = Eval::new(&code.js);
    let Some(callee) = call.callee().map(|callee| call.module.text(callee.node)) else { return false };
    let method = callee.rsplit('.').next().unwrap_or_default();
    let known = ["parse", "safeParse", "parseAsync", "validate", "validateSync", "cast", "create"].contains(&method);
    let own = method.to_ascii_lowercase().contains("config") || method.to_ascii_lowercase().contains("env");
    let given = |node: Node<'_>| {
        let environment = || eval.name(call.to(node)).as_deref() == Some("process.env");
        call.module.text(node).contains("process.env") || environment() || made_of_environment(&eval, call.to(node), 4)
    };
    let schema = ["parse(", "validate(", "cast("].iter().any(|word| call.module.source.contains(word));
    (known || own && schema) && arguments(call.node).into_iter().any(given)
}
