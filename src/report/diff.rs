//! A change as a unified diff: a patch that git and patch accept, and on a terminal with the changed words marked.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::Duration;

use anstyle::Style;
use similar::{ChangeTag, DiffOp, TextDiff};

use super::Look;
use super::style::{ADDED, FAINT, REMOVED, STRONG};
use crate::plan::{Change, Kept};
use crate::tree::{RelPath, Text};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;
/// Longest search for a small diff; beyond it the diff is larger than it has to be, but right.
const PATIENCE: Duration = Duration::from_millis(500);

/// How many lines a change adds and removes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
}

/// The lines that `change` adds and removes, `after` against `before`.
pub fn counts(change: &Change) -> Counts {
    between(change.before.as_ref(), change.after.as_ref())
}

/// The lines that `new` has and `old` has not, and the reverse.
pub fn between(old: Option<&Text>, new: Option<&Text>) -> Counts {
    let (old, new) = (content(old), content(new));
    let (old, new) = (lines(old), lines(new));
    let diff = compare(&old, &new);
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.fold(Counts::default(), |sum, op| Counts {
        added: sum.added + op.new_range().len(),
        removed: sum.removed + op.old_range().len(),
    })
}

/// `change` as a patch, headed in git's way so that it carries the run bit. Empty when nothing differs.
pub fn text(change: &Change, look: Look) -> String {
    if change.before == change.after && change.from.is_none() {
        return String::new();
    }
    let (old, new) = (content(change.before.as_ref()), content(change.after.as_ref()));
    header(change, old != new, look) + &hunks(old, new, look)
}

/// A file that stays against ours, which is at another path.
pub fn beside(kept: &Kept, look: Look) -> String {
    let Kept { path, ours, before, after, .. } = kept;
    let (old, new) = (named("a", path.as_str()), named("b", ours.as_str()));
    let head = [format!("diff --git {old} {new}"), format!("--- {old}"), format!("+++ {new}")];
    let head: String = head.iter().map(|line| format!("{}\n", look.paint(STRONG, look.show(line)))).collect();
    match before {
        Some(before) => head + &hunks(&before.content, &after.content, look),
        None => head + &hunks("", &after.content, look),
    }
}

fn hunks(old: &str, new: &str, look: Look) -> String {
    let mut text = String::new();
    let (old, new) = (lines(old), lines(new));
    let diff = compare(&old, &new);
    for ops in diff.grouped_ops(CONTEXT) {
        text.push_str(&look.paint(FAINT, hunk_header(&ops)));
        text.push('\n');
        for change in ops.iter().flat_map(|op| diff.iter_inline_changes(op)) {
            let values: Vec<(bool, &str)> = change.values().to_vec();
            line(&mut text, change.tag(), &values, look);
        }
    }
    text
}

fn content(text: Option<&Text>) -> &str {
    text.map_or("", |text| &text.content)
}

/// A patch counts lines by `\n` alone; a lone `\r` stays inside its line.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn compare<'a>(old: &[&'a str], new: &[&'a str]) -> TextDiff<'a, 'a, str> {
    TextDiff::configure().timeout(PATIENCE).newline_terminated(true).diff_slices(old, new)
}

fn header(change: &Change, lines_differ: bool, look: Look) -> String {
    let path = change.path.as_str();
    let old_path = change.from.as_ref().map_or(path, RelPath::as_str);
    let mut lines = vec![format!("diff --git {} {}", named("a", old_path), named("b", path))];
    if old_path != path {
        lines.extend([format!("rename from {old_path}"), format!("rename to {path}")]);
    }
    match (change.before.as_ref().map(mode), change.after.as_ref().map(mode)) {
        (None, Some(new)) => lines.push(format!("new file mode {new}")),
        (Some(old), None) => lines.push(format!("deleted file mode {old}")),
        (Some(old), Some(new)) if old != new => lines.extend([format!("old mode {old}"), format!("new mode {new}")]),
        _ => {}
    }
    if lines_differ {
        // A tab ends a name that holds a blank, as git does it; otherwise patch would cut the name there.
        let side = |there: bool, side: &str, path: &str| {
            let end = if path.contains(' ') { "\t" } else { "" };
            if there { named(side, path) + end } else { "/dev/null".to_owned() }
        };
        lines.push(format!("--- {}", side(change.before.is_some(), "a", old_path)));
        lines.push(format!("+++ {}", side(change.after.is_some(), "b", path)));
    }
    lines.iter().map(|line| format!("{}\n", look.paint(STRONG, look.show(line)))).collect()
}

fn mode(text: &Text) -> &'static str {
    if text.executable { "100755" } else { "100644" }
}

/// `path` below `side`, quoted as git does it where a plain name would be misread.
fn named(side: &str, path: &str) -> String {
    if !path.chars().any(|character| character.is_ascii_control() || character == '"') {
        return format!("{side}/{path}");
    }
    let mut quoted = format!("\"{side}/");
    for character in path.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            control if control.is_ascii_control() => {
                let _ = write!(quoted, "\\{:03o}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

fn hunk_header(ops: &[DiffOp]) -> String {
    let start = |ranges: Option<usize>| ranges.unwrap_or_default();
    let old = start(ops.first().map(|op| op.old_range().start))..start(ops.last().map(|op| op.old_range().end));
    let new = start(ops.first().map(|op| op.new_range().start))..start(ops.last().map(|op| op.new_range().end));
    // An empty range begins at the line before it.
    let range = |range: std::ops::Range<usize>| match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    };
    format!("@@ -{} +{} @@", range(old), range(new))
}

/// One line of a hunk; `parts` are its words, each with whether it is one that changed.
fn line(text: &mut String, tag: ChangeTag, parts: &[(bool, &str)], look: Look) {
    let (sign, style) = match tag {
        ChangeTag::Equal => (" ", Style::new()),
        ChangeTag::Delete => ("-", REMOVED),
        ChangeTag::Insert => ("+", ADDED),
    };
    text.push_str(&paint(look, style, sign.into()));
    for (emphasised, part) in parts {
        let part = look.show(part.strip_suffix('\n').unwrap_or(part));
        let style = if *emphasised && !part.trim().is_empty() { style.bold().underline() } else { style };
        text.push_str(&paint(look, style, part));
    }
    text.push('\n');
    if !parts.last().is_some_and(|(_, part)| part.ends_with('\n')) {
        text.push_str(&look.paint(FAINT, "\\ No newline at end of file"));
        text.push('\n');
    }
}

fn paint<'a>(look: Look, style: Style, text: Cow<'a, str>) -> Cow<'a, str> {
    if style == Style::new() { text } else { look.paint(style, text) }
}

#[cfg(test)]
mod tests;
