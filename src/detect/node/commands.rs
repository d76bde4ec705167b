//! The commands by which the repository's own files start programs on Node: image files, Procfile, compose, platforms.

use crate::detect::node::shell;
use crate::detect::node::start::{Resolver, Start};
use crate::detect::nodes::shortened;
use crate::detect::scripts::{Line, Place};
use crate::facts::Evidence;

/// Words that a file must hold to be looked at.
pub const WORDS: &[&str] = &["node", "npm", "yarn", "pnpm", "bun", "pm2", "tsx", "nodemon", "ENTRYPOINT", "entrypoint"];

/// Parts of the names under which a file lists what is not the program itself.
const BESIDE: &[&str] =
    &["build", "release", "deploy", "worker", "cron", "clock", "schedul", "queue", "migrat", "seed", "test"];

/// What the files start, the loudest first.
pub fn starts(resolver: Resolver<'_, '_>, lines: &[Line<'_>]) -> Vec<Start> {
    let mut found: Vec<(Place, Start)> = Vec::new();
    for line in lines.iter().filter(|line| line.place < Place::Code) {
        let Some(commands) = command(line, lines) else { continue };
        let text = shortened(&line.text);
        let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text };
        let starts = resolver.starts(&line.folder, &commands, evidence);
        found.extend(starts.into_iter().map(|start| (line.place, start)));
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, start)| start).collect()
}

/// The commands that a line of a file runs, if it is one that does.
fn command(line: &Line<'_>, lines: &[Line<'_>]) -> Option<Vec<Vec<String>>> {
    match line.place {
        Place::Image => instruction(line, lines),
        Place::Compose => {
            let text = line.text.strip_prefix("command:").or_else(|| line.text.strip_prefix("entrypoint:"))?;
            Some(shell::exec_or_shell(&unquoted(text)))
        }
        Place::Procfile => {
            let (key, text) = line.text.split_once([':', '='])?;
            let key = key.trim().trim_matches('"').trim_start_matches("- ");
            let prose = BESIDE.iter().any(|word| key.to_ascii_lowercase().contains(word));
            (!prose && !key.contains(' ')).then(|| shell::exec_or_shell(&unquoted(text)))
        }
        Place::Settings | Place::Code | Place::Script | Place::Workflow | Place::Readme => None,
    }
}

/// The last `CMD` of an image file behind its `ENTRYPOINT`, where that is Node itself.
fn instruction(line: &Line<'_>, lines: &[Line<'_>]) -> Option<Vec<Vec<String>>> {
    let told = |word: &str, line: &Line<'_>| {
        let (head, rest) = line.text.split_once(char::is_whitespace)?;
        head.eq_ignore_ascii_case(word).then(|| shell::exec_or_shell(rest))
    };
    let same = |other: &&Line<'_>| other.path == line.path;
    let last = |word: &str| lines.iter().filter(same).rfind(|line| told(word, line).is_some());
    let entrypoint = last("ENTRYPOINT");
    if let Some(command) = told("CMD", line) {
        if last("CMD").is_some_and(|last| last.number != line.number) {
            return None;
        }
        let before = entrypoint.and_then(|line| told("ENTRYPOINT", line)).unwrap_or_default();
        let joins = before.last().and_then(|words| words.last()).is_some_and(|word| {
            matches!(word.as_str(), "node" | "npm" | "yarn" | "pnpm" | "run" | "npx" | "tsx" | "--")
        });
        return Some(match (joins, before.into_iter().next(), command.as_slice()) {
            (true, Some(words), [first, ..]) => vec![[words, first.clone()].concat()],
            _ => command,
        });
    }
    let alone = entrypoint.is_some_and(|last| last.number == line.number);
    told("ENTRYPOINT", line).filter(|_| alone)
}

fn unquoted(text: &str) -> String {
    let text = text.trim().trim_end_matches(',');
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(text).to_owned()
}
