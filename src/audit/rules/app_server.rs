//! app-server: production is served by a server, not by what developers start.

use crate::audit::ground::place;
use crate::audit::signs::mention;
use crate::audit::started::{Start, evidence, is_doubtful, starts};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::commands::SERVERS;
use crate::detect::scripts::words;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "app-server",
    title: "A server for production runs the application, not the one for developers",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "A server for developers takes few requests at once, watches files, and may show its debugger to strangers. \
              Under load it answers slowly or not at all, and nothing starts it again.",
    fix: "start the application with a server for production: `gunicorn shop.wsgi:application`",
    check,
};

/// What only developers start, and what to start in its place.
const DEVELOPERS: &[(&str, &str)] = &[
    ("flask run", "gunicorn \"app:create_app()\""),
    ("manage.py runserver", "gunicorn <project>.wsgi:application"),
    ("django-admin runserver", "gunicorn <project>.wsgi:application"),
    ("fastapi dev", "fastapi run"),
    ("nodemon ", "node dist/index.js"),
    ("ts-node-dev ", "node dist/index.js"),
    ("ts-node ", "node dist/index.js, after `tsc`"),
    ("tsx watch ", "node dist/index.js"),
    ("node --watch ", "node dist/index.js"),
    ("next dev", "next start"),
    ("npm run dev", "npm start"),
    ("yarn dev", "yarn start"),
    ("yarn run dev", "yarn start"),
    ("pnpm dev", "pnpm start"),
    ("pnpm run dev", "pnpm start"),
    ("bun run dev", "bun start"),
    ("react-scripts start", "the files that `react-scripts build` makes, behind a web server"),
    ("ng serve", "the files that `ng build` makes, behind a web server"),
    ("webpack serve", "the files that `webpack` makes, behind a web server"),
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let starts = starts(ground);
    for start in &starts {
        if let Some(fault) = judged(ground, start) {
            verdict.raise(if is_doubtful(ground, start) { fault.likely() } else { fault });
        }
    }
    let manifests: Vec<Raised> = ground.facts.apps.iter().filter_map(|app| by_npm(ground, app)).collect();
    manifests.into_iter().for_each(|fault| verdict.raise(fault));
    for app in ground.servers() {
        of_app(ground, app, &starts, verdict);
    }
    if ground.servers().next().is_none() && verdict.findings.is_empty() {
        verdict.aside("nothing here answers requests");
    }
}

fn judged(ground: &Ground<'_, '_>, start: &Start<'_>) -> Option<Raised> {
    let text = format!("{} ", words(&start.text).join(" "));
    let known = DEVELOPERS.iter().find(|(command, _)| has(&text, command));
    if let Some((command, instead)) = known {
        let message = format!("`{}` is for developers, and it is what production starts", command.trim());
        return Some(Raised::fault(message, evidence(start)).fix(format!("start `{instead}` in its place")));
    }
    let reloads = text.contains(" --reload ") && SERVERS.iter().any(|server| has(&text, server));
    if reloads {
        let message = "`--reload` watches the files for developers, and starts the server anew when one changes";
        return Some(Raised::fault(message, evidence(start)).severity(Severity::Medium).fix("take `--reload` out"));
    }
    let run = run_by_hand(ground, start, &text)?;
    let message = "the server that Flask has for developers is what production starts";
    let fix = "start `gunicorn` with the application in its place: `gunicorn \"app:app\"`";
    Some(Raised::fault(message, evidence(start)).also([run]).fix(fix))
}

/// Whether the command stands in the text as words of its own.
fn has(text: &str, command: &str) -> bool {
    let front = |at: usize| text.get(..at).is_none_or(|front| front.is_empty() || front.ends_with([' ', '/', '(']));
    text.match_indices(command).any(|(at, _)| front(at))
}

/// `python app.py`, where that file calls `app.run()` of Flask.
fn run_by_hand(ground: &Ground<'_, '_>, start: &Start<'_>, text: &str) -> Option<crate::facts::Evidence> {
    let mut words = text.split_whitespace().skip_while(|word| !matches!(*word, "python" | "python3"));
    let file = words.nth(1).filter(|word| word.ends_with(".py"))?.trim_start_matches("./");
    let is = |path: &str| path == file || path.ends_with(&format!("/{file}"));
    let near = |path: &crate::tree::RelPath| start.folder.is_root() || path.below(&start.folder).is_some();
    let source = ground.code.python.iter().find(|source| is(source.path.as_str()) && near(source.path))?;
    let module = source.module()?;
    let of_flask = module.imports.values().any(|from| from.starts_with("flask.") || from.ends_with("create_app"));
    let run = module.calls().find(|call| {
        let callee = call.child_by_field_name("function").map_or("", |function| module.text(function));
        matches!(callee, "app.run" | "application.run" | "server.run")
    });
    run.filter(|_| of_flask).map(|call| module.evidence(call))
}

/// `"start": "nodemon src/index.js"`.
fn by_npm(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Raised> {
    let path = app.root.join("package.json").ok()?;
    let text = ground.tree.text(path.as_str())?;
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    let script = format!("{} ", json.get("scripts")?.get("start")?.as_str()?);
    let (command, instead) = DEVELOPERS.iter().find(|(command, _)| has(&script, command))?;
    let place = mention(ground.tree, |other| *other == path, &["\"start\":"])?;
    // A site that is built is not started at all.
    if app.site.is_some() {
        return None;
    }
    let message = format!("`npm start` runs `{}`, which is for developers", command.trim());
    Some(Raised::fault(message, place).likely().fix(format!("let `start` run `{instead}`")))
}

/// Packages of Python that serve an application.
const PACKAGES: &[&str] =
    &["gunicorn", "uvicorn", "hypercorn", "granian", "daphne", "waitress", "uwsgi", "pyuwsgi", "gevent", "cheroot"];

fn of_app(ground: &Ground<'_, '_>, app: &AppFacts, starts: &[Start<'_>], verdict: &mut Verdict) {
    if app.node.is_some() {
        return verdict.met(place(app));
    }
    let served = starts.iter().find(|start| {
        let text = words(&start.text).join(" ");
        SERVERS.iter().chain(PACKAGES).any(|server| has(&text, server))
    });
    let listed = PACKAGES.iter().any(|package| app.dependencies.contains_key(*package));
    let faulty = verdict.findings.iter().any(|fault| {
        fault.evidence.first().and_then(|place| ground.app_of(&place.path)).is_some_and(|of| of.name == app.name)
    });
    match served {
        Some(start) => verdict.met(evidence(start)),
        // A bot that hears of its updates serves them itself.
        None if listed || faulty || !app.bots.is_empty() => verdict.met(place(app)),
        None => verdict.raise(
            Raised::absence(format!("nothing but the server for developers runs `{}`", app.name), [place(app)])
                .of(&app.name)
                .fix("add `gunicorn` to the dependencies, and start the application with it"),
        ),
    }
}
