//! The metadata of the SQLAlchemy and SQLModel tables: what a migration tool compares the database with.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::detect::entry::module_name;
use crate::detect::nodes::assignment;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Seen};
use crate::tree::RelPath;

/// What a class of models is derived from, or made by.
const BASES: &[&str] = &[
    "sqlalchemy.orm.DeclarativeBase",
    "sqlalchemy.orm.DeclarativeBaseNoMeta",
    "sqlalchemy.orm.declarative_base",
    "sqlalchemy.ext.declarative.declarative_base",
];
const WORDS: &[&str] = &["DeclarativeBase", "declarative_base", "MetaData(", "flask_sqlalchemy"];
/// What stands in a module that holds tables.
const TABLES: &[&str] = &["__tablename__", "table=True", "mapped_column(", ".Model)"];

/// An object whose attribute, or that itself, is the metadata.
struct Base {
    /// `Base.metadata`, or `metadata`.
    attribute: String,
    module: String,
    evidence: Evidence,
    /// The tables stand beside it, so importing its module makes them known.
    complete: bool,
}

/// The folders that modules are imported from: the server's, and those of the repository's own packages.
pub fn roots(import_root: &RelPath, locals: &[RelPath]) -> Vec<RelPath> {
    let mut found = vec![import_root.clone()];
    for folder in locals {
        found.extend(folder.join("src"));
        found.push(folder.clone());
    }
    found
}

/// `module:Base.metadata` of the models in `files`. A guess where the tables stand in several modules that nothing
/// imports together.
pub fn metadata(sources: &Sources<'_>, files: &[&Source<'_>], roots: &[RelPath]) -> Option<Seen<String>> {
    let named = |file: &Source<'_>| roots.iter().find_map(|root| module_name(file.path, root));
    let holding: Vec<&Source<'_>> = files.iter().copied().filter(|file| file.mentions(TABLES)).collect();
    let bases = files.iter().filter(|file| file.mentions(WORDS));
    let mut bases: Vec<Base> = bases.filter_map(|file| base(file, named(file)?)).collect();
    bases.sort_by_key(|base| (!base.complete, base.attribute == "metadata"));
    let base = bases.into_iter().next();
    if let Some(Base { attribute, module, evidence, .. }) = base.as_ref().filter(|base| base.complete) {
        let others = holding.iter().any(|file| named(file).as_ref() != Some(module));
        if !others {
            let value = format!("{module}:{attribute}");
            return Some(Seen { value, confidence: Confidence::Likely, evidence: vec![evidence.clone()] });
        }
    }
    if let Some((file, model)) = together(sources, files, &holding)
        && let Some(module) = named(file)
    {
        let bound = base.as_ref().filter(|base| binds(file, base.attribute.split('.').next().unwrap_or("")));
        let attribute = bound.map_or_else(|| format!("{model}.metadata"), |base| base.attribute.clone());
        let evidence = base.map_or_else(|| first_line(file), |base| base.evidence);
        let value = format!("{module}:{attribute}");
        return Some(Seen { value, confidence: Confidence::Likely, evidence: vec![evidence] });
    }
    let Base { attribute, module, evidence, .. } = base?;
    Some(Seen { value: format!("{module}:{attribute}"), confidence: Confidence::Guess, evidence: vec![evidence] })
}

/// What the environment script of the migrations compares with.
pub fn stated(sources: &Sources<'_>, script: &Source<'_>, roots: &[RelPath]) -> Option<Seen<String>> {
    let module = script.module()?;
    let is_target = |node: &Node<'_>| assignment(*node).is_some_and(|(left, _)| module.text(left) == "target_metadata");
    let statement = module.statements().into_iter().rfind(is_target)?;
    let found = sources.find(script.path, &module.dotted(assignment(statement)?.1)?)?;
    let name = roots.iter().find_map(|root| module_name(found.source.path, root))?;
    let value = format!("{name}:{}", found.rest.join("."));
    let known = binds(found.source, found.rest.first()?);
    let evidence = vec![module.evidence(statement)];
    known.then_some(Seen { value, confidence: Confidence::Likely, evidence })
}

fn binds(file: &Source<'_>, name: &str) -> bool {
    file.module().is_some_and(|module| module.definition(name).is_some() || module.imports.contains_key(name))
}

fn first_line(file: &Source<'_>) -> Evidence {
    let class = file.module().and_then(|module| {
        let model = module.statements().into_iter().find(|node| is_model(module, *node))?;
        Some(module.evidence(model))
    });
    class.unwrap_or_else(|| Evidence { path: file.path.clone(), line: None, text: file.path.name().to_owned() })
}

