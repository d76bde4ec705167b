//! The places in the code where a bot gets its updates, with the library that each belongs to.

use tree_sitter::Node;

use crate::detect::bots::libraries::{How, LIBRARIES, Library, WORDS, Way};
use crate::detect::locality::{local, parameter};
use crate::detect::nodes::assignment;
use crate::detect::pydantic::bases;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;

/// How many names lead to the call that made an object.
const HOPS: usize = 5;

/// A call that gets updates, or that is handed to something else that calls it.
#[derive(Clone, Copy, Debug)]
pub struct Site<'s, 't> {
    pub source: &'s Source<'t>,
    pub module: &'s Module<'t>,
    /// `dp.start_polling`, without its arguments.
    pub node: Node<'s>,
    pub library: &'static Library,
    pub how: How,
}

impl<'s> Site<'s, '_> {
    /// The call, where it is called right there.
    pub fn call(&self) -> Option<Node<'s>> {
        let parent = self.node.parent().filter(|parent| parent.kind() == "call")?;
        (parent.child_by_field_name("function") == Some(self.node)).then_some(parent)
    }
}

/// Every such place, in path order; none where no file imports one of the libraries.
pub fn sites<'s, 't>(sources: &'s Sources<'t>) -> Vec<Site<'s, 't>> {
    let used: Vec<&'static Library> = LIBRARIES.iter().filter(|library| is_used(sources, library)).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let files = sources.iter().filter(|file| file.mentions(WORDS));
    files
        .filter_map(|file| Some((file, file.module()?)))
        .flat_map(|(file, module)| in_file(sources, &used, file, module))
        .collect()
}

/// Imported somewhere, and told a bot's token where it also speaks for persons.
fn is_used(sources: &Sources<'_>, library: &Library) -> bool {
    let mut files = sources.iter().filter(|file| file.imports_from(library.module));
    files.any(|file| !library.persons || file.text.contains("bot_token"))
}

fn in_file<'s, 't>(
    sources: &'s Sources<'t>,
    used: &[&'static Library],
    source: &'s Source<'t>,
    module: &'s Module<'t>,
) -> Vec<Site<'s, 't>> {
    let mut found = Vec::new();
    module.walk(&mut |node| {
        if matches!(node.kind(), "import_statement" | "import_from_statement") {
            return false;
        }
        if let Some(name) = name_at(module, node) {
            for library in used.iter().copied() {
                let way = library.ways.iter().find(|way| way.name == name);
                if let Some(way) = way.filter(|way| belongs(sources, source, module, node, library, way)) {
                    found.push(Site { source, module, node, library, how: way.how });
                    break;
                }
            }
        }
        true
    });
    found
}

/// The last part of what an attribute or an imported name means.
fn name_at(module: &Module<'_>, node: Node<'_>) -> Option<String> {
    match node.kind() {
        "attribute" => Some(module.text(node.child_by_field_name("attribute")?).to_owned()),
        "identifier" if node.parent().is_some_and(|parent| parent.kind() != "attribute") => {
            let meaning = module.imports.get(module.text(node))?;
            meaning.contains('.').then(|| meaning.rsplit('.').next().unwrap_or(meaning).to_owned())
        }
        _ => None,
    }
}

/// Whether the call at `node` is one of `library`.
fn belongs(
    sources: &Sources<'_>,
    source: &Source<'_>,
    module: &Module<'_>,
    node: Node<'_>,
    library: &Library,
    way: &Way,
) -> bool {
    let inside = |dotted: &str| dotted.split('.').next() == Some(library.module);
    if module.dotted(node).is_some_and(|dotted| inside(&dotted)) {
        return true;
    }
    let Some(object) = node.child_by_field_name("object") else { return false };
    if let Some(made_by) = made_by(sources, module, object, HOPS) {
        return inside(&made_by);
    }
    let others = LIBRARIES.iter().filter(|other| source.imports_from(other.module));
    let mut able = others.filter(|other| other.ways.iter().any(|other| other.name == way.name && !other.common));
    !way.common && able.next() == Some(library) && able.next().is_none()
}

/// The full name of what made the object: `Application.builder().token(t).build()` → `telegram.ext.Application.builder`;
/// of a class of the repository, the first class that it is derived from.
pub fn made_by(sources: &Sources<'_>, module: &Module<'_>, object: Node<'_>, hops: usize) -> Option<String> {
    let hops = hops.checked_sub(1)?;
    let mut node = object;
    loop {
        node = match node.kind() {
            "call" => node.child_by_field_name("function")?,
            "attribute" if module.dotted(node).is_none() => node.child_by_field_name("object")?,
            "await" | "parenthesized_expression" => node.named_child(0)?,
            _ => break,
        };
    }
    let dotted = module.dotted(node)?;
    let (head, _) = dotted.split_once('.').unwrap_or((&dotted, ""));
    if LIBRARIES.iter().any(|library| library.module == head) {
        return Some(dotted);
    }
    if node.kind() == "identifier" {
        if let Some(value) = local(module, node) {
            return made_by(sources, module, value, hops);
        }
        if let Some(class) = parameter(module, node) {
            return Some(class);
        }
    }
    let named = |name: &str| sources.definition(module, name);
    let definition = named(&dotted).or_else(|| named(module.imports.get(head).map_or(head, String::as_str)))?;
    match definition.node.kind() {
        "class_definition" => bases(definition.module, definition.node).into_iter().next(),
        "function_definition" => returned(definition.module, definition.node),
        _ => made_by(sources, definition.module, assignment(definition.node)?.1, hops),
    }
}

/// The class that a function says it answers with.
fn returned(module: &Module<'_>, function: Node<'_>) -> Option<String> {
    let annotation = function.child_by_field_name("return_type")?;
    module.dotted(annotation.named_child(0)?)
}
