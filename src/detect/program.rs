//! What of a project runs in production: the files that the server, its workers and its migrations reach.

use crate::detect::django;
use crate::detect::places::is_helper;
use crate::detect::project::Project;
use crate::detect::scripts::Line;
use crate::detect::sources::{Source, Sources};
use crate::detect::{models, reach, workers};
use crate::facts::{Bot, Entry, Migrations, Seen, Worker};
use crate::tree::RelPath;

/// The project's files, with those of the repository's own packages that it uses.
pub fn files<'s, 't>(sources: &'s Sources<'t>, project: &Project<'_>, apps: &[RelPath]) -> Vec<&'s Source<'t>> {
    let mut files = sources.below(&project.root, apps);
    for folder in &project.locals {
        let inside = |file: &Source<'_>| file.path.below(&project.root).is_some();
        files.extend(sources.below(folder, apps).into_iter().filter(|file| !inside(file)));
    }
    files
}

/// A project and its surroundings.
pub struct Around<'a, 's, 't> {
    pub sources: &'s Sources<'t>,
    pub lines: &'a [Line<'t>],
    pub project: &'a Project<'a>,
    pub files: &'a [&'s Source<'t>],
    pub bots: &'a [Seen<Bot>],
    pub django: Option<&'a django::View<'s, 't>>,
}

/// What runs in production.
pub struct Program<'s, 't> {
    /// What the server and the workers may run.
    pub server: Vec<&'s Source<'t>>,
    /// The same, with the environment script of the migrations.
    pub files: Vec<&'s Source<'t>>,
    pub workers: Vec<Seen<Worker>>,
    pub metadata: Option<Seen<String>>,
}

impl<'s, 't> Around<'_, 's, 't> {
    /// From the server's entry point, the workers that are found, and the migrations.
    pub fn program(&self, entry: Option<&Seen<Entry>>, migrations: Option<&Seen<Migrations>>) -> Program<'s, 't> {
        let Around { sources, lines, project, files, bots, django } = *self;
        let running: Vec<&Source<'_>> = files.iter().copied().filter(|file| !is_helper(file.path)).collect();
        let import_root = entry.map_or(&project.root, |entry| &entry.value.import_root);
        let workers = workers::workers(&workers::Ground { sources, files: &running, lines, import_root, django });
        let script = |seen: &Seen<Migrations>| seen.value.scripts.join("env.py").ok();
        let environment = migrations.and_then(script).and_then(|path| sources.get(path.as_str()));
        let mut starts: Vec<&Source<'_>> = Vec::new();
        if let Some(entry) = entry {
            starts.extend(self.file_of(&entry.value.module, &entry.value.import_root));
            starts.extend(workers.iter().filter_map(|worker| sources.get(worker.evidence.first()?.path.as_str())));
            starts.extend(bots.iter().filter_map(|bot| self.file_of(&bot.value.target, &bot.value.import_root)));
            starts.extend(environment);
        }
        starts.extend(django.into_iter().flat_map(django::View::starts));
        let roots = [vec![project.root.clone(), import_root.clone()], project.locals.clone()].concat();
        let mut server = reach::program(sources, &running, &starts, &roots);
        server.retain(|file| !django.is_some_and(|django| django.is_aside(file)));
        let mut files = server.clone();
        files.extend(environment.filter(|file| !server.iter().any(|known| known.path == file.path)));
        let importable = models::roots(import_root, &project.locals);
        let metadata = environment.and_then(|script| models::stated(sources, script, &importable));
        let metadata = metadata.or_else(|| models::metadata(sources, &server, &importable));
        Program { server, files, workers, metadata }
    }

    /// The file of a dotted module below `root`.
    fn file_of(&self, module: &str, root: &RelPath) -> Option<&'s Source<'t>> {
        let stem = module.replace('.', "/");
        let get = |path: String| self.sources.get(root.join(&path).ok()?.as_str());
        let ends = [".py", "/__main__.py", "/__init__.py"];
        ends.iter().find_map(|end| get(format!("{stem}{end}")))
    }
}
