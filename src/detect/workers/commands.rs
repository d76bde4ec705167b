//! Commands that start workers: `arq app.worker.WorkerSettings`, `celery -A app worker -Q main`.

use crate::detect::nodes::shortened;
use crate::detect::scripts::{self, Line, Place};
use crate::detect::sources::Source;
use crate::detect::workers::{Ground, module_file};
use crate::facts::Evidence;
use crate::tree::RelPath;

/// The programs that start workers.
pub const PROGRAMS: &[&str] = &["arq", "celery", "rq", "rqworker", "huey_consumer", "dramatiq", "taskiq", "saq"];

/// One command that starts a worker of this app.
#[derive(Clone, Debug)]
pub struct Order<'s, 't> {
    pub place: Place,
    pub tool: &'static str,
    /// The file that it names, and the attribute there.
    pub source: Option<&'s Source<'t>>,
    pub attribute: Option<String>,
    /// The folder that the name is looked up from.
    pub root: Option<RelPath>,
    pub queues: Vec<String>,
    pub schedules: bool,
    /// The class that keeps the times.
    pub scheduler: Option<String>,
    /// The module with settings of the command.
    pub config: Option<String>,
    pub evidence: Evidence,
}

impl Order<'_, '_> {
    /// Whether it names the file at `path`, or no file at all.
    pub fn is_for(&self, path: &RelPath) -> bool {
        self.source.is_none_or(|source| source.path == path)
    }
}

/// A command as it is written.
struct Words<'w> {
    tool: &'static str,
    target: Option<&'w str>,
    queues: Vec<&'w str>,
    schedules: bool,
    scheduler: Option<&'w str>,
    config: Option<&'w str>,
}

/// Every command that names a file of this app, or none.
pub fn orders<'s, 't>(ground: &Ground<'_, 's, 't>) -> Vec<Order<'s, 't>> {
    ground.lines.iter().flat_map(|line| in_line(ground, line)).collect()
}

fn in_line<'s, 't>(ground: &Ground<'_, 's, 't>, line: &Line<'_>) -> Vec<Order<'s, 't>> {
    if !PROGRAMS.iter().any(|program| line.text.contains(program)) {
        return Vec::new();
    }
    let words = scripts::words(&line.text);
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        let program = word.rsplit('/').next().unwrap_or(word).trim_end_matches(".py");
        if !PROGRAMS.contains(&program) {
            continue;
        }
        let arguments: Vec<&str> = scripts::arguments(after).iter().map(String::as_str).collect();
        let Some(read) = read(program, &arguments) else { continue };
        let text = shortened(&format!("{word} {}", arguments.join(" ")));
        let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text };
        found.extend(order(ground, line, &read, evidence));
    }
    found
}

fn order<'s, 't>(
    ground: &Ground<'_, 's, 't>,
    line: &Line<'_>,
    words: &Words<'_>,
    evidence: Evidence,
) -> Option<Order<'s, 't>> {
    let mut order = Order {
        place: line.place,
        tool: words.tool,
        source: None,
        attribute: None,
        root: None,
        queues: words.queues.iter().map(|queue| (*queue).to_owned()).collect(),
        schedules: words.schedules,
        scheduler: words.scheduler.map(str::to_owned),
        config: words.config.map(str::to_owned),
        evidence,
    };
    let Some(target) = words.target else { return (words.tool == "rq").then_some(order) };
    let (module, attribute) = target.split_once(':').map_or((target, None), |(module, name)| (module, Some(name)));
    let (source, rest) = module_file(ground, module, &line.folder)?;
    let stem = source.path.as_str().trim_end_matches(".py").trim_end_matches("/__init__");
    let dotted = rest.as_deref().and_then(|rest| module.strip_suffix(rest)?.strip_suffix('.')).unwrap_or(module);
    let front = stem.strip_suffix(&dotted.replace('.', "/")).map(|front| front.trim_end_matches('/'));
    order.root =
        front.and_then(|front| if front.is_empty() { Some(RelPath::root()) } else { RelPath::new(front).ok() });
    order.source = Some(source);
    order.attribute = attribute.map(str::to_owned).or(rest);
    Some(order)
}

fn read<'w>(program: &str, arguments: &[&'w str]) -> Option<Words<'w>> {
    let plain: Vec<&str> = arguments.iter().copied().take_while(|word| !word.starts_with('-')).collect();
    let first = plain.first().copied();
    let words = |tool, target, queues| Words { tool, target, queues, schedules: false, scheduler: None, config: None };
    let rq = |arguments: &[&'w str]| Words {
        config: after(arguments, &["-c", "--config"]).first().copied(),
        ..words("rq", None, positional(arguments))
    };
    match program {
        "arq" => Some(words("arq", first.filter(|word| word.contains('.')), Vec::new())),
        "celery" => celery(arguments),
        "rq" if first != Some("worker") => None,
        "rq" => Some(rq(arguments.get(1..)?)),
        "rqworker" => Some(rq(arguments)),
        "huey_consumer" => Some(words("huey", first, Vec::new())),
        "dramatiq" => Some(words("dramatiq", first, after(arguments, &["-Q", "--queues"]))),
        "taskiq" if matches!(first, Some("worker" | "scheduler")) => {
            let target = plain.get(1).copied();
            Some(Words { schedules: first == Some("scheduler"), ..words("taskiq", target, Vec::new()) })
        }
        "saq" => Some(words("saq", first, Vec::new())),
        _ => None,
    }
    .filter(|words| words.tool == "rq" || words.target.is_some())
}

fn celery<'w>(arguments: &[&'w str]) -> Option<Words<'w>> {
    let beat = arguments.iter().any(|word| matches!(*word, "beat" | "-B" | "--beat"));
    if !beat && !arguments.contains(&"worker") {
        return None;
    }
    let target = after(arguments, &["-A", "--app"]).first().copied();
    let scheduler = after(arguments, &["-S", "--scheduler"]).first().copied().filter(|_| beat);
    let queues = after(arguments, &["-Q", "--queues"]);
    Some(Words { tool: "celery", target, queues, schedules: beat, scheduler, config: None })
}

/// What follows one of `names`, up to the next option.
fn after<'w>(arguments: &[&'w str], names: &[&str]) -> Vec<&'w str> {
    let Some(at) = arguments.iter().position(|word| names.contains(word)) else { return Vec::new() };
    let rest = arguments.iter().skip(at + 1).take_while(|word| !word.starts_with('-'));
    rest.copied().filter(|word| !word.contains(['$', '{'])).collect()
}

/// Names of queues: words that are neither options nor their values.
fn positional<'w>(arguments: &[&'w str]) -> Vec<&'w str> {
    let mut found = Vec::new();
    let mut value = false;
    for word in arguments {
        match word.strip_prefix('-') {
            Some(option) => value = !matches!(option, "-burst" | "b" | "-with-scheduler" | "-quiet" | "-verbose"),
            None if value || word.contains(['$', '{', ':']) => value = false,
            None => found.push(*word),
        }
    }
    found
}
