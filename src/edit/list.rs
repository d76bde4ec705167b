//! Lists in brackets, their items separated by commas: one item comes or goes, everything else stays to the byte.

use std::ops::Range;

use super::place::{end_above, indent, is_blank, line_end, line_start, slice, splice};

/// A list in a text.
pub(super) struct List<'t> {
    pub text: &'t str,
    /// Between the brackets.
    pub inside: Range<usize>,
    /// In order, without commas and comments.
    pub items: Vec<Range<usize>>,
}

/// How the text around it is laid out.
pub(super) struct Style<'t> {
    pub newline: &'static str,
    /// One step of indentation.
    pub unit: &'t str,
    /// Behind the comma between two items of a line, unless the list itself shows otherwise.
    pub gap: &'t str,
    /// The first item of an empty list gets a line of its own.
    pub opens: bool,
    /// Behind the last item on a line of its own.
    pub trailing: &'t str,
}

impl List<'_> {
    /// The text with `item` behind the item `after`; in front of all where that is None.
    pub fn insert(&self, after: Option<usize>, item: &str, style: &Style<'_>) -> String {
        let before = after.and_then(|at| Some((at, self.items.get(at)?)));
        match (before, self.items.first()) {
            (Some((at, before)), _) => self.insert_behind(at, before, item, style),
            (None, Some(first)) => self.insert_in_front(first, item, style),
            (None, None) => self.fill(item, style),
        }
    }

    fn insert_behind(&self, at: usize, before: &Range<usize>, item: &str, style: &Style<'_>) -> String {
        let text = self.text;
        let behind = before.end..before.end;
        if !self.has_own_line(before.start) {
            return splice(text, behind, &format!(",{}{item}", self.gap(style)));
        }
        let line = format!("{}{}{item}", style.newline, indent(text, before.start));
        let end = line_end(text, before.end);
        let rest = slice(text, before.end..end.min(self.limit(at)));
        match rest.split_once('#') {
            None => splice(text, behind, &format!(",{line}")),
            // The comment stays with its item.
            Some((code, _)) if code.contains(',') => splice(text, end..end, &format!("{line},")),
            Some(_) => splice(&splice(text, end..end, &line), behind, ","),
        }
    }

    fn insert_in_front(&self, first: &Range<usize>, item: &str, style: &Style<'_>) -> String {
        if !self.has_own_line(first.start) {
            return splice(self.text, first.start..first.start, &format!("{item},{}", self.gap(style)));
        }
        let end = line_end(self.text, self.inside.start);
        let line = format!("{}{}{item},", style.newline, indent(self.text, first.start));
        splice(self.text, end..end, &line)
    }

    fn fill(&self, item: &str, style: &Style<'_>) -> String {
        let (text, newline) = (self.text, style.newline);
        let base = indent(text, self.inside.start);
        let inside = slice(text, self.inside.clone());
        let line = format!("{newline}{base}{}{item}", style.unit);
        if !inside.trim().is_empty() {
            // Comments alone, so a line ends inside.
            let last = end_above(text, line_start(text, self.inside.end));
            return splice(text, last..last, &format!("{line},"));
        }
        let filled = if style.opens || inside.contains('\n') {
            format!("{line}{}{newline}{base}", style.trailing)
        } else {
            item.to_owned()
        };
        splice(text, self.inside.clone(), &filled)
    }

    /// The text without the item `at`; None when a comment stands beside it, which is the user's.
    pub fn remove(&self, at: usize) -> Option<String> {
        let text = self.text;
        let item = self.items.get(at)?.clone();
        let comma = self.comma(at);
        let end = comma.unwrap_or(item.end);
        if self.has_own_line(item.start) && slice(text, end..line_end(text, end).min(self.limit(at))).contains('#') {
            return None;
        }
        let Some(before) = at.checked_sub(1).and_then(|at| self.items.get(at)) else {
            return self.remove_first(&item, comma);
        };
        let between = slice(text, before.end..item.start);
        let Some(comment) = between.find('#') else {
            return Some(splice(text, before.end..item.end, ""));
        };
        let above = end_above(text, line_start(text, item.start));
        if comma.is_some() {
            return Some(splice(text, above..end, ""));
        }
        let separator = between.find(',').filter(|separator| *separator < comment)? + before.end;
        Some(splice(&splice(text, above..item.end, ""), separator..separator + 1, ""))
    }

    fn remove_first(&self, item: &Range<usize>, comma: Option<usize>) -> Option<String> {
        let text = self.text;
        let end = comma.unwrap_or(item.end);
        let next = self.items.get(1);
        if self.has_own_line(item.start) {
            let above = end_above(text, line_start(text, item.start));
            return (comma.is_some() || next.is_none()).then(|| splice(text, above..end, ""));
        }
        let Some(next) = next else { return Some(splice(text, item.start..end, "")) };
        let plain = !slice(text, item.end..next.start).contains('#');
        plain.then(|| splice(text, item.start..next.start, ""))
    }

    /// Behind the comma that follows the item `at` in its line.
    fn comma(&self, at: usize) -> Option<usize> {
        let item = self.items.get(at)?;
        let behind = slice(self.text, item.end..self.limit(at));
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        slice(behind, blanks..behind.len()).starts_with(',').then_some(item.end + blanks + 1)
    }

    /// Whether nothing but white space stands before `at` in its line, not even the bracket.
    fn has_own_line(&self, at: usize) -> bool {
        let start = line_start(self.text, at);
        start >= self.inside.start && is_blank(self.text, start..at)
    }

    /// Where what belongs to the item `at` ends at the latest.
    fn limit(&self, at: usize) -> usize {
        self.items.get(at + 1).map_or(self.inside.end, |next| next.start)
    }

    /// What stands behind the first comma of the list.
    fn gap<'s>(&'s self, style: &'s Style<'_>) -> &'s str {
        let between = match self.items.as_slice() {
            [first, second, ..] => slice(self.text, first.end..second.start).split_once(','),
            _ => None,
        };
        let plain = |gap: &&str| gap.chars().all(|each| matches!(each, ' ' | '\t'));
        between.map(|(_, gap)| gap).filter(plain).unwrap_or(style.gap)
    }
}
