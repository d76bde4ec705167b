//! The metadata of the SQLAlchemy models: what a migration tool compares the database with.

use tree_sitter::Node;

use crate::detect::entry::module_name;
use crate::detect::nodes::assignment;
use crate::detect::sources::Source;
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Evidence, Seen};
use crate::tree::RelPath;

/// What a class of models is derived from, or made by.
const BASES: &[&str] = &[
    "sqlalchemy.orm.DeclarativeBase",
    "sqlalchemy.orm.declarative_base",
    "sqlalchemy.ext.declarative.declarative_base",
];
const WORDS: &[&str] = &["DeclarativeBase", "declarative_base"];

struct Base {
    name: String,
    module: String,
    evidence: Evidence,
    /// The tables stand beside it, so importing its module makes them known.
    complete: bool,
}

/// `module:Base.metadata` of the models below `import_root`. A guess where the tables stand in other modules,
/// of which one must be imported as well.
pub fn metadata(files: &[&Source<'_>], import_root: &RelPath) -> Option<Seen<String>> {
    let bases = files.iter().filter(|file| WORDS.iter().any(|word| file.text.contains(word)));
    let mut bases: Vec<Base> = bases.filter_map(|file| base(file, import_root)).collect();
    bases.sort_by_key(|base| !base.complete);
    let Base { name, module, evidence, complete } = bases.into_iter().next()?;
    let user = match complete {
        true => None,
        false => tables_of(files, &name, import_root),
    };
    let confidence = if complete || user.is_some() { Confidence::Likely } else { Confidence::Guess };
    let module = user.unwrap_or(module);
    Some(Seen { value: format!("{module}:{name}.metadata"), confidence, evidence: vec![evidence] })
}

fn base(file: &Source<'_>, import_root: &RelPath) -> Option<Base> {
    let module = file.module()?;
    let (name, node) = module.statements().into_iter().find_map(|statement| declared(module, statement))?;
    Some(Base {
        name,
        module: module_name(file.path, import_root)?,
        evidence: module.evidence(node),
        complete: file.text.contains("__tablename__"),
    })
}

/// The name that a statement gives to a declarative base.
fn declared<'n>(module: &Module<'_>, statement: Node<'n>) -> Option<(String, Node<'n>)> {
    let is_base = |node: Node<'_>| module.dotted(node).is_some_and(|name| BASES.contains(&name.as_str()));
    if statement.kind() == "class_definition" {
        let parents = statement.child_by_field_name("superclasses")?;
        let mut cursor = parents.walk();
        let derived = parents.named_children(&mut cursor).any(is_base);
        let name = statement.child_by_field_name("name")?;
        return derived.then(|| (module.text(name).to_owned(), statement));
    }
    let (name, value) = assignment(statement)?;
    let made = value.kind() == "call" && is_base(value.child_by_field_name("function")?);
    made.then(|| (module.text(name).to_owned(), statement))
}

/// The one other module that holds all tables and imports the base; None when there are several.
fn tables_of(files: &[&Source<'_>], name: &str, import_root: &RelPath) -> Option<String> {
    let mut holding = files.iter().filter(|file| file.text.contains("__tablename__"));
    let only = holding.next().filter(|_| holding.next().is_none())?;
    let imports = only.imports.iter().any(|import| import.names().any(|imported| imported == name));
    module_name(only.path, import_root).filter(|_| imports)
}
