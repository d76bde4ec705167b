//! Places in a text: its lines, their endings and their indentation.

use std::ops::Range;

/// The ending of most lines.
pub(super) fn newline(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    if crlf * 2 > text.matches('\n').count() { "\r\n" } else { "\n" }
}

/// Where the line that holds `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1)
}

/// Where the line that holds `at` ends, before its ending.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    match text.get(at..).and_then(|rest| rest.find('\n')) {
        Some(found) => before_ending(text, at + found),
        None => text.len(),
    }
}

/// Where the line above ends, before its ending; `start` is the beginning of a line that is not the first.
pub(super) fn end_above(text: &str, start: usize) -> usize {
    before_ending(text, start.saturating_sub(1))
}

fn before_ending(text: &str, newline: usize) -> usize {
    let crlf = text.get(..newline).is_some_and(|before| before.ends_with('\r'));
    newline - usize::from(crlf)
}

/// The white space before what stands first in the line that holds `at`.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = slice(text, line_start(text, at)..line_end(text, at));
    slice(line, 0..line.len() - line.trim_start().len())
}

/// The part of a text; nothing where there is none.
pub(super) fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

pub(super) fn is_blank(text: &str, range: Range<usize>) -> bool {
    slice(text, range).trim().is_empty()
}

/// `text` with `new` in the place of `range`.
pub(super) fn splice(text: &str, range: Range<usize>, new: &str) -> String {
    [slice(text, 0..range.start), new, slice(text, range.end..text.len())].concat()
}

/// A byte order mark, if there is one, and what follows it.
pub(super) fn after_mark(text: &str) -> (&str, &str) {
    text.split_at_checked('\u{feff}'.len_utf8()).filter(|(mark, _)| *mark == "\u{feff}").unwrap_or(("", text))
}
