//! migrations: the schema changes by migrations, once, before new code serves.

use crate::audit::schema::code::{Made, made, made_by_js, run};
use crate::audit::schema::commands;
use crate::audit::stores::{has_tables, uses};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::stores::Store;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "migrations",
    title: "The schema changes by migrations, which run once, before new code serves",
    area: Area::Data,
    severity: Severity::High,
    meaning: "Without migrations a changed model meets the old table, and the first request that needs the new column \
              fails. Migrations that every replica runs at its start lock each other out, or run half.",
    fix: "set up a migration tool, and run it as a step of its own before new code serves",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut places = made(ground);
    places.extend(made_by_js(ground));
    for app in &ground.facts.apps {
        let own: Vec<&Made> = places.iter().filter(|place| is_of(ground, app, &place.evidence)).collect();
        of_app(ground, app, &own, verdict);
    }
    run(ground).into_iter().chain(commands::run(ground)).for_each(|fault| verdict.raise(fault));
    let any = ground.facts.apps.iter().any(|app| has_tables(app) || app.migrations.is_some());
    if !any && verdict.findings.is_empty() {
        verdict.aside("no application keeps tables on a server");
    }
}

fn is_of(ground: &Ground<'_, '_>, app: &AppFacts, evidence: &Evidence) -> bool {
    ground.app_of(&evidence.path).is_some_and(|of| of.name == app.name)
}

fn of_app(ground: &Ground<'_, '_>, app: &AppFacts, made: &[&Made], verdict: &mut Verdict) {
    unmigrated(ground, app).into_iter().for_each(|fault| verdict.raise(fault));
    let database = uses(app, |store| store == Store::Tables);
    made.iter().filter(|one| one.destroys).for_each(|one| verdict.raise(destroys(one)));
    let plain = || made.iter().filter(|one| !one.destroys);
    match (&app.migrations, database) {
        (Some(tool), _) => {
            verdict.met.extend(tool.evidence.first().cloned());
            plain().for_each(|one| verdict.raise(beside(one)));
        }
        // Django brings its own.
        (None, _) if app.django.is_some() => {}
        (None, Some(database)) if !made.iter().any(|one| one.destroys) => {
            let models = app.metadata.as_ref().and_then(|metadata| metadata.evidence.first());
            let first = plain().next().map(|one| one.evidence.clone());
            let message = match plain().next() {
                Some(one) => {
                    format!("`{}` is all that changes the schema, and it never changes a table that is there", one.what)
                }
                None => "models of tables, and nothing that brings their changes to the database".to_owned(),
            };
            if let Some(place) = first.or_else(|| models.cloned()) {
                verdict.raise(Raised::absence(message, [place, database]).of(&app.name));
            }
        }
        (None, _) => {}
    }
}

fn destroys(made: &Made) -> Raised {
    let message =
        format!("`{}` changes the tables to fit the code whenever it starts, and drops what does not fit", made.what);
    Raised::fault(message, made.evidence.clone())
        .severity(Severity::Critical)
        .fix("switch it off, and let migrations change the schema")
}

fn beside(made: &Made) -> Raised {
    let message =
        format!("`{}` makes tables that no migration knows of, so the next migration finds them there", made.what);
    Raised::fault(message, made.evidence.clone())
        .likely()
        .severity(Severity::Medium)
        .fix("take it out: the migrations make the tables")
}

/// Apps of a Django project whose models have no migrations.
fn unmigrated(ground: &Ground<'_, '_>, app: &AppFacts) -> Vec<Raised> {
    let labels = app.django.iter().flat_map(|django| &django.value.unmigrated);
    let found = labels.filter_map(|label| Some((label, models(ground, app, label)?)));
    found
        .map(|(label, evidence)| {
            let message = format!("the models of `{label}` have no migrations, so nothing makes their tables");
            Raised::fault(message, evidence)
                .fix(format!("run `python manage.py makemigrations {label}` and commit what it writes"))
        })
        .collect()
}

fn models(ground: &Ground<'_, '_>, app: &AppFacts, label: &str) -> Option<Evidence> {
    let ends = [format!("{label}/models.py"), format!("{label}/models/__init__.py")];
    let is = |path: &&RelPath| {
        ends.iter().any(|end| path.as_str() == end || path.as_str().ends_with(&format!("/{end}")))
            && path.below(&app.root).is_some()
    };
    let path = ground.tree.paths().find(is)?;
    Some(Evidence { path: path.clone(), line: None, text: "models".to_owned() })
}
