//! What a Python application is: its files, its framework, its bots, and what starts it.

use crate::detect::bots;
use crate::detect::commands::Command;
use crate::detect::django::{self, View};
use crate::detect::entry::{self, Start};
use crate::detect::frameworks::{FASTAPI, FRAMEWORKS, Framework};
use crate::detect::objects::Candidate;
use crate::detect::program;
use crate::detect::project::Project;
use crate::detect::python::Ground;
use crate::detect::sources::Source;
use crate::facts::{Bot, Confidence, Entry, Evidence, Seen};

/// What all facts of an application stand on.
pub struct Subject<'g, 't> {
    pub files: Vec<&'g Source<'t>>,
    /// Commands that start something of it.
    pub starts: Vec<Start<'g, 't>>,
    pub django: Option<View<'g, 't>>,
    pub framework: &'static Framework,
    pub bots: Vec<Seen<Bot>>,
    /// The stack of the bot that is all of it: no server imports an application.
    pub bot: Option<Seen<String>>,
    pub entry: Option<Seen<Entry>>,
}

impl<'g, 't> Subject<'g, 't> {
    pub fn of(ground: &'g Ground<'g, 't>, project: &Project<'_>) -> Self {
        let root = &project.root;
        let files = program::files(ground.sources, project, &ground.roots);
        let mut starts = entry::starts(ground.sources, &ground.commands);
        starts.retain(|start| files.iter().any(|file| file.path == start.file.path));
        let known: Vec<&Start<'_, '_>> = starts.iter().collect();
        let own = own(ground, &files);
        let site = ground.django.iter().find(|site| site.root == *root);
        let read = |site| django::read(ground.tree, ground.sources, &ground.lines, site, &files, &project.dependencies);
        let django = site.and_then(read).filter(|view| view.serves(&own, &known));
        let entry = match &django {
            Some(view) => Some(view.entry.clone()),
            None => entry::choose(ground.sources, &files, root, &own, &known),
        };
        let framework = if django.is_some() { &django::DJANGO } else { framework(project, &own, entry.as_ref()) };
        let bots = ground.bots.facts(ground.sources, &files, root, &ground.candidates);
        let depends = |framework: &Framework| project.dependencies.iter().any(|one| framework.is_package(&one.name));
        let web = FRAMEWORKS.iter().any(depends);
        let bot = if entry.is_none() { bots::stack(&project.dependencies, web, &bots) } else { None };
        let entry = entry.or_else(|| bots::entry(&bots));
        Subject { files, starts, django, framework, bots, bot, entry }
    }
}

/// What was looked for and is not there.
pub fn nothing(project: &Project<'_>, framework: &Framework, bot: bool) -> String {
    match bots::library(&project.dependencies).filter(|_| bot) {
        Some(library) => {
            format!("{} is a dependency, but no call that gets updates was found in the code", library.name)
        }
        None => format!("{} is a dependency, but no `{}()` was found in the code", framework.package, framework.word),
    }
}

/// The candidates among the app's own files.
fn own<'g>(ground: &'g Ground<'_, '_>, files: &[&Source<'_>]) -> Vec<&'g Candidate> {
    let is_own = |candidate: &&Candidate| files.iter().any(|file| file.path == &candidate.path);
    ground.candidates.iter().filter(is_own).collect()
}

/// The framework of the entry point, else the first that the project depends on.
fn framework(project: &Project<'_>, own: &[&Candidate], entry: Option<&Seen<Entry>>) -> &'static Framework {
    let places = || entry.iter().flat_map(|entry| &entry.evidence);
    let chosen = own.iter().find(|candidate| places().any(|evidence| *evidence == candidate.evidence));
    let stack = chosen.or_else(|| own.first()).map(|candidate| candidate.stack);
    let depends = |framework: &&Framework| project.dependencies.iter().any(|one| framework.is_package(&one.name));
    let stated = FRAMEWORKS.iter().find(|framework| stack == Some(framework.stack));
    stated.or_else(|| FRAMEWORKS.iter().find(depends)).unwrap_or(&FASTAPI)
}

/// The commands that speak about the port: those that start the entry point, then those of its own image that name nothing.
pub fn speaking<'g>(
    ground: &'g Ground<'_, '_>,
    project: &Project<'_>,
    starts: &'g [Start<'_, '_>],
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

/// The framework, as far as the project depends on it and something of it is started.
pub fn stack(project: &Project<'_>, framework: &Framework, entry: Option<&Seen<Entry>>) -> Seen<String> {
    let direct = project.dependencies.iter().find(|direct| direct.name == framework.package);
    let direct = direct.or_else(|| project.dependencies.iter().find(|direct| framework.is_package(&direct.name)));
    let mut evidence: Vec<Evidence> = direct.map(|direct| direct.evidence.clone()).into_iter().collect();
    evidence.extend(entry.and_then(|entry| entry.evidence.first().cloned()));
    let confidence = if direct.is_some() && entry.is_some() { Confidence::Certain } else { Confidence::Likely };
    Seen { value: framework.stack.to_owned(), confidence, evidence }
}
