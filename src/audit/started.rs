//! What of a repository is for production: files by their names, and the commands that start something there.

use crate::audit::Ground;
use crate::audit::stack::{is_for_developers, stacks};
use crate::detect::places::{is_test, is_vendored};
use crate::detect::scripts::{Line, Place, is_rehearsal, lines};
use crate::facts::Evidence;
use crate::tree::RelPath;

/// False for what is installed, for tests and examples, and for what says that it is for developers.
pub fn is_for_production(path: &RelPath) -> bool {
    let own = path.as_str().strip_prefix("deploy/").and_then(|below| RelPath::new(below).ok());
    let vendored = is_vendored(own.as_ref().unwrap_or(path));
    let mut folders = path.as_str().rsplit_once('/').map_or("", |(folders, _)| folders).split('/');
    !vendored && !is_test(path) && !is_rehearsal(path.name()) && !folders.any(is_rehearsal)
}

/// A command that production starts.
pub type Start<'t> = Line<'t>;

/// The commands of image files, Procfiles and their like, compose files, and of the scripts that these start.
pub fn starts<'t>(ground: &Ground<'_, 't>) -> Vec<Start<'t>> {
    let all: Vec<Line<'t>> = lines(ground.tree, &[""], &mut Vec::new());
    let (scripts, others): (Vec<Line<'t>>, Vec<Line<'t>>) = all
        .into_iter()
        .filter(|line| is_for_production(line.path))
        .partition(|line| line.place == Place::Script && line.path.extension() == Some("sh"));
    let mut found: Vec<Line<'t>> = others.into_iter().filter(starts_something).collect();
    let named = |line: &Line<'_>| found.iter().any(|start| start.text.contains(line.path.name()));
    let called: Vec<Line<'t>> = scripts.into_iter().filter(named).collect();
    found.extend(called);
    found
}

fn starts_something(line: &Line<'_>) -> bool {
    let text = line.text.as_str();
    match line.place {
        Place::Image => text.starts_with("CMD") || text.starts_with("ENTRYPOINT"),
        Place::Compose => text.starts_with("command:") || text.starts_with("entrypoint:"),
        Place::Procfile => !text.is_empty(),
        _ => false,
    }
}

/// Whether a command stands in a compose file that mounts the source, as developers do.
pub fn is_doubtful(ground: &Ground<'_, '_>, start: &Start<'_>) -> bool {
    let compose = start.place == Place::Compose;
    compose && stacks(ground).iter().any(|stack| stack.path == start.path && is_for_developers(stack, ground.tree))
}

pub fn evidence(start: &Start<'_>) -> Evidence {
    let text = crate::detect::nodes::shortened(&start.text);
    Evidence { path: start.path.clone(), line: Some(start.number), text }
}

/// Whether a file is for those who run the application: scripts, workflows, and settings of tools; no code, no prose.
pub fn is_operations(path: &RelPath) -> bool {
    const CODE: &[&str] =
        &["py", "js", "ts", "jsx", "tsx", "mjs", "cjs", "vue", "html", "css", "scss", "md", "rst", "txt"];
    let code = path.extension().is_some_and(|extension| CODE.contains(&extension));
    let own = path.as_str().strip_prefix("deploy/").and_then(|below| RelPath::new(below).ok());
    !code && !is_vendored(own.as_ref().unwrap_or(path)) && path.name() != "package.json"
}
