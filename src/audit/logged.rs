//! What programs log, and in which form.

use tree_sitter::Node;

use crate::audit::{Ground, Raised};
use crate::detect::js;
use crate::detect::literal::{Literal, literal};
use crate::detect::makes::derives;
use crate::detect::nodes::{calls, keyword, walk};
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::Severity;
use crate::tree::RelPath;

const METHODS: &[&str] =
    &["debug", "info", "warn", "warning", "error", "exception", "critical", "fatal", "trace", "verbose", "log"];
/// What nobody may read, in lower case and without `_`.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "newpassword",
    "oldpassword",
    "plainpassword",
    "dbpassword",
    "otp",
    "otpcode",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "jwttoken",
    "bottoken",
    "apikey",
    "apisecret",
    "secretkey",
    "privatekey",
    "jwtsecret",
    "clientsecret",
    "cvv",
    "cardnumber",
];

/// Where `app` says that its logs are JSON.
pub fn formatter(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    let own = |path| ground.belongs(path, app);
    let python = ground.python(&["Formatter", "serialize"]).filter(|file| own(file.path));
    let js = ground.js(&["winston", "log4js"]).filter(|file| own(file.path));
    let js = js.filter_map(|file| in_js(file.module()?));
    python.filter_map(|file| in_python(file.module()?)).chain(js).next()
}

/// A formatter of the program's own that writes JSON, or `serialize=True` of Loguru.
fn in_python(module: &Module<'_>) -> Option<Evidence> {
    let mut found = None;
    module.walk(&mut |node| {
        let is = match node.kind() {
            "class_definition" => {
                let dumps = calls(node).into_iter().any(|call| module.text(call).contains("dumps("));
                dumps && derives(module, node, &|base| base.ends_with("Formatter"))
            }
            "call" => {
                let serialized = keyword(module, node, "serialize").and_then(|given| literal(module, given));
                let adds = module.callee(node).is_some_and(|callee| callee.ends_with("logger.add"));
                adds && serialized == Some(Literal::Boolean(true))
            }
            _ => false,
        };
        found = found.or(is.then_some(node));
        found.is_none()
    });
    found.map(|node| module.evidence(node))
}

/// `winston.format.json()`, also by other names of `format`.
fn in_js(module: &js::Module<'_>) -> Option<Evidence> {
    let is = |call: &Node<'_>| {
        let name = js::nodes::callee(*call).map_or("", |callee| module.text(callee));
        matches!(name, "json" | "format.json" | "winston.format.json" | "logstash" | "format.logstash")
    };
    module.calls().find(is).map(|call| module.evidence(call))
}

/// Secrets that are logged as they are.
pub fn secrets(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let words: &[&str] = &["log", "print"];
    let runs = |path: &RelPath| ground.app_of(path).is_none_or(|app| app.site.is_none());
    let python =
        ground.python(words).filter(|file| runs(file.path)).filter_map(|file| file.module()).flat_map(|module| {
            let logs = module.calls().filter(|call| logs(module.source, *call));
            logs.filter_map(|call| told(module.source, call).map(|name| (name, module.evidence(call))))
                .collect::<Vec<_>>()
        });
    let js = ground.js(words).filter(|file| runs(file.path)).filter_map(|file| file.module()).flat_map(|module| {
        let logs = module.calls().filter(|call| logs(module.source, *call));
        logs.filter_map(|call| told(module.source, call).map(|name| (name, module.evidence(call)))).collect::<Vec<_>>()
    });
    let raised = |(name, place): (&str, Evidence)| {
        let message = format!("`{name}` is written into the log, where many can read it");
        Raised::fault(message, place).severity(Severity::High).fix(format!("take `{name}` out of the message"))
    };
    python.chain(js).map(raised).collect()
}

/// Whether a call logs: `print(…)`, `logger.info(…)`, `console.log(…)`.
fn logs(source: &str, call: Node<'_>) -> bool {
    let function =
        call.child_by_field_name("function").and_then(|function| source.get(function.byte_range())).unwrap_or("");
    match function.rsplit_once('.') {
        Some((object, method)) => {
            let object = object.rsplit('.').next().unwrap_or(object).to_ascii_lowercase();
            let logger =
                matches!(object.as_str(), "console" | "log" | "_log" | "logging") || object.ends_with("logger");
            METHODS.contains(&method) && logger
        }
        None => function == "print",
    }
}

/// What holds the values that become part of a message.
const HOLDERS: &[&str] = &["argument_list", "arguments", "interpolation", "template_substitution"];

/// The secret that is among the arguments of a call, or within a text of them.
fn told<'t>(source: &'t str, call: Node<'_>) -> Option<&'t str> {
    let list = call.child_by_field_name("arguments")?;
    let mut found = None;
    walk(list, &mut |node| {
        if matches!(node.kind(), "identifier" | "attribute" | "member_expression") {
            let inside = || node.parent().is_some_and(|parent| HOLDERS.contains(&parent.kind()));
            found = source.get(node.byte_range()).filter(|name| is_secret(name) && inside()).or(found);
        }
        // What is given to a call is no longer what it was: `mask(password)`, `len(otp)`.
        let call = matches!(node.kind(), "call" | "call_expression" | "lambda" | "arrow_function");
        found.is_none() && !call
    });
    found
}

fn is_secret(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    SECRETS.contains(&last.replace('_', "").to_ascii_lowercase().as_str())
}
