//! Python applications: which folders hold one, and everything about each.

mod subject;

use std::collections::BTreeMap;

use crate::detect::bots::{self, Bots};
use crate::detect::code::Code;
use crate::detect::commands::{Command, SERVERS, commands, target};
use crate::detect::entry;
use crate::detect::objects::{self, Candidate};
use crate::detect::program::{Around, Program};
use crate::detect::project::{self, Project};
use crate::detect::python::subject::Subject;
use crate::detect::requirement::Requirement;
use crate::detect::roots::roots;
use crate::detect::scripts::{self, Line, Place};
use crate::detect::sources::Sources;
use crate::detect::variables::Beside;
use crate::detect::{
    alembic, clients, django, flask, gunicorn, hosts, insisted, installs, linters, listeners, listing, name, owned,
    port, prefix, revisions, shown, testing, tools, unseen, variables, version, workers, writes,
};
use crate::facts::{AppFacts, Confidence, Evidence, Known, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// What is read once for all apps.
struct Ground<'s, 't> {
    tree: &'t Tree,
    known: &'s Known,
    sources: &'s Sources<'t>,
    lines: Vec<Line<'t>>,
    commands: Vec<Command>,
    candidates: Vec<Candidate>,
    bots: Bots<'s, 't>,
    roots: Vec<RelPath>,
    django: Vec<django::Site>,
}

/// The Python applications of the repository, in order of their roots.
pub fn apps(code: &Code<'_>, known: &Known, notices: &mut Vec<Notice>) -> Vec<AppFacts> {
    let Code { tree, python: sources, manifests, .. } = code;
    let tree = *tree;
    let mut candidates = objects::candidates(sources);
    let words = [SERVERS, workers::PROGRAMS, installs::WORDS, bots::WORDS, django::WORDS, flask::WORDS].concat();
    let lines = scripts::lines(tree, &words, notices);
    let mut projects: BTreeMap<RelPath, Project<'_>> = BTreeMap::new();
    for root in manifests.keys() {
        projects.insert(root.clone(), project::read(tree, root, manifests, &lines, notices));
    }
    let django = django::sites(tree, sources, &lines, &projects, notices);
    let mut commands = commands(&lines);
    commands.extend(entry::run_calls(sources));
    commands.extend(gunicorn::commands(sources));
    commands.extend(flask::commands(tree, &lines));
    commands.extend(flask::run_calls(sources, &candidates));
    commands.extend(projects.values().filter_map(stated_entry));
    commands.sort_by_key(|command| command.place);
    let bots = Bots::of(sources, &lines, &candidates);
    bots.set_apart(sources, &mut commands, &mut candidates);
    let roots = roots(&candidates, &bots, &projects, manifests, &django);
    let ground = Ground { tree, known, sources, lines, commands, candidates, bots, roots, django };
    let mut apps = Vec::new();
    for root in &ground.roots {
        let project =
            projects.remove(root).unwrap_or_else(|| project::read(tree, root, manifests, &ground.lines, notices));
        apps.push(app(&ground, project, notices));
    }
    apps
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

fn app(ground: &Ground<'_, '_>, project: Project<'_>, notices: &mut Vec<Notice>) -> AppFacts {
    let root = &project.root;
    let Subject { files, starts, django, framework, mut bots, bot, entry } = Subject::of(ground, &project);
    if entry.is_none() {
        notices.push(Notice { path: Some(root.clone()), text: subject::nothing(&project, framework, bot.is_some()) });
    }
    let import_root = entry.as_ref().map_or_else(|| root.clone(), |entry| entry.value.import_root.clone());
    let alembic = || alembic::migrations(ground.tree, root, &ground.roots);
    let migrations = django.as_ref().map_or_else(alembic, django::View::migrations);
    let around = Around {
        sources: ground.sources,
        lines: &ground.lines,
        project: &project,
        files: &files,
        bots: &bots,
        django: django.as_ref(),
    };
    let Program { server, files: program, workers, metadata } = around.program(entry.as_ref(), migrations.as_ref());
    notices.extend(unseen::unseen(ground.sources, &server, migrations.as_ref()));
    let owned = owned::owned(ground.tree, ground.sources, &server, &import_root, root);
    let beside = Beside { owned: &owned, roots: &ground.roots };
    let mut variables = variables::variables(ground.tree, ground.sources, &program, root, &beside, notices);
    let mut writes = writes::writes(ground.sources, &server, &import_root, notices);
    if let Some(view) = &django {
        view.tell(&mut variables, &project.dependencies);
        view.add_writes(&mut writes);
        notices.extend(view.notices(&project.dependencies));
    }
    let loads = django.as_ref().map(django::View::loads).unwrap_or_default();
    let scripts = || revisions::revisions(ground.tree, ground.sources, root, &ground.roots, migrations.as_ref());
    let revisions = django.as_ref().map_or_else(scripts, django::View::revisions);
    let hosts = hosts::hosts(ground.sources, &server, &variables);
    let programs = tools::tools(ground.tree, ground.sources, &server, &project.dockerfiles);
    ground.bots.look_inside(ground.sources, &server, entry.as_ref(), &mut bots, notices);
    bots::name_variables(&mut bots, &program, &variables);
    let speaking = subject::speaking(ground, &project, &starts, entry.as_ref());
    let port = port::port(ground.tree, &speaking, &variables, &project.dockerfiles);
    let none = BTreeMap::new();
    let known = ground.known.clients.get("python").unwrap_or(&none);
    AppFacts {
        name: name::of_app(root, project.name.as_deref().or(django.as_ref().and_then(django::View::name))),
        root: root.clone(),
        stack: bot.unwrap_or_else(|| subject::stack(&project, framework, entry.as_ref())),
        runtime: version::python(ground.tree, ground.known, &project, notices),
        package_manager: project.manager.clone(),
        build_root: project.lock.as_ref().map_or_else(|| root.clone(), |(path, _)| path.parent()),
        lock: project.lock.as_ref().map(|(path, _)| lock_fact(path)),
        dependencies: versions(&project, &project.dependencies),
        development: versions(&project, &project.development),
        linters: linters::linters(ground.tree, root, notices),
        tests: testing::tests(ground.tree, &project),
        workers,
        port: bots::port(&bots, entry.as_ref(), port),
        entry,
        prefix: prefix::prefix(ground.sources, &server),
        clients: clients::clients(ground.tree, root, &project.dependencies, &program, &loads, known),
        revisions,
        migrations,
        metadata,
        variables,
        listeners: listeners::listeners(&server),
        insists: insisted::insisted(ground.tree, ground.sources, &server, &import_root),
        owned,
        shown: shown::shown(ground.tree, ground.sources, &server, &import_root, notices),
        writes,
        listing: listing::listing(ground.tree, &project),
        requirements: project.requirements,
        extras: project.extras,
        groups: project.chosen,
        bots,
        programs,
        hosts,
        node: None,
        site: None,
        django: django.as_ref().map(|view| view.fact(&project.dependencies)),
    }
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
