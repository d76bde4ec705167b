//! Paths that the code puts together: `Path(__file__).parent / "logs"`, `os.path.join(BASE_DIR, "x")`.

use tree_sitter::Node;

use crate::detect::literal::text;
use crate::detect::nodes::{argument, assignment};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::{environ, members};

/// How many names are followed.
const NAMES: usize = 5;
/// How deep an expression is entered.
const DEPTH: usize = 32;

/// What is left of both.
#[derive(Clone, Copy)]
struct Hops {
    names: usize,
    depth: usize,
}

/// A path as far as it stands in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub from: From,
    pub parts: Vec<String>,
    /// False when something below is only known at run time.
    pub whole: bool,
}

/// What a path is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The repository, through `__file__`.
    Repository,
    /// The working directory.
    Working,
    /// The file system's root.
    System,
}

/// The path that an expression stands for.
pub fn place(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Place> {
    follow(sources, module, node, Hops { names: NAMES, depth: DEPTH })
}

fn follow(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: Hops) -> Option<Place> {
    let hops = Hops { depth: hops.depth.checked_sub(1)?, ..hops };
    match node.kind() {
        "string" | "concatenated_string" => match text(module, node) {
            Some(text) => Some(written(&text)),
            None => interpolated(sources, module, node, hops),
        },
        "parenthesized_expression" => follow(sources, module, node.named_child(0)?, hops),
        "binary_operator" => {
            let left = follow(sources, module, node.child_by_field_name("left")?, hops)?;
            let right = node.child_by_field_name("right")?;
            match node.child_by_field_name("operator")?.kind() {
                "/" | "+" => Some(joined(left, follow(sources, module, right, hops))),
                // `environ.Path(__file__) - 2`
                "-" => {
                    Some((0..module.text(right).parse::<usize>().ok()?.min(DEPTH)).fold(left, |place, _| place.up()))
                }
                _ => None,
            }
        }
        "identifier" if module.text(node) == "__file__" => {
            let parts = module.path.as_str().split('/').map(str::to_owned).collect();
            Some(Place { from: From::Repository, parts, whole: true })
        }
        "attribute" => attribute(sources, module, node, hops).or_else(|| constant(sources, module, node, hops)),
        "identifier" => constant(sources, module, node, hops),
        "subscript" => parents(sources, module, node, hops),
        "call" => call(sources, module, node, hops),
        _ => None,
    }
}

fn written(text: &str) -> Place {
    let from = if text.starts_with('/') { From::System } else { From::Working };
    let mut place = Place { from, parts: Vec::new(), whole: true };
    place.push(text);
    place
}

impl Place {
    fn push(&mut self, text: &str) {
        for part in text.split('/').filter(|part| !matches!(*part, "" | ".")) {
            match part {
                // Kept where nothing is known above it: the path may still be joined to another.
                ".." if self.from == From::Working && self.parts.last().is_none_or(|last| last == "..") => {
                    self.parts.push(part.to_owned());
                }
                ".." => drop(self.parts.pop()),
                _ => self.parts.push(part.to_owned()),
            }
        }
    }

    fn up(mut self) -> Self {
        self.parts.pop();
        self
    }
}

/// `left` with `right` below it; an absolute `right` wins, an unknown one leaves the folder.
fn joined(mut left: Place, right: Option<Place>) -> Place {
    match right {
        Some(right) if right.from != From::Working => right,
        Some(right) if left.whole => {
            left.push(&right.parts.join("/"));
            left.whole = right.whole;
            left
        }
        _ => Place { whole: false, ..left },
    }
}

/// `f"{LOG_DIR}/app.log"`; what is not known ends the path.
fn interpolated(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: Hops) -> Option<Place> {
    let mut found: Option<Place> = None;
    let mut cursor = node.walk();
    for part in node.named_children(&mut cursor) {
        let next = match part.kind() {
            "string_content" => Some(written(module.text(part))),
            "interpolation" => part.named_child(0).and_then(|inner| follow(sources, module, inner, hops)),
            _ => continue,
        };
        found = match (found, next) {
            (None, None) => return None,
            (None, next) => next,
            (Some(before), next) if part.kind() == "string_content" => {
                let text = module.text(part);
                let (folder, glued) = (text.starts_with('/'), before.whole);
                Some(if folder && glued {
                    joined(before, Some(written(text.trim_start_matches('/'))))
                } else {
                    cut(before, next)
                })
            }
            (Some(before), _) => Some(cut(before, None)),
        };
    }
    found
}

/// A path whose last name goes on with something unknown: only its folder is known.
fn cut(before: Place, _: Option<Place>) -> Place {
    if before.whole { Place { whole: false, ..before.up() } } else { before }
}

fn attribute(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: Hops) -> Option<Place> {
    let object = node.child_by_field_name("object")?;
    match module.text(node.child_by_field_name("attribute")?) {
        "parent" => Some(follow(sources, module, object, hops)?.up()),
        name => {
            let hops = Hops { names: hops.names.checked_sub(1)?, ..hops };
            if matches!(module.text(object), "self" | "cls") {
                return follow(sources, module, members::own(module, node, name)?, hops);
            }
            let (module, value) = members::setting(sources, module, object, name)?;
            follow(sources, module, value, hops)
        }
    }
}

/// `os.getenv("LOGS", "logs")`, by its default.
fn variable(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> Option<Place> {
    environ::reading(sources, module, call)?.default.map(|default| written(&default))
}

/// `.parents[2]`.
fn parents(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: Hops) -> Option<Place> {
    let value = node.child_by_field_name("value").filter(|value| value.kind() == "attribute")?;
    if module.text(value.child_by_field_name("attribute")?) != "parents" {
        return None;
    }
    let index: usize = module.text(node.child_by_field_name("subscript")?).parse().ok()?;
    let mut place = follow(sources, module, value.child_by_field_name("object")?, hops)?;
    for _ in 0..=index {
        place = place.up();
    }
    Some(place)
}

fn constant(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: Hops) -> Option<Place> {
    let definition = sources.definition(module, &module.dotted(node)?)?;
    let hops = Hops { names: hops.names.checked_sub(1)?, ..hops };
    follow(sources, definition.module, assignment(definition.node)?.1, hops)
}

fn call(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, hops: Hops) -> Option<Place> {
    let first = || follow(sources, module, argument(node, 0)?, hops);
    let callee = module.callee(node);
    match callee.as_deref().unwrap_or("") {
        "os.path.dirname" => return Some(first()?.up()),
        "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "os.fspath" | "str" => return first(),
        "os.path.join" | "pathlib.Path" | "pathlib.PurePath" | "pathlib.PosixPath" | "environ.Path" => {
            let rest = (1..).map_while(|index| argument(node, index));
            return Some(rest.fold(first()?, |place, next| joined(place, follow(sources, module, next, hops))));
        }
        "os.getcwd" | "pathlib.Path.cwd" => return Some(Place { from: From::Working, parts: Vec::new(), whole: true }),
        _ => {}
    }
    if let Some(place) = variable(sources, module, node) {
        return Some(place);
    }
    let function = node.child_by_field_name("function")?;
    if function.kind() == "identifier" {
        // `root("static")`, where `root` is a path of django-environ.
        return Some(joined(follow(sources, module, function, hops)?, first()));
    }
    let object = || follow(sources, module, function.child_by_field_name("object")?, hops);
    match module.text(function.child_by_field_name("attribute")?) {
        "resolve" | "absolute" | "expanduser" | "as_posix" => object(),
        "joinpath" | "path" => Some(joined(object()?, first())),
        _ => None,
    }
}
