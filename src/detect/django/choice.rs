//! The settings module of production among those that a repository has.

use crate::detect::django::flow::{Flow, Selector};
use crate::detect::django::pattern::Pattern;
use crate::detect::django::stated::{Statement, Voice};
use crate::detect::django::variant::{Variant, of_module};
use crate::detect::entry::module_name;
use crate::detect::sources::{Source, Sources};
use crate::facts::{Confidence, Evidence};
use crate::tree::RelPath;

/// Words of which one stands in every settings module worth the name.
const TELLING: &[&str] = &["ALLOWED_HOSTS", "DATABASES", "INSTALLED_APPS", "MIDDLEWARE", "DEBUG", "SECURE_"];

/// A settings module and why it is the one.
#[derive(Clone, Debug)]
pub struct Choice<'s, 't> {
    pub module: String,
    pub source: &'s Source<'t>,
    /// What manage.py falls back to.
    pub default: Option<String>,
    pub import_root: RelPath,
    pub confidence: Confidence,
    pub evidence: Vec<Evidence>,
    /// Variables that the module's name depends on.
    pub selectors: Vec<Selector>,
}

/// A module that is named somewhere, and found.
struct Named<'s, 't> {
    module: String,
    source: &'s Source<'t>,
    root: RelPath,
    voice: Voice,
    /// A variable would have to say so.
    filled: bool,
    evidence: Evidence,
}

/// The one for production, else what the loudest place names; `manage` is the project's manage.py.
pub fn choose<'s, 't>(sources: &'s Sources<'t>, manage: &RelPath, statements: &[Statement]) -> Option<Choice<'s, 't>> {
    let mut named: Vec<Named<'s, 't>> =
        statements.iter().flat_map(|statement| candidates(sources, manage, statement)).collect();
    named.sort_by_key(|one| (of_module(&one.module), one.voice));
    let default = default(sources, manage, statements).or_else(|| named.first().map(|one| one.module.clone()));
    let selectors = selectors(sources, manage, statements);
    let best = named.first()?;
    let variant = of_module(&best.module);
    let found = |one: &Named<'s, 't>, confidence| Choice {
        module: one.module.clone(),
        source: one.source,
        default: default.clone(),
        import_root: one.root.clone(),
        confidence,
        evidence: named.iter().filter(|other| other.module == one.module).take(3).map(|o| o.evidence.clone()).collect(),
        selectors: selectors.clone(),
    };
    if variant == Variant::Production {
        let rivals = named.iter().any(|one| one.module != best.module && of_module(&one.module) == variant);
        return Some(found(best, if rivals { Confidence::Likely } else { Confidence::Certain }));
    }
    // A module that asks a variable decides for itself.
    if variant == Variant::Neutral && Flow::of(sources, best.source).is_selected() {
        return Some(found(best, Confidence::Certain));
    }
    if let Some((module, source, alone)) = sibling(sources, best) {
        let evidence = Evidence { path: source.path.clone(), line: None, text: module.clone() };
        let confidence = if alone { Confidence::Certain } else { Confidence::Likely };
        return Some(Choice { module, source, evidence: vec![evidence], ..found(best, confidence) });
    }
    let sure = variant == Variant::Neutral && !best.filled;
    Some(found(best, if sure { Confidence::Certain } else { Confidence::Guess }))
}

/// The modules of the repository that a statement may mean.
fn candidates<'s, 't>(sources: &'s Sources<'t>, manage: &RelPath, statement: &Statement) -> Vec<Named<'s, 't>> {
    let Statement { voice, pattern, evidence } = statement;
    let named = |module: String, source: &'s Source<'t>, root| Named {
        module,
        source,
        root,
        voice: *voice,
        filled: pattern.open.is_some(),
        evidence: evidence.clone(),
    };
    if pattern.open.is_none() {
        return locate(sources, manage, &pattern.before)
            .map(|(source, root)| named(pattern.before.clone(), source, root))
            .into_iter()
            .collect();
    }
    let fitting = fitting(sources, manage, pattern);
    fitting.into_iter().map(|(module, source, root)| named(module, source, root)).collect()
}

/// The file of a dotted module, and the folder that it is imported from.
fn locate<'s, 't>(sources: &'s Sources<'t>, manage: &RelPath, module: &str) -> Option<(&'s Source<'t>, RelPath)> {
    let found = sources.find(manage, module).filter(|found| found.rest.is_empty())?;
    Some((found.source, found.root?))
}

/// Every module that a pattern with an open part fits.
fn fitting<'s, 't>(
    sources: &'s Sources<'t>,
    manage: &RelPath,
    pattern: &Pattern,
) -> Vec<(String, &'s Source<'t>, RelPath)> {
    let folder = manage.parent();
    let names = sources.iter().filter_map(|source| module_name(source.path, &folder));
    let fits = names.filter(|name| pattern.value_in(name).is_some_and(|value| !value.contains('.')));
    fits.filter_map(|name| locate(sources, manage, &name).map(|(source, root)| (name, source, root))).collect()
}

fn default(sources: &Sources<'_>, manage: &RelPath, statements: &[Statement]) -> Option<String> {
    let said = |voice| statements.iter().filter(move |statement| statement.voice == voice);
    let there = |module: &String| locate(sources, manage, module).is_some();
    said(Voice::Manage).chain(said(Voice::Interface)).filter_map(|one| one.pattern.filled()).find(there)
}

/// The variables that fill in a part of the name, with the values for which there is a module.
fn selectors(sources: &Sources<'_>, manage: &RelPath, statements: &[Statement]) -> Vec<Selector> {
    let mut found: Vec<Selector> = Vec::new();
    for Statement { pattern, evidence, .. } in statements {
        let Some(read) = pattern.open.as_ref().and_then(|open| open.variable.as_ref()) else { continue };
        let fitting = fitting(sources, manage, pattern);
        let values: Vec<String> =
            fitting.iter().filter_map(|(module, ..)| pattern.value_in(module)).map(str::to_owned).collect();
        if !values.is_empty() && !found.iter().any(|known| known.variable == read.name) {
            found.push(Selector { variable: read.name.clone(), values, files: true, evidence: evidence.clone() });
        }
    }
    found
}

/// The module for production beside another one, and whether there is only one.
fn sibling<'s, 't>(sources: &'s Sources<'t>, of: &Named<'s, 't>) -> Option<(String, &'s Source<'t>, bool)> {
    let folder = of.source.path.parent();
    let mut found: Vec<(String, &'s Source<'t>)> = sources
        .iter()
        .filter(|file| file.path != of.source.path && is_beside(file, &folder))
        .filter(|file| TELLING.iter().any(|word| file.text.contains(word)))
        .filter_map(|file| Some((module_name(file.path, &of.root)?, file)))
        .filter(|(module, _)| of_module(module) == Variant::Production)
        .collect();
    // `production` says more than `heroku`; names stay in order otherwise.
    found.sort_by_key(|(module, _)| !module.contains("prod"));
    let alone = found.len() == 1;
    let (module, source) = found.into_iter().next()?;
    Some((module, source, alone))
}

/// In the same folder, or a package in it.
fn is_beside(file: &Source<'_>, folder: &RelPath) -> bool {
    let parent = file.path.parent();
    parent == *folder || file.path.name() == "__init__.py" && !parent.is_root() && parent.parent() == *folder
}
