//! Python applications: which folders hold one, and everything about each.

use std::collections::BTreeMap;

use crate::detect::commands::{Command, SERVERS, commands, target};
use crate::detect::entry::{self, Start};
use crate::detect::fastapi::{self, Candidate};
use crate::detect::program::{self, Around, Program};
use crate::detect::project::{self, Manifests, Project};
use crate::detect::requirement::Requirement;
use crate::detect::scripts::{self, Line, Place};
use crate::detect::sources::{Source, Sources};
use crate::detect::version::ancestors;
use crate::detect::{
    alembic, clients, gunicorn, insisted, installs, linters, listeners, listing, name, port, revisions, testing,
    unseen, variables, version, workers, writes,
};
use crate::facts::{AppFacts, Confidence, Entry, Evidence, Known, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// What is read once for all apps.
struct Ground<'t> {
    tree: &'t Tree,
    known: &'t Known,
    sources: Sources<'t>,
    lines: Vec<Line<'t>>,
    commands: Vec<Command>,
    candidates: Vec<Candidate>,
    roots: Vec<RelPath>,
}

/// The Python applications of the repository, in order of their roots.
pub fn apps(tree: &Tree, known: &Known, notices: &mut Vec<Notice>) -> Vec<AppFacts> {
    let manifests = project::folders(tree, notices);
    let sources = Sources::of(tree, manifests.keys());
    let candidates = fastapi::candidates(&sources);
    let lines = scripts::lines(tree, &[SERVERS, workers::PROGRAMS, installs::WORDS].concat(), notices);
    let mut projects: BTreeMap<RelPath, Project<'_>> = BTreeMap::new();
    for root in manifests.keys() {
        projects.insert(root.clone(), project::read(tree, root, &manifests, &lines, notices));
    }
    let roots = roots(&candidates, &projects, &manifests);
    let mut commands = commands(&lines);
    commands.extend(entry::run_calls(&sources));
    commands.extend(gunicorn::commands(&sources));
    commands.extend(projects.values().filter_map(stated_entry));
    commands.sort_by_key(|command| command.place);
    let ground = Ground { tree, known, sources, lines, commands, candidates, roots };
    let mut apps = Vec::new();
    for root in &ground.roots {
        let project =
            projects.remove(root).unwrap_or_else(|| project::read(tree, root, &manifests, &ground.lines, notices));
        apps.push(app(&ground, project, notices));
    }
    name::make_unique(&mut apps);
    apps
}

/// The folders of the apps: of each candidate the nearest project that depends on FastAPI, else the nearest.
fn roots(candidates: &[Candidate], projects: &BTreeMap<RelPath, Project<'_>>, manifests: &Manifests) -> Vec<RelPath> {
    let depends = |project: &Project<'_>| project.dependencies.iter().any(|direct| direct.name.starts_with("fastapi"));
    let mut found: Vec<RelPath> = Vec::new();
    for candidate in candidates {
        let above = ancestors(&candidate.path.parent());
        let nearest = above.iter().find(|folder| projects.get(*folder).is_some_and(depends));
        let root = nearest.or_else(|| above.iter().find(|folder| manifests.contains_key(*folder)));
        found.push(root.cloned().unwrap_or_else(RelPath::root));
    }
    if found.is_empty() {
        found.extend(projects.iter().filter(|(_, project)| depends(project)).map(|(root, _)| root.clone()));
    }
    found.sort();
    found.dedup();
    found
}

fn stated_entry(project: &Project<'_>) -> Option<Command> {
    let (written, evidence) = project.entrypoint.clone()?;
    let target = target(&written);
    Some(Command {
        place: Place::Settings,
        target,
        file: None,
        factory: false,
        port: None,
        app_dir: None,
        folder: project.root.clone(),
        evidence,
    })
}

