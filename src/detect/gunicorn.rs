//! A gunicorn configuration of the repository: the application and the address that it names.

use crate::detect::commands::{Command, target};
use crate::detect::nodes::assignment;
use crate::detect::scripts::Place;
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::value::text;
use crate::tree::RelPath;

/// Whether the file is such a configuration: `gunicorn.conf.py`, `config/gunicorn.py`.
pub fn is_configuration(path: &RelPath) -> bool {
    let name = path.name();
    let kept = path.parent().name().contains("conf") && path.extension() == Some("py");
    name.starts_with("gunicorn") && (kept || name.contains("conf"))
}

/// What each configuration says, as a command.
pub fn commands(sources: &Sources<'_>) -> Vec<Command> {
    let modules = sources.iter().filter(|file| is_configuration(file.path)).filter_map(|file| file.module());
    modules.filter_map(|module| command(sources, module)).collect()
}

fn command(sources: &Sources<'_>, module: &Module<'_>) -> Option<Command> {
    let value = |name: &str| {
        let statement = module.definition(name)?;
        Some((statement, text(sources, module, assignment(statement)?.1)?))
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
