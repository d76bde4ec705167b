//! Tables of TOML: lines under a header.

use std::ops::Range;

use super::place::{end_above, is_blank, line_end, line_start, newline, slice, splice};

/// The text with `item` on a line of its own behind the line that holds `place`; as the first line where that is None.
pub(super) fn insert_line(text: &str, place: Option<usize>, item: &str) -> String {
    let newline = newline(text);
    match place {
        Some(place) => {
            let end = line_end(text, place);
            splice(text, end..end, &format!("{newline}{item}"))
        }
        None => splice(text, 0..0, &format!("{item}{newline}")),
    }
}

/// The text without the line of `item`; None when something else stands on it.
pub(super) fn remove_line(text: &str, item: &Range<usize>) -> Option<String> {
    let (start, end) = (line_start(text, item.start), line_end(text, item.end));
    let alone = is_blank(text, start..item.start) && is_blank(text, item.end..end);
    let lines = if start > 0 { end_above(text, start)..end } else { 0..next_line(text, end) };
    alone.then(|| splice(text, lines, ""))
}

/// The text with an empty table at its end, behind a blank line.
pub(super) fn append_table(text: &str, header: &str) -> String {
    let newline = newline(text);
    match text {
        "" => format!("{header}{newline}"),
        _ if text.ends_with('\n') => format!("{text}{newline}{header}{newline}"),
        _ => format!("{text}{newline}{newline}{header}"),
    }
}

/// The text without a table's header and the blank line above it; `next` is where the next header begins. None when
/// anything is left in the table.
pub(super) fn remove_table(text: &str, header: &Range<usize>, next: usize) -> Option<String> {
    let (start, end) = (line_start(text, header.start), line_end(text, header.end));
    if !is_blank(text, start..header.start) || !is_blank(text, header.end..next) {
        return None;
    }
    let is_last = end == text.len();
    let mut from = start;
    if start > 0 {
        let above = end_above(text, start);
        let blank = line_start(text, above);
        match (slice(text, blank..above).is_empty(), is_last) {
            (true, true) if blank > 0 => from = end_above(text, blank),
            (true, _) => from = blank,
            (false, true) => from = above,
            (false, false) => {}
        }
    }
    Some(splice(text, from..next_line(text, end), ""))
}

/// Where the line behind the one that ends at `end` begins.
fn next_line(text: &str, end: usize) -> usize {
    let rest = slice(text, end..text.len());
    end + rest.find('\n').map_or(rest.len(), |found| found + 1)
}
