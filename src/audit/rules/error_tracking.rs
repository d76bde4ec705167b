//! error-tracking: an unhandled error reaches whoever can mend it.

use tree_sitter::Node;

use crate::audit::ground::place;
use crate::audit::signs::listed;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::js::nodes::argument;
use crate::detect::js::value::{Eval, Spot};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::keyword;
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "error-tracking",
    title: "An error that nobody caught reaches whoever can mend it",
    area: Area::Observability,
    severity: Severity::Medium,
    meaning: "An error stands in a log that nobody reads, so it stays until a user writes a letter. \
              Nobody knows then which version, which request and which values it was.",
    fix: "start an error tracker such as Sentry first thing, with the DSN, the environment and the release from variables",
    check,
};

/// Sentry's own, which do nothing until they are started.
const STARTED: &[&str] =
    &["sentry-sdk", "@sentry/node", "@sentry/nextjs", "@sentry/nestjs", "@sentry/bun", "@sentry/node-core"];
const OTHERS: &[&str] = &[
    "raven",
    "rollbar",
    "bugsnag",
    "honeybadger",
    "elastic-apm",
    "newrelic",
    "ddtrace",
    "airbrake",
    "pybrake",
    "scout-apm",
    "appsignal",
    "logfire",
    "azure-monitor-opentelemetry",
    "google-cloud-error-reporting",
    "raygun4py",
    "@bugsnag/js",
    "@bugsnag/plugin-express",
    "@honeybadger-io/js",
    "@airbrake/node",
    "dd-trace",
    "elastic-apm-node",
    "@appsignal/nodejs",
    "applicationinsights",
    "raygun",
    "@google-cloud/error-reporting",
    "@rollbar/react",
    "glitchtip",
    "opentelemetry-sdk",
    "opentelemetry-distro",
    "@opentelemetry/sdk-node",
    "@opentelemetry/auto-instrumentations-node",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let starts = starts(ground);
    for start in &starts {
        start.faults.iter().for_each(|raised| verdict.raise(raised.clone()));
    }
    if ground.programs().next().is_none() {
        return verdict.aside("nothing here runs on a server");
    }
    for app in ground.programs() {
        let own = |start: &&Start| ground.belongs(&start.place.path, app);
        match (starts.iter().find(own), listed(ground, app, OTHERS)) {
            (Some(start), _) => verdict.met(start.place.clone()),
            (None, Some(seen)) => verdict.met(seen),
            (None, None) => verdict.raise(missing(ground, app)),
        }
    }
}

fn missing(ground: &Ground<'_, '_>, app: &AppFacts) -> Raised {
    match listed(ground, app, STARTED) {
        Some(seen) => Raised::absence("an error tracker is installed that the code never starts", [seen]),
        None => Raised::absence("nobody is told of an error that the code does not catch", [place(app)]),
    }
    .of(&app.name)
}

/// A call that starts Sentry, and what is wrong with it.
struct Start {
    place: Evidence,
    faults: Vec<Raised>,
}

/// Every call of the program that starts Sentry.
fn starts(ground: &Ground<'_, '_>) -> Vec<Start> {
    let python = ground.python(&["sentry_sdk"]).filter_map(|file| file.module()).flat_map(in_python);
    let files = ground.code.js.iter().filter(|file| file.mentions(&["@sentry/"]));
    let js = files.filter_map(|file| file.module()).flat_map(|module| {
        let spots = module.calls().map(move |node| Spot { module, node });
        spots.filter_map(|call| in_js(ground, call))
    });
    python.chain(js).collect()
}

fn in_python(module: &Module<'_>) -> Vec<Start> {
    let is = |call: &Node<'_>| module.callee(*call).is_some_and(|callee| callee == "sentry_sdk.init");
    let start = |call: Node<'_>| {
        let given = |name: &str| {
            let value = keyword(module, call, name)?;
            Some((literal(module, value)?, module.evidence(value.parent().unwrap_or(value))))
        };
        let faults = faults(&given, ["dsn", "send_default_pii", "traces_sample_rate"]);
        Start { place: module.evidence(call), faults }
    };
    module.calls().filter(is).map(start).collect()
}

fn in_js<'s, 't>(ground: &'s Ground<'_, 't>, call: Spot<'s, 't>) -> Option<Start> {
    let callee = call.callee().filter(|callee| call.module.text(callee.node).ends_with("init"))?;
    let eval = Eval::new(&ground.code.js);
    let name = eval.name(callee)?;
    let of_browser =
        ["@sentry/react", "@sentry/browser", "@sentry/vue"].iter().any(|package| name.starts_with(package));
    if !name.starts_with("@sentry/") || !name.ends_with(".init") || of_browser {
        return None;
    }
    let options = argument(call.node, 0).map(|node| call.to(node));
    let given = |name: &str| {
        let value = eval.part(options.filter(|options| options.node.kind() == "object")?, name)?;
        Some((value.literal()?, value.module.evidence(value.node.parent()?)))
    };
    let faults = faults(&given, ["dsn", "sendDefaultPii", "tracesSampleRate"]);
    Some(Start { place: call.module.evidence(call.node), faults })
}

/// What is wrong with the options of a call; `names` are theirs, in the order of the arms below.
fn faults(given: &dyn Fn(&str) -> Option<(Literal, Evidence)>, names: [&str; 3]) -> Vec<Raised> {
    let [dsn, personal, rate] = names;
    let mut found = Vec::new();
    if let Some((Literal::Text(text), place)) = given(dsn)
        && text.contains("://")
    {
        let message = "errors of every machine that runs this code go to one project: the DSN stands in the code";
        let raised = Raised::fault(message, place).severity(Severity::Low);
        found.push(raised.fix("read it from the variable `SENTRY_DSN`, so that it is only set where it is meant"));
    }
    if let Some((Literal::Boolean(true), place)) = given(personal) {
        let message = format!("`{personal}` sends users' addresses, names and cookies to the error tracker");
        found.push(
            Raised::fault(message, place).fix(format!("leave `{personal}` out, and tag errors with an id instead")),
        );
    }
    let all =
        |value: &Literal| *value == Literal::Boolean(true) || value.shown().is_some_and(|it| it.parse() == Ok(1.0));
    // The older name of the whole switch.
    if let Some((_, place)) = given(rate).or_else(|| given("enable_tracing")).filter(|(value, _)| all(value)) {
        let message = "every request is traced: each costs time, and the quota is used up within days";
        let raised = Raised::fault(message, place).severity(Severity::Low);
        found.push(raised.fix(format!("read `{rate}` from a variable, with `0.05` or so as its default")));
    }
    found
}
