//! The entry point among the candidates, by the commands that start it, and the folder it is imported from.

use std::collections::BTreeMap;

use crate::detect::commands::{Command, target};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, keyword};
use crate::detect::objects::{CONVENTIONAL, Candidate};
use crate::detect::places::is_helper;
use crate::detect::scripts::Place;
use crate::detect::sources::{Source, Sources};
use crate::detect::version::ancestors;
use crate::facts::{Confidence, Entry, Seen};
use crate::tree::RelPath;

/// A command with the file that it starts.
#[derive(Clone, Debug)]
pub struct Start<'s, 't> {
    pub command: Command,
    pub file: &'s Source<'t>,
}

/// The commands whose target stands in the repository.
pub fn starts<'s, 't>(sources: &'s Sources<'t>, commands: &[Command]) -> Vec<Start<'s, 't>> {
    let files: Vec<&Source<'t>> = sources.iter().collect();
    let resolved = commands.iter().filter_map(|command| {
        let wanted = match (&command.target, &command.file) {
            (Some((module, _)), _) => format!("{}.py", module.replace('.', "/")),
            (None, Some(file)) => file.clone(),
            (None, None) => return None,
        };
        let file = nearest(&files, &wanted, &command.folder)
            .or_else(|| nearest(&files, &wanted.replace(".py", "/__init__.py"), &command.folder))?;
        Some(Start { command: command.clone(), file })
    });
    resolved.collect()
}

/// The file whose path ends with `wanted`: below the command's folder if there is one, then nearest to the root.
pub fn nearest<'s, 't>(files: &[&'s Source<'t>], wanted: &str, folder: &RelPath) -> Option<&'s Source<'t>> {
    let ends = |path: &str| path == wanted || path.strip_suffix(wanted).is_some_and(|front| front.ends_with('/'));
    let above = ancestors(folder);
    let climb = |path: &RelPath| above.iter().position(|folder| path.below(folder).is_some());
    let depth = |path: &RelPath| path.as_str().matches('/').count();
    files
        .iter()
        .copied()
        .filter(|file| ends(file.path.as_str()))
        .min_by_key(|file| (climb(file.path), depth(file.path), file.path))
}

/// `uvicorn.run("app.main:app", port=8000)` and the like in the code.
pub fn run_calls(sources: &Sources<'_>) -> Vec<Command> {
    let mut found = Vec::new();
    for file in sources.iter().filter(|file| file.imports_from("uvicorn") && file.mentions(&["run("])) {
        let Some(module) = file.module() else { continue };
        for call in module.calls() {
            if !matches!(module.callee(call).as_deref(), Some("uvicorn.run" | "uvicorn.main.run")) {
                continue;
            }
            let Some(given) = argument(call, 0).or_else(|| keyword(module, call, "app")) else { continue };
            let here = file.path.as_str().trim_end_matches(".py").replace('/', ".");
            let target = match literal(module, given) {
                Some(Literal::Text(text)) => target(&text),
                _ if given.kind() == "identifier" => Some((here, module.text(given).to_owned())),
                _ => None,
            };
            let number = keyword(module, call, "port").and_then(|port| literal(module, port));
            let port = match number {
                Some(Literal::Integer(port)) => u16::try_from(port).ok(),
                _ => None,
            };
            let factory = keyword(module, call, "factory").is_some_and(|node| node.kind() == "true");
            let evidence = module.evidence(call);
            found.push(Command {
                place: Place::Code,
                target,
                file: None,
                factory,
                port,
                app_dir: None,
                folder: file.path.parent(),
                evidence,
            });
        }
    }
    found
}

