//! The programs that get a bot's updates: which file is started, by the commands, else by what leads to the calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::bots::libraries::How;
use crate::detect::bots::orders::Order;
use crate::detect::bots::reach::Reached;
use crate::detect::bots::sites::Site;
use crate::detect::objects::Candidate;
use crate::detect::places::is_helper;
use crate::detect::scripts::Place;
use crate::detect::sources::{Source, Sources};
use crate::tree::RelPath;

/// File names that hold a bot's program by convention, best first.
const CONVENTIONAL: &[&str] = &["__main__.py", "main.py", "bot.py", "run.py", "app.py", "run_polling.py"];

/// A file that is started to run a bot.
#[derive(Debug)]
pub struct Program<'s, 't> {
    pub source: &'s Source<'t>,
    /// Where it gets its updates; never empty.
    pub sites: Vec<Site<'s, 't>>,
    pub reached: Reached<'s, 't>,
    /// The command that starts it.
    pub order: Option<Order<'s, 't>>,
    /// What it must be given: the name of a command of Django.
    pub arguments: Vec<String>,
    /// The only one that could be meant.
    pub alone: bool,
}

impl Program<'_, '_> {
    pub fn mentions(&self, how: How) -> bool {
        self.sites.iter().any(|site| site.how == how)
    }
}

/// Every program, the one that a person most likely starts first.
pub fn programs<'s, 't>(
    sources: &'s Sources<'t>,
    sites: &[Site<'s, 't>],
    orders: &[Order<'s, 't>],
    candidates: &[Candidate],
) -> Vec<Program<'s, 't>> {
    let mut found: Vec<Program<'s, 't>> = Vec::new();
    for file in leading(sources, sites) {
        found.extend(program(sources, file, sites, orders, candidates));
    }
    found.sort_by_key(rank);
    let mut chosen: Vec<Program<'s, 't>> = Vec::new();
    for program in found {
        let known = |site: &Site<'_, '_>| {
            chosen.iter().position(|other| {
                other.sites.iter().any(|known| known.node == site.node && known.source.path == site.source.path)
            })
        };
        match program.sites.iter().find_map(known) {
            None => chosen.push(program),
            // Where no command says which, another file would start the same bot.
            Some(at) => {
                if let Some(first) = chosen.get_mut(at) {
                    first.alone &=
                        program.source.path.parent() != first.source.path.parent() && !has_guard(program.source);
                }
            }
        }
    }
    chosen
}

fn has_guard(source: &Source<'_>) -> bool {
    source.text.contains("__main__") || source.path.name() == "__main__.py"
}

fn rank(program: &Program<'_, '_>) -> impl Ord + use<> {
    let path = program.source.path;
    let order = program.order.as_ref().map(|order| order.place);
    let conventional = CONVENTIONAL.iter().position(|name| *name == path.name()).unwrap_or(CONVENTIONAL.len());
    let own = program.sites.iter().any(|site| site.source.path == path);
    (
        order.is_none_or(|place| place == Place::Readme),
        order,
        is_helper(path),
        !has_guard(program.source),
        path.name() != "__main__.py",
        !own,
        path.as_str().matches('/').count(),
        conventional,
        path.clone(),
    )
}

/// The files that hold one of `sites`, and all that import them, directly or through one another.
fn leading<'s, 't>(sources: &'s Sources<'t>, sites: &[Site<'s, 't>]) -> Vec<&'s Source<'t>> {
    let imports: BTreeMap<&RelPath, BTreeSet<&RelPath>> =
        sources.iter().map(|file| (file.path, imported(sources, file))).collect();
    let mut found: BTreeSet<&RelPath> = sites.iter().map(|site| site.source.path).collect();
    loop {
        let more: Vec<&RelPath> = imports
            .iter()
            .filter(|(path, targets)| !found.contains(*path) && !targets.is_disjoint(&found))
            .map(|(path, _)| *path)
            .collect();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    found.into_iter().filter_map(|path| sources.get(path.as_str())).collect()
}

fn imported<'s>(sources: &'s Sources<'_>, file: &Source<'_>) -> BTreeSet<&'s RelPath> {
    let mut found = BTreeSet::new();
    for import in &file.imports {
        let dot = if import.module.ends_with('.') { "" } else { "." };
        let names = import.names().map(|name| format!("{}{dot}{name}", import.module));
        for name in std::iter::once(import.module.to_owned()).chain(names) {
            found.extend(sources.find(file.path, &name).map(|found| found.source.path));
        }
    }
    found
}

/// The program that `file` is, if it leads to one of `sites`.
fn program<'s, 't>(
    sources: &'s Sources<'t>,
    file: &'s Source<'t>,
    sites: &[Site<'s, 't>],
    orders: &[Order<'s, 't>],
    candidates: &[Candidate],
) -> Option<Program<'s, 't>> {
    let management = management(sources, file);
    let reached = match &management {
        Some(_) => classes(sources, file, candidates)?,
        None => Reached::from(sources, file, candidates),
    };
    let fed = |site: &Site<'_, '_>| {
        site.how == How::IsFed && reached.applications.iter().any(|(path, _)| path == site.source.path)
    };
    let mine: Vec<Site<'_, '_>> = sites.iter().copied().filter(|site| reached.holds(site) || fed(site)).collect();
    // What a web application is given in its routes is that application's own affair.
    let served = |site: &Site<'_, '_>| site.how == How::IsFed && !reached.applications.is_empty();
    if mine.iter().all(served) {
        return None;
    }
    let (source, arguments) = management.unwrap_or((file, Vec::new()));
    let told = |order: &&Order<'_, '_>| {
        order.source.path == source.path && (arguments.is_empty() || order.arguments.first() == arguments.first())
    };
    let order = orders.iter().find(told).cloned();
    let arguments =
        order.as_ref().map(|order| order.arguments.clone()).filter(|given| !given.is_empty()).unwrap_or(arguments);
    Some(Program { source, sites: mine, reached, order, arguments, alone: true })
}

/// The script of Django that runs the command in `file`, and the command's name.
fn management<'s, 't>(sources: &'s Sources<'t>, file: &Source<'t>) -> Option<(&'s Source<'t>, Vec<String>)> {
    let (front, name) = file.path.as_str().split_once("management/commands/")?;
    let name = name.strip_suffix(".py").filter(|name| !name.contains('/'))?;
    let mut folder = front.trim_end_matches('/');
    loop {
        let script = if folder.is_empty() { "manage.py".to_owned() } else { format!("{folder}/manage.py") };
        if let Some(source) = sources.get(&script) {
            return Some((source, vec![name.to_owned()]));
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(front, _)| front);
    }
}

/// What the classes of a file lead to: Django calls their methods.
fn classes<'s, 't>(
    sources: &'s Sources<'t>,
    file: &'s Source<'t>,
    candidates: &[Candidate],
) -> Option<Reached<'s, 't>> {
    let module = file.module()?;
    let classes = module.statements().into_iter().filter(|node| node.kind() == "class_definition");
    Some(Reached::of(sources, classes.map(|node| (module, node)).collect(), candidates))
}
