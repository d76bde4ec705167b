//! pydantic settings: which classes there are, and which of them the program runs with.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use tree_sitter::Node;

use crate::detect::pydantic;
use crate::detect::sources::{Definition, Source, Sources};
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;
use crate::tree::RelPath;

/// A class by its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub path: RelPath,
    pub start: usize,
}

impl Span {
    pub fn of(definition: &Definition<'_, '_>) -> Self {
        Span { path: definition.source.path.clone(), start: definition.node.start_byte() }
    }

    pub fn is(&self, module: &Module<'_>, node: Node<'_>) -> bool {
        self.start == node.start_byte() && &self.path == module.path
    }
}

/// The settings classes of an app.
#[derive(Debug)]
pub struct Settings<'s, 't> {
    /// Those that the program runs with.
    chosen: Vec<Definition<'s, 't>>,
    /// Those that nothing in the program uses: what they read does not count.
    pub unused: Vec<Span>,
}

struct Class<'s, 't> {
    definition: Definition<'s, 't>,
    name: &'t str,
    bases: Vec<Span>,
}

type Classes<'s, 't> = BTreeMap<Span, Class<'s, 't>>;

/// What the chosen classes read.
pub fn readings<'s, 't>(sources: &'s Sources<'t>, settings: &Settings<'s, 't>) -> Vec<Reading> {
    settings.chosen.iter().flat_map(|class| pydantic::readings(sources, class)).collect()
}

/// Finds the settings classes in `files` and chooses among them.
pub fn classes<'s, 't>(sources: &'s Sources<'t>, files: &[&'s Source<'t>]) -> Settings<'s, 't> {
    let all = all(sources, files);
    let bases: BTreeSet<&Span> = all.values().flat_map(|class| &class.bases).collect();
    let leaves: Vec<&Span> = all.keys().filter(|span| !bases.contains(span)).collect();
    let used = used(files, &all);
    let used_leaves: Vec<&Span> = leaves.iter().copied().filter(|span| used.contains(span)).collect();
    let leaves = if used_leaves.is_empty() { leaves } else { used_leaves };
    let mut chosen: BTreeSet<&Span> = leaves.iter().copied().filter(|span| !is_rehearsal(&all, span)).collect();
    for left_out in leaves.iter().filter(|span| is_rehearsal(&all, span)) {
        let parents = all.get(*left_out).into_iter().flat_map(|class| &class.bases);
        for parent in parents.filter(|parent| all.contains_key(*parent)) {
            if !chosen.iter().any(|span| descends(&all, span, parent)) {
                chosen.insert(parent);
            }
        }
    }
    if chosen.is_empty() {
        chosen.extend(leaves);
    }
    let needed = |span: &Span| chosen.iter().any(|chosen| *chosen == span || descends(&all, chosen, span));
    let unused = all.keys().filter(|span| !needed(span) && !used.contains(span)).cloned().collect();
    let chosen = chosen.iter().filter_map(|span| Some(all.get(*span)?.definition)).collect();
    Settings { chosen, unused }
}

/// Every class that descends from `BaseSettings`, through as many files as it takes.
fn all<'s, 't>(sources: &'s Sources<'t>, files: &[&'s Source<'t>]) -> Classes<'s, 't> {
    let mut found = Classes::new();
    let mut open: Vec<&Source<'t>> = files.iter().copied().filter(|file| file.mentions(&["BaseSettings"])).collect();
    while !open.is_empty() {
        let before = found.len();
        for file in &open {
            add_classes(sources, file, &mut found);
        }
        if found.len() == before {
            break;
        }
        let names: BTreeSet<&str> = found.values().map(|class| class.name).collect();
        let takes = |file: &Source<'_>| {
            file.imports
                .iter()
                .any(|import| import.names().any(|name| names.contains(name)) || import.names().next().is_none())
                && names.iter().any(|name| file.text.contains(name))
        };
        open = files.iter().copied().filter(|file| file.mentions(&["BaseSettings"]) || takes(file)).collect();
    }
    found
}

fn add_classes<'s, 't>(sources: &'s Sources<'t>, file: &'s Source<'t>, found: &mut Classes<'s, 't>) {
    let Some(module) = file.module() else { return };
    for node in module.statements().into_iter().filter(|node| node.kind() == "class_definition") {
        let definition = Definition { source: file, module, node };
        let span = Span::of(&definition);
        let mut bases = Vec::new();
        let mut settings = false;
        for base in pydantic::bases(module, node) {
            settings |= pydantic::is_base_settings(&base);
            if let Some(parent) =
                sources.definition(module, &base).filter(|parent| parent.node.kind() == "class_definition")
            {
                let parent = Span::of(&parent);
                settings |= found.contains_key(&parent);
                bases.push(parent);
            }
        }
        let name = node.child_by_field_name("name").map_or("", |name| module.text(name));
        if settings {
            found.insert(span, Class { definition, name, bases });
        }
    }
}

/// Whether the class named by `span` has `ancestor` above it.
fn descends(all: &Classes<'_, '_>, span: &Span, ancestor: &Span) -> bool {
    let mut seen: BTreeSet<&Span> = BTreeSet::new();
    let mut open = vec![span];
    while let Some(class) = open.pop().and_then(|span| all.get(span)) {
        open.extend(class.bases.iter().filter(|base| seen.insert(base) && all.contains_key(*base)));
    }
    seen.contains(ancestor)
}

/// The classes that some file speaks of beyond their definition.
fn used<'a>(files: &[&Source<'_>], all: &'a Classes<'_, '_>) -> BTreeSet<&'a Span> {
    let classes: Vec<(&Span, &str)> = all.iter().map(|(span, class)| (span, class.name)).collect();
    let Ok(search) = AhoCorasick::new(classes.iter().map(|(_, name)| name)) else { return all.keys().collect() };
    let mentions = |file: &&Source<'_>| {
        let mut counts = vec![0_usize; classes.len()];
        for found in search.find_overlapping_iter(file.text).filter(|found| is_word(file.text, found.range())) {
            if let Some(count) = counts.get_mut(found.pattern().as_usize()) {
                *count += 1;
            }
        }
        let beyond =
            classes.iter().zip(counts).filter(|((span, _), count)| *count > usize::from(&span.path == file.path));
        beyond.map(|((span, _), _)| *span).collect::<Vec<_>>()
    };
    files.par_iter().flat_map_iter(mentions).collect()
}

/// Whether no letter stands right before or after.
fn is_word(text: &str, range: Range<usize>) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(..range.start).and_then(|front| front.chars().next_back());
    let after = text.get(range.end..).and_then(|back| back.chars().next());
    !before.is_some_and(part) && !after.is_some_and(part)
}

/// Whether the class is named for development, tests or the like.
fn is_rehearsal(all: &Classes<'_, '_>, span: &Span) -> bool {
    const WORDS: &[&str] =
        &["test", "tests", "testing", "dev", "develop", "development", "local", "ci", "stage", "staging", "debug"];
    let Some(class) = all.get(span) else { return false };
    let mut word = String::new();
    let mut found = false;
    for character in class.name.chars().chain(['A']) {
        if character.is_uppercase() || character == '_' {
            found |= WORDS.contains(&word.as_str());
            word.clear();
        }
        if character != '_' {
            word.extend(character.to_lowercase());
        }
    }
    found
}
