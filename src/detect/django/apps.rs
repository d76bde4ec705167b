//! The project's own Django apps, their models and their migrations.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::detect::django::values::{Values, evidence};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::walk;
use crate::detect::places::is_vendored;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Migrations, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// An app of INSTALLED_APPS that stands in the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub folder: RelPath,
    /// Where its migrations are.
    pub migrations: RelPath,
    /// How many there are.
    pub count: usize,
    /// The first of its models that has a table.
    pub model: Option<Evidence>,
}

impl Own {
    /// The name that Django's commands call it by.
    pub fn label(&self) -> &str {
        self.folder.name()
    }
}

/// The own apps, in path order; `manage` is the project's manage.py.
pub fn own(tree: &Tree, values: &Values<'_, '_, '_>, manage: &RelPath) -> Vec<Own> {
    let elsewhere = elsewhere(values);
    let mut found: BTreeMap<RelPath, Own> = BTreeMap::new();
    for (app, _) in values.texts("INSTALLED_APPS") {
        let Some(folder) = folder(values.sources, manage, &app) else { continue };
        let told = elsewhere.get(folder.name()).and_then(|dotted| package_of(values.sources, manage, dotted));
        let Some(migrations) = told.or_else(|| folder.join("migrations").ok()) else { continue };
        let count = scripts(tree, &migrations);
        let model = models(values.sources, &folder);
        found.insert(folder.clone(), Own { folder, migrations, count, model });
    }
    found.into_values().collect()
}

/// The folder of `users`, `shop.apps.users` or `users.apps.UsersConfig`.
fn folder(sources: &Sources<'_>, manage: &RelPath, app: &str) -> Option<RelPath> {
    // The last name of a configuration is a class, and the one before it a module.
    let class = app.rsplit_once('.').filter(|(_, last)| last.starts_with(|c: char| c.is_uppercase()));
    let package = class.map_or(app, |(module, _)| module.rsplit_once('.').map_or(module, |(package, _)| package));
    package_of(sources, manage, package)
}

/// The folder of a dotted package; one without `__init__.py` counts where it holds models or a configuration.
fn package_of(sources: &Sources<'_>, manage: &RelPath, dotted: &str) -> Option<RelPath> {
    let inside = |name: &str| {
        let found = sources.find(manage, &format!("{dotted}.{name}"))?;
        found.rest.is_empty().then(|| found.source.path.parent())
    };
    let whole = || {
        let found = sources.find(manage, dotted)?;
        (found.rest.is_empty() && found.source.path.name() == "__init__.py").then(|| found.source.path.parent())
    };
    whole().or_else(|| inside("apps")).or_else(|| inside("models"))
}

/// `MIGRATION_MODULES = {"sites": "shop.contrib.sites.migrations"}`.
fn elsewhere(values: &Values<'_, '_, '_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (module, node) in values.of("MIGRATION_MODULES") {
        let Some(Literal::Mapping(pairs)) = literal(module, node) else { continue };
        let texts = pairs.into_iter().filter_map(|(app, package)| Some((app.shown()?, package.shown()?)));
        found.extend(texts);
    }
    found
}

fn scripts(tree: &Tree, folder: &RelPath) -> usize {
    let is_script = |path: &RelPath| {
        let name = path.name();
        path.parent() == *folder && name.ends_with(".py") && name != "__init__.py" && !is_vendored(path)
    };
    tree.below(folder).filter(|(path, _)| is_script(path)).count()
}

/// The first model with a table in `models.py` or the package `models`.
fn models(sources: &Sources<'_>, folder: &RelPath) -> Option<Evidence> {
    let is_models = |file: &&Source<'_>| {
        let inner = file.path.below(folder).unwrap_or("");
        inner == "models.py" || inner.starts_with("models/")
    };
    sources.iter().filter(is_models).find_map(|file| {
        let module = file.module()?;
        module.statements().into_iter().find(|node| is_model(module, *node)).map(|node| module.evidence(node))
    })
}

fn is_model(module: &Module<'_>, class: Node<'_>) -> bool {
    let Some(bases) = class.child_by_field_name("superclasses").filter(|_| class.kind() == "class_definition") else {
        return false;
    };
    let mut cursor = bases.walk();
    let derived = bases.named_children(&mut cursor).filter_map(|base| module.dotted(base)).any(|base| {
        let last = base.rsplit('.').next().unwrap_or("");
        last.ends_with("Model") || last.starts_with("Abstract") || last == "MPTTModel" || last == "Page"
    });
    derived && !says(module, class, "abstract") && !says(module, class, "proxy") && !says_unmanaged(module, class)
}

/// `abstract = True` in the class, or in its `Meta`.
fn says(module: &Module<'_>, class: Node<'_>, option: &str) -> bool {
    assigns(module, class, option, "True")
}

fn says_unmanaged(module: &Module<'_>, class: Node<'_>) -> bool {
    assigns(module, class, "managed", "False")
}

fn assigns(module: &Module<'_>, class: Node<'_>, name: &str, value: &str) -> bool {
    let mut found = false;
    walk(class, &mut |node| {
        let side = |field: &str| node.child_by_field_name(field).map_or("", |side| module.text(side));
        found |= node.kind() == "assignment" && side("left") == name && side("right") == value;
        !found && node.kind() != "function_definition"
    });
    found
}

/// How Django migrates: always by manage.py, wherever a database is set up.
pub fn migrations(values: &Values<'_, '_, '_>, apps: &[Own], manage: &RelPath) -> Option<Seen<Migrations>> {
    let (module, node) = values.of("DATABASES").into_iter().next()?;
    let with: Vec<&RelPath> = apps.iter().filter(|app| app.count > 0).map(|app| &app.migrations).collect();
    let scripts = common(&with).unwrap_or_else(|| manage.parent());
    let config = Evidence { path: manage.clone(), line: None, text: manage.name().to_owned() };
    let evidence = vec![config, evidence((module, node))];
    let value = Migrations { tool: "django".into(), config: manage.clone(), scripts, folder: manage.parent() };
    Some(Seen { value, confidence: Confidence::Certain, evidence })
}

/// The one folder, or the innermost that all stand in.
fn common(folders: &[&RelPath]) -> Option<RelPath> {
    let mut shared = (*folders.first()?).clone();
    while !folders.iter().all(|folder| **folder == shared || folder.below(&shared).is_some()) {
        shared = shared.parent();
    }
    Some(shared)
}

/// How many migrations the own apps have; None where they have neither models nor migrations.
pub fn revisions(apps: &[Own]) -> Option<Seen<usize>> {
    let value = apps.iter().map(|app| app.count).sum();
    let first = apps.iter().find(|app| app.count > 0);
    let at = |path: &RelPath| Evidence { path: path.clone(), line: None, text: path.name().to_owned() };
    let evidence = first.map(|app| at(&app.migrations)).or_else(|| apps.iter().find_map(|app| app.model.clone()))?;
    Some(Seen { value, confidence: Confidence::Certain, evidence: vec![evidence] })
}

/// Models whose tables no migration makes.
pub fn unmigrated(apps: &[Own]) -> impl Iterator<Item = &Own> {
    apps.iter().filter(|app| app.count == 0 && app.model.is_some())
}

/// What a person should know of such an app.
pub fn notice(app: &Own) -> Option<Notice> {
    let path = app.model.as_ref()?.path.clone();
    let text = format!(
        "no migration makes the tables of these models: `manage.py makemigrations {}` writes the first one",
        app.label()
    );
    Some(Notice { path: Some(path), text })
}
