//! A gunicorn configuration of the repository: the application and the address that it names.

use tree_sitter::Node;

use crate::detect::commands::{Command, target};
use crate::detect::environ;
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::assignment;
use crate::detect::scripts::Place;
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::tree::RelPath;

/// How many names are followed.
const DEPTH: usize = 6;

/// Whether the file is such a configuration; `name` in any case.
pub fn is_configuration(name: &str) -> bool {
    name.starts_with("gunicorn") && name.contains("conf")
}

/// What each configuration says, as a command.
pub fn commands(sources: &Sources<'_>) -> Vec<Command> {
    let modules = sources.iter().filter(|file| is_configuration(file.path.name())).filter_map(|file| file.module());
    modules.filter_map(|module| command(sources, module)).collect()
}

fn command(sources: &Sources<'_>, module: &Module<'_>) -> Option<Command> {
    let value = |name: &str| {
        let statement = module.definition(name)?;
        Some((statement, text(sources, module, assignment(statement)?.1, DEPTH)?))
    };
    let app = value("wsgi_app").and_then(|(node, text)| Some((node, target(&text)?)));
    let bind = value("bind").and_then(|(node, text)| Some((node, text.rsplit_once(':')?.1.parse::<u16>().ok()?)));
    let node = app.as_ref().map(|(node, _)| *node).or(bind.as_ref().map(|(node, _)| *node))?;
    Some(Command {
        place: Place::Script,
        target: app.map(|(_, target)| target),
        file: None,
        factory: false,
        port: bind.map(|(_, port)| port),
        app_dir: None,
        folder: folder(module.path),
        evidence: module.evidence(node),
    })
}

/// The folder that it speaks for: its own, or the one around `gunicorn/` and the like.
fn folder(path: &RelPath) -> RelPath {
    let folder = path.parent();
    let holder = matches!(folder.name(), "gunicorn" | "conf" | "config" | "docker" | "etc");
    if holder { folder.parent() } else { folder }
}

/// The text of an expression; a variable stands for its default, what is unknown for nothing.
fn text(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match literal(module, node) {
        Some(Literal::Text(text)) => return Some(text),
        Some(Literal::Integer(number)) => return Some(number.to_string()),
        Some(Literal::List(items)) => return items.first()?.shown(),
        _ => {}
    }
    match node.kind() {
        "identifier" => text(sources, module, assignment(module.definition(module.text(node))?)?.1, depth),
        "call" => environ::reading(sources, module, node)?.default,
        "boolean_operator" => text(sources, module, node.child_by_field_name("right")?, depth),
        "string" => {
            let mut cursor = node.walk();
            let parts = node.named_children(&mut cursor).map(|part| match part.kind() {
                "string_content" => module.text(part).to_owned(),
                "interpolation" => {
                    part.named_child(0).and_then(|inner| text(sources, module, inner, depth)).unwrap_or_default()
                }
                _ => String::new(),
            });
            Some(parts.collect())
        }
        _ => None,
    }
}