/// The entry point of one app: `own` are its candidates, `starts` the commands that start one of its files.
pub fn choose(
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    project_root: &RelPath,
    own: &[&Candidate],
    starts: &[&Start<'_, '_>],
) -> Option<Seen<Entry>> {
    for start in starts.iter().filter(|start| start.command.place != Place::Readme || own.len() > 1) {
        if let Some(seen) = started(sources, files, project_root, own, start) {
            return Some(seen);
        }
    }
    let best = own.iter().min_by_key(|candidate| rank(candidate))?;
    let readme = starts.iter().find(|start| start.file.path == &best.path);
    let source = sources.get(best.path.as_str())?;
    // A README is written for a reader who stands elsewhere perhaps: what the code's imports say is stronger.
    let (import_root, sure) = match import_root(sources, files, project_root, source) {
        (root, false) => readme.and_then(|start| root_by_target(start)).map_or((root, false), |root| (root, true)),
        by_imports => by_imports,
    };
    let rivals =
        own.iter().filter(|other| !other.mounted && !other.reexport && !other.factory && other.path != best.path);
    let confidence = match rivals.count() {
        0 if sure && !best.factory => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let mut evidence = vec![best.evidence.clone()];
    evidence.extend(readme.map(|start| start.command.evidence.clone()));
    Some(Seen { value: entry(best, import_root)?, confidence, evidence })
}

fn entry(candidate: &Candidate, import_root: RelPath) -> Option<Entry> {
    let module = module_name(&candidate.path, &import_root)?;
    Some(Entry { module, attribute: candidate.attribute.clone(), factory: candidate.factory, import_root })
}

/// Dotted name of the file at `path` as seen from `root`.
pub fn module_name(path: &RelPath, root: &RelPath) -> Option<String> {
    let stem = path.below(root)?.strip_suffix(".py")?;
    Some(stem.strip_suffix("/__init__").unwrap_or(stem).replace('/', "."))
}

fn rank(candidate: &Candidate) -> impl Ord + use<> {
    let name = candidate.path.name();
    let conventional = CONVENTIONAL.iter().position(|known| *known == name).unwrap_or(CONVENTIONAL.len());
    let named = !matches!(candidate.attribute.as_str(), "app" | "application" | "api");
    let depth = candidate.path.as_str().matches('/').count();
    (
        candidate.mounted,
        is_helper(&candidate.path) || name == "env.py",
        candidate.factory,
        conventional > 4,
        candidate.reexport,
        depth,
        conventional,
        named,
        candidate.path.clone(),
        candidate.attribute.clone(),
    )
}

fn started(
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    project_root: &RelPath,
    own: &[&Candidate],
    start: &Start<'_, '_>,
) -> Option<Seen<Entry>> {
    let here = own.iter().filter(|candidate| &candidate.path == start.file.path && !candidate.mounted);
    let wanted = start.command.target.as_ref().map(|(_, attribute)| attribute.as_str());
    let candidate = here
        .filter(|candidate| wanted.is_none_or(|wanted| wanted == candidate.attribute))
        .min_by_key(|candidate| rank(candidate));
    let (attribute, factory, mut evidence) = match (candidate, wanted) {
        (Some(found), _) => (found.attribute.clone(), found.factory, vec![found.evidence.clone()]),
        (None, Some(wanted)) if binds(start.file, wanted) => (wanted.to_owned(), start.command.factory, Vec::new()),
        _ => return None,
    };
    let (by_imports, sure) = import_root(sources, files, project_root, start.file);
    let weak = start.command.place == Place::Code || start.command.place == Place::Readme && sure;
    let root = root_by_target(start).filter(|_| !weak).unwrap_or(by_imports);
    evidence.push(start.command.evidence.clone());
    let module = module_name(start.file.path, &root)?;
    let value = Entry { module, attribute, factory, import_root: root };
    Some(Seen { value, confidence: Confidence::Certain, evidence })
}

/// Whether the module binds `name` itself, by assignment, definition or import.
fn binds(file: &Source<'_>, name: &str) -> bool {
    file.module().is_some_and(|module| module.definition(name).is_some() || module.imports.contains_key(name))
}

/// What is left of the file's path when the command's module is taken off its end.
fn root_by_target(start: &Start<'_, '_>) -> Option<RelPath> {
    let (module, _) = start.command.target.as_ref()?;
    let stem = start.file.path.as_str().strip_suffix(".py")?;
    let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
    let front = stem.strip_suffix(&module.replace('.', "/"))?;
    if front.is_empty() { Some(RelPath::root()) } else { RelPath::new(front).ok() }
}

/// The folder that `file` is imported from, and whether the code says so.
pub fn import_root(
    sources: &Sources<'_>,
    files: &[&Source<'_>],
    project: &RelPath,
    file: &Source<'_>,
) -> (RelPath, bool) {
    let mut votes: BTreeMap<RelPath, usize> = BTreeMap::new();
    for import in file.imports.iter().filter(|import| !import.module.starts_with('.')) {
        let found = sources.find(file.path, import.module).and_then(|found| found.root);
        // Another package of the repository is imported from a folder of its own.
        if let Some(root) = found.filter(|root| file.path.below(root).is_some()) {
            *votes.entry(root).or_default() += 1;
        }
    }
    if votes.is_empty() {
        votes = votes_of_others(files, file);
    }
    if let Some((root, _)) = votes.iter().max_by_key(|(root, count)| (**count, std::cmp::Reverse((*root).clone()))) {
        return (root.clone(), true);
    }
    let mut folder = file.path.parent();
    let mut package = false;
    while !folder.is_root() && folder.join("__init__.py").is_ok_and(|init| sources.get(init.as_str()).is_some()) {
        folder = folder.parent();
        package = true;
    }
    let relative = file.imports.iter().any(|import| import.module.starts_with('.'));
    if relative && !package && !folder.is_root() {
        folder = folder.parent();
        package = true;
    }
    let source_folder = project.join("src").unwrap_or_else(|_| project.clone());
    match () {
        () if package => (folder, true),
        () if file.path.below(&source_folder).is_some() => (source_folder, false),
        () => (project.clone(), false),
    }
}

/// Which folders other files import the packages around `file` from.
fn votes_of_others(files: &[&Source<'_>], file: &Source<'_>) -> BTreeMap<RelPath, usize> {
    let mut heads: BTreeMap<&str, RelPath> = BTreeMap::new();
    let mut folder = file.path.parent();
    let stem = file.path.name().trim_end_matches(".py");
    heads.insert(stem, folder.clone());
    let parts: Vec<&str> = file.path.as_str().split('/').rev().skip(1).collect();
    for part in parts {
        folder = folder.parent();
        heads.insert(part, folder.clone());
    }
    let mut votes = BTreeMap::new();
    for import in files.iter().flat_map(|other| other.imports.iter().filter(|import| import.module.contains('.'))) {
        if let Some(root) = heads.get(import.head()) {
            *votes.entry(root.clone()).or_default() += 1;
        }
    }
    votes
}
