//! migration-safety: migrations are tried before they reach production.

use crate::audit::signs::mention;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::places::is_workflow;
use crate::finding::{Area, Severity};
use crate::tree::{RelPath, Tree};

pub const RULE: Rule = Rule {
    id: "migration-safety",
    title: "Migrations are tried on a real database before they reach production",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "A migration that nobody tried locks a table for minutes, or fails half way and leaves neither schema. \
              A model that was changed without one fails only in production.",
    fix: "let continuous integration run the migrations on a real database, and compare them with the models",
    check,
};

/// What tries migrations: the tool itself on a database of its own, or a linter of them.
const TRIES: &[&str] = &[
    "alembic upgrade",
    "alembic check",
    "makemigrations --check",
    "makemigrations --dry-run --check",
    "lintmigrations",
    "squawk",
    "manage.py migrate",
    "manage.py test",
    "flask db upgrade",
    "flask db check",
    "prisma migrate",
    "migrate:latest",
    "db:migrate",
    "migration:run",
    "django-migration-linter",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut any = false;
    for app in &ground.facts.apps {
        let models =
            app.django.as_ref().filter(|django| !django.value.sqlite).and_then(|django| django.evidence.first());
        let tool = app.migrations.as_ref().and_then(|tool| tool.evidence.first());
        let Some(place) = tool.or(models) else { continue };
        any = true;
        let tried = mention(ground.tree, |path| is_tested(ground.tree, path), TRIES);
        let message = "nothing tries the migrations before they reach production";
        verdict.met_or(tried, || Raised::absence(message, [place.clone()]).of(&app.name));
    }
    if !any {
        verdict.aside("there are no migrations");
    }
}

/// What continuous integration runs, and the scripts that it may call.
fn is_tested(tree: &Tree, path: &RelPath) -> bool {
    let name = path.name();
    let called = || mention(tree, is_workflow, &[name]).is_some();
    let script = path.extension() == Some("sh") && (name.contains("test") || name.contains("ci") || called());
    let ci = matches!(
        name,
        ".gitlab-ci.yml" | "Jenkinsfile" | "azure-pipelines.yml" | "bitbucket-pipelines.yml" | ".travis.yml"
    );
    crate::detect::places::is_workflow(path)
        || script
        || ci
        || path.as_str().starts_with(".circleci/")
        || name == "tox.ini"
}
