//! Where a repository says which settings module Django gets.

use tree_sitter::Node;

use crate::detect::django::pattern::{Pattern, patterns};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, shortened};
use crate::detect::places::{decides, is_env_example};
use crate::detect::scripts::{Line, Place, words};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

pub const VARIABLE: &str = "DJANGO_SETTINGS_MODULE";

/// How loud a place speaks; the first are what production is started by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    Image,
    Server,
    /// The module that a server imports.
    Interface,
    Manage,
    /// Scripts and workflows, mostly of development.
    Script,
    Example,
}

/// One place that names settings.
#[derive(Clone, Debug)]
pub struct Statement {
    pub voice: Voice,
    pub pattern: Pattern,
    pub evidence: Evidence,
}

/// Those of commands, images, compose and example files near `root`, in which the variable is given a value.
pub fn in_files(tree: &Tree, lines: &[Line<'_>], root: &RelPath) -> Vec<Statement> {
    let near = |folder: &RelPath| folder.below(root).is_some() || root.below(folder).is_some();
    let mut found: Vec<Statement> = lines.iter().filter(|line| near(&line.folder)).filter_map(in_line).collect();
    for (path, text) in tree.texts().filter(|(path, _)| decides(path) && near(&path.parent())) {
        let voice = match path.name().to_ascii_lowercase() {
            name if is_env_example(&name) => Voice::Example,
            name if is_uwsgi(&name, text) => Voice::Server,
            _ => continue,
        };
        let mut number = 0_u32;
        for line in text.lines() {
            number = number.saturating_add(1);
            let bare = line.trim();
            found.extend((!bare.starts_with(['#', ';'])).then(|| value_in(bare)).flatten().map(|value| Statement {
                voice,
                pattern: Pattern::from(value),
                evidence: Evidence { path: path.clone(), line: Some(number), text: shortened(bare) },
            }));
        }
    }
    found
}

/// A configuration of uWSGI.
pub fn is_uwsgi(name: &str, text: &str) -> bool {
    name.ends_with(".ini") && text.contains("[uwsgi]")
}

fn in_line(line: &Line<'_>) -> Option<Statement> {
    let voice = match line.place {
        Place::Image => Voice::Image,
        Place::Procfile | Place::Compose => Voice::Server,
        Place::Script | Place::Workflow => Voice::Script,
        Place::Settings | Place::Code | Place::Readme => return None,
    };
    let value = value_in(&line.text)?;
    let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text: shortened(&line.text) };
    Some(Statement { voice, pattern: Pattern::from(value), evidence })
}

/// The value that a line gives the variable, or `--settings` of a command.
fn value_in(line: &str) -> Option<String> {
    let words = words(line);
    let named = |word: &str| matches!(word.trim_end_matches(':'), VARIABLE | "--settings");
    let at =
        words.iter().position(|word| named(word) || word.rsplit_once(':').is_some_and(|(_, last)| last == VARIABLE));
    let value = words.get(at? + 1)?;
    // `${DJANGO_SETTINGS_MODULE:-shop.settings}`
    let value = value.rsplit_once(":-").map_or(value.as_str(), |(_, default)| default.trim_end_matches('}'));
    is_dotted(value).then(|| value.to_owned())
}

fn is_dotted(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    text.split('.').all(part)
}

/// Those of one Python file.
pub fn in_code(sources: &Sources<'_>, file: &Source<'_>, voice: Voice) -> Vec<Statement> {
    let Some(module) = file.module().filter(|_| file.mentions(&[VARIABLE])) else { return Vec::new() };
    let mut found = Vec::new();
    module.walk(&mut |node| {
        if let Some(value) = given(module, node) {
            let evidence = module.evidence(node);
            found.extend(patterns(sources, module, value).into_iter().map(|pattern| Statement {
                voice,
                pattern,
                evidence: evidence.clone(),
            }));
        }
        true
    });
    found
}

/// `os.environ.setdefault("DJANGO_SETTINGS_MODULE", value)` and `os.environ["DJANGO_SETTINGS_MODULE"] = value`.
fn given<'n>(module: &Module<'_>, node: Node<'n>) -> Option<Node<'n>> {
    let is_name = |node: Node<'_>| literal(module, node) == Some(Literal::Text(VARIABLE.to_owned()));
    match node.kind() {
        "call" => {
            let sets =
                module.callee(node).is_some_and(|callee| callee == "os.environ.setdefault" || callee == "os.putenv");
            argument(node, 1).filter(|_| sets && argument(node, 0).is_some_and(is_name))
        }
        "assignment" => {
            let left = node.child_by_field_name("left").filter(|left| left.kind() == "subscript")?;
            let is_environ = module.dotted(left.child_by_field_name("value")?)? == "os.environ";
            let named = left.child_by_field_name("subscript").is_some_and(is_name);
            node.child_by_field_name("right").filter(|_| is_environ && named)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_the_variable_its_value_in_every_notation() {
        for line in [
            "ENV DJANGO_SETTINGS_MODULE=shop.settings.live DEBUG=0",
            "ENV DJANGO_SETTINGS_MODULE shop.settings.live",
            "- DJANGO_SETTINGS_MODULE=shop.settings.live",
            "DJANGO_SETTINGS_MODULE: \"shop.settings.live\"",
            "env = DJANGO_SETTINGS_MODULE=shop.settings.live",
            "- DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-shop.settings.live}",
            "web: gunicorn shop.wsgi --env DJANGO_SETTINGS_MODULE=shop.settings.live",
            "CMD python manage.py migrate --settings=shop.settings.live",
        ] {
            assert_eq!(value_in(line).as_deref(), Some("shop.settings.live"), "{line}");
        }
        assert_eq!(value_in("ENV DJANGO_SETTINGS_MODULE=$SETTINGS"), None);
    }
}