fn app(ground: &Ground<'_>, project: Project<'_>, notices: &mut Vec<Notice>) -> AppFacts {
    let root = &project.root;
    let files = program::files(&ground.sources, &project, &ground.roots);
    let starts = entry::starts(&ground.sources, &ground.commands);
    let starts: Vec<&Start<'_, '_>> =
        starts.iter().filter(|start| files.iter().any(|f| f.path == start.file.path)).collect();
    let entry = entry_point(ground, root, &files, &starts, notices);
    let import_root = entry.as_ref().map_or_else(|| root.clone(), |entry| entry.value.import_root.clone());
    let migrations = alembic::migrations(ground.tree, root, &ground.roots);
    let around = Around { sources: &ground.sources, lines: &ground.lines, project: &project, files: &files };
    let Program { server, files: program, workers, metadata } = around.program(entry.as_ref(), migrations.as_ref());
    notices.extend(unseen::unseen(&ground.sources, &server, migrations.as_ref()));
    let variables = variables::variables(ground.tree, &ground.sources, &program, root, notices);
    let port =
        port::port(ground.tree, &speaking(ground, &project, &starts, entry.as_ref()), &variables, &project.dockerfiles);
    let none = BTreeMap::new();
    let known = ground.known.clients.get("python").unwrap_or(&none);
    AppFacts {
        name: name::of_app(root, project.name.as_deref()),
        root: root.clone(),
        stack: stack(&project, entry.as_ref()),
        runtime: version::python(ground.tree, ground.known, &project, notices),
        package_manager: project.manager.clone(),
        build_root: project.lock.as_ref().map_or_else(|| root.clone(), |(path, _)| path.parent()),
        lock: project.lock.as_ref().map(|(path, _)| lock_fact(path)),
        dependencies: versions(&project, &project.dependencies),
        development: versions(&project, &project.development),
        linters: linters::linters(ground.tree, root, notices),
        tests: testing::tests(ground.tree, &project),
        workers,
        entry,
        port,
        clients: clients::clients(ground.tree, root, &project.dependencies, &program, known),
        revisions: revisions::revisions(ground.tree, &ground.sources, root, &ground.roots, migrations.as_ref()),
        migrations,
        metadata,
        variables,
        listeners: listeners::listeners(&server),
        insists: insisted::insisted(ground.tree, &ground.sources, &server, &import_root),
        writes: writes::writes(&ground.sources, &server, &import_root, notices),
        listing: listing::listing(ground.tree, &project),
        requirements: project.requirements,
        extras: project.extras,
        groups: project.chosen,
    }
}

fn entry_point(
    ground: &Ground<'_>,
    root: &RelPath,
    files: &[&Source<'_>],
    starts: &[&Start<'_, '_>],
    notices: &mut Vec<Notice>,
) -> Option<Seen<Entry>> {
    let own: Vec<&Candidate> =
        ground.candidates.iter().filter(|candidate| files.iter().any(|file| file.path == &candidate.path)).collect();
    let entry = entry::choose(&ground.sources, files, root, &own, starts);
    if entry.is_none() {
        let text = "fastapi is a dependency, but no `FastAPI()` was found in the code".to_owned();
        notices.push(Notice { path: Some(root.clone()), text });
    }
    entry
}

/// The commands that speak about the port: those that start the entry point, then those of its own image that name nothing.
fn speaking<'g>(
    ground: &'g Ground<'_>,
    project: &Project<'_>,
    starts: &'g [&Start<'_, '_>],
    entry: Option<&Seen<Entry>>,
) -> Vec<&'g Command> {
    let file = entry.map(|entry| format!("{}.py", entry.value.module.replace('.', "/")));
    let of_entry = starts
        .iter()
        .filter(|start| file.as_ref().is_some_and(|file| start.file.path.as_str().ends_with(file.as_str())));
    let nameless = ground.commands.iter().filter(|command| {
        let near = project.dockerfiles.contains(&command.evidence.path) || command.folder == project.root;
        command.target.is_none() && command.file.is_none() && near
    });
    let mut found: Vec<&Command> = of_entry.map(|start| &start.command).chain(nameless).collect();
    found.sort_by_key(|command| command.place);
    found
}

fn stack(project: &Project<'_>, entry: Option<&Seen<Entry>>) -> Seen<String> {
    let direct = project.dependencies.iter().find(|direct| direct.name == "fastapi");
    let direct = direct.or_else(|| project.dependencies.iter().find(|direct| direct.name.starts_with("fastapi")));
    let mut evidence: Vec<Evidence> = direct.map(|direct| direct.evidence.clone()).into_iter().collect();
    evidence.extend(entry.and_then(|entry| entry.evidence.first().cloned()));
    let confidence = if direct.is_some() && entry.is_some() { Confidence::Certain } else { Confidence::Likely };
    Seen { value: "fastapi".to_owned(), confidence, evidence }
}

fn lock_fact(path: &RelPath) -> Seen<RelPath> {
    let evidence = Evidence { path: path.clone(), line: None, text: path.name().to_owned() };
    Seen { value: path.clone(), confidence: Confidence::Certain, evidence: vec![evidence] }
}

/// Names with the locked version, or the one that the manifest states.
fn versions(project: &Project<'_>, list: &[Requirement]) -> BTreeMap<String, Option<String>> {
    let locked = |name: &str| {
        let (_, lock) = project.lock.as_ref()?;
        lock.packages.iter().rfind(|package| package.name == name).map(|package| package.version.to_owned())
    };
    list.iter().map(|direct| (direct.name.clone(), locked(&direct.name).or_else(|| direct.pin.clone()))).collect()
}
