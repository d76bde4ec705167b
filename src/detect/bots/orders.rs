//! Commands that start a program of the repository's own: `python bot/bot.py`, `python -m app.bot`, `uv run bot.py`.

use crate::detect::entry::nearest;
use crate::detect::nodes::shortened;
use crate::detect::scripts::{self, Line, Place};
use crate::detect::sources::{Source, Sources};
use crate::facts::Evidence;
use crate::tree::RelPath;

/// What stands in every such command.
pub const WORDS: &[&str] = &["python", "uv run"];

/// One command.
#[derive(Clone, Debug)]
pub struct Order<'s, 't> {
    pub place: Place,
    pub source: &'s Source<'t>,
    /// The module that it names, and the folder that this is looked up from; None where it names the file.
    pub module: Option<(String, RelPath)>,
    pub arguments: Vec<String>,
    pub evidence: Evidence,
}

/// Every command whose file stands in the repository; the loudest first.
pub fn orders<'s, 't>(sources: &'s Sources<'t>, lines: &[Line<'_>]) -> Vec<Order<'s, 't>> {
    let files: Vec<&Source<'t>> = sources.iter().collect();
    lines
        .iter()
        .filter(|line| WORDS.iter().any(|word| line.text.contains(word)))
        .flat_map(|line| in_line(&files, line))
        .collect()
}

fn in_line<'s, 't>(files: &[&'s Source<'t>], line: &Line<'_>) -> Vec<Order<'s, 't>> {
    let words = scripts::words(&line.text);
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        let arguments = scripts::arguments(after);
        let (shown, arguments) = match (word.as_str(), arguments.split_first()) {
            ("uv", Some((run, arguments))) if run == "run" => ("uv run", arguments),
            (word, _) if is_python(word) => (word, arguments),
            _ => continue,
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let text = shortened(&format!("{shown} {}", arguments.join(" ")));
        let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text };
        found.extend(order(files, line, &arguments, evidence));
    }
    found
}

/// `python`, `python3.12`, `/opt/venv/bin/python`.
fn is_python(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    name.strip_prefix("python").is_some_and(|version| version.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

fn order<'s, 't>(
    files: &[&'s Source<'t>],
    line: &Line<'_>,
    arguments: &[&str],
    evidence: Evidence,
) -> Option<Order<'s, 't>> {
    let at = arguments.iter().position(|word| *word == "-m" || !word.starts_with('-'))?;
    let (first, after) = (arguments.get(at)?, arguments.get(at + 1..)?);
    let (source, module, rest) = if *first == "-m" {
        let (module, rest) = after.split_first()?;
        let stem = module.replace('.', "/");
        let ends = [format!("{stem}.py"), format!("{stem}/__main__.py")];
        let source = ends.iter().find_map(|wanted| nearest(files, wanted, &line.folder))?;
        (source, Some(((*module).to_owned(), front(source.path, &stem)?)), rest)
    } else {
        let wanted = first.trim_start_matches("./").trim_start_matches('/');
        let ends = if wanted.ends_with(".py") { wanted.to_owned() } else { format!("{wanted}/__main__.py") };
        (nearest(files, &ends, &line.folder).or_else(|| from_an_image(files, &ends, line))?, None, after)
    };
    let arguments = rest.iter().map(|word| (*word).to_owned()).collect();
    Some(Order { place: line.place, source, module, arguments, evidence })
}

/// `/app/bot.py` of an image: the first folder is the image's own.
fn from_an_image<'s, 't>(files: &[&'s Source<'t>], wanted: &str, line: &Line<'_>) -> Option<&'s Source<'t>> {
    let (_, inside) = wanted.split_once('/').filter(|_| line.place == Place::Image || line.place == Place::Compose)?;
    nearest(files, inside, &line.folder)
}

/// What stands before the module in its file's path.
fn front(path: &RelPath, stem: &str) -> Option<RelPath> {
    let path = path.as_str().strip_suffix(".py")?.trim_end_matches("/__main__");
    let front = path.strip_suffix(stem)?.trim_end_matches('/');
    if front.is_empty() { Some(RelPath::root()) } else { RelPath::new(front).ok() }
}