/// The module that knows every table, with the name of a model there: the only one that holds tables,
/// or one that imports all of those that do.
fn together<'s, 't>(
    sources: &Sources<'_>,
    files: &[&'s Source<'t>],
    holding: &[&'s Source<'t>],
) -> Option<(&'s Source<'t>, String)> {
    let first = |file: &Source<'_>| tables(file).into_iter().next();
    if let [only] = holding {
        return Some((only, first(only)?));
    }
    let holding: Vec<&Source<'_>> = holding.iter().copied().filter(|file| first(file).is_some()).collect();
    let wanted: BTreeSet<&RelPath> = holding.iter().map(|file| file.path).collect();
    let names: BTreeSet<String> = holding.iter().flat_map(|file| tables(file)).collect();
    let knows = |file: &&&'s Source<'t>| {
        let mut seen: BTreeSet<&RelPath> =
            file.imports.iter().flat_map(|import| targets(sources, file, import)).collect();
        seen.insert(file.path);
        !wanted.is_empty() && wanted.is_subset(&seen)
    };
    let depth = |file: &&&Source<'_>| file.path.as_str().matches('/').count();
    let file = files.iter().filter(knows).min_by_key(depth)?;
    let mut imported = file.imports.iter().flat_map(|import| import.names().collect::<Vec<_>>());
    let own = || tables(file).into_iter().next();
    let model = imported.find(|name| names.contains(*name)).map(str::to_owned).or_else(own)?;
    Some((file, model))
}

/// The files that an import leads to.
fn targets<'s>(
    sources: &'s Sources<'_>,
    file: &Source<'_>,
    import: &crate::detect::imports::Import<'_>,
) -> Vec<&'s RelPath> {
    let dot = if import.module.ends_with('.') { "" } else { "." };
    let names = import.names().map(|name| format!("{}{dot}{name}", import.module));
    let names: Vec<String> = std::iter::once(import.module.to_owned()).chain(names).collect();
    names.iter().filter_map(|name| Some(sources.find(file.path, name)?.source.path)).collect()
}

/// The classes of a file that are tables.
pub fn tables(file: &Source<'_>) -> Vec<String> {
    let Some(module) = file.module() else { return Vec::new() };
    let models = module.statements().into_iter().filter(|node| is_model(module, *node));
    models.filter_map(|node| Some(module.text(node.child_by_field_name("name")?).to_owned())).collect()
}

fn is_model(module: &Module<'_>, node: Node<'_>) -> bool {
    let text = module.text(node);
    let table = text.contains("__tablename__ =") || text.contains("__tablename__: ") || text.contains("table=True");
    // Flask-SQLAlchemy names tables by itself.
    let bases = node.child_by_field_name("superclasses").map_or("", |bases| module.text(bases));
    let named = bases.contains("db.Model") && text.contains("Column(");
    let unstated = (text.contains("mapped_column(") || named) && !text.contains("__abstract__");
    node.kind() == "class_definition" && (table || unstated)
}

fn base(file: &Source<'_>, module_name: String) -> Option<Base> {
    let module = file.module()?;
    let (attribute, node) = module.statements().into_iter().find_map(|statement| declared(module, statement))?;
    let complete = !tables(file).is_empty() || attribute == "metadata" && file.text.contains(" = Table(");
    Some(Base { attribute, module: module_name, evidence: module.evidence(node), complete })
}

/// `Base.metadata` of the declarative base that a statement makes, or the name of a MetaData.
fn declared<'n>(module: &Module<'_>, statement: Node<'n>) -> Option<(String, Node<'n>)> {
    let is_base = |node: Node<'_>| module.dotted(node).is_some_and(|name| BASES.contains(&name.as_str()));
    if statement.kind() == "class_definition" {
        let parents = statement.child_by_field_name("superclasses")?;
        let mut cursor = parents.walk();
        let derived = parents.named_children(&mut cursor).any(is_base);
        let name = statement.child_by_field_name("name")?;
        return derived.then(|| (format!("{}.metadata", module.text(name)), statement));
    }
    let (name, value) = assignment(statement)?;
    let callee = value.child_by_field_name("function").filter(|_| value.kind() == "call")?;
    if is_base(callee) {
        return Some((format!("{}.metadata", module.text(name)), statement));
    }
    let made = module.dotted(callee)?;
    if made == "flask_sqlalchemy.SQLAlchemy" {
        return Some((format!("{}.metadata", module.text(name)), statement));
    }
    let own = made == "sqlalchemy.MetaData" || made == "sqlalchemy.schema.MetaData";
    own.then(|| (module.text(name).to_owned(), statement))
}
