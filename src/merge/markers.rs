//! A merge as text, with conflicts between markers; and texts that still hold such markers.

use std::ops::Range;

use crate::merge::hunks::{Changed, Hunk};
use crate::merge::lines::{Line, Lines};
use crate::merge::{Labels, Sides};

/// How often a marker's character is repeated, as in git.
const WIDTH: usize = 7;

/// The line, from 1, at which a conflict begins that nobody resolved: the marker lines of one, in their order.
pub fn markers(text: &str) -> Option<usize> {
    let mut found = text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, marker(line)?)));
    let mut places = ['<', '=', '>'].iter().map(|wanted| found.find(|(_, marker)| marker == wanted).map(|(at, _)| at));
    let start = places.next().flatten()?;
    places.all(|place| place.is_some()).then_some(start)
}

/// The character of a marker line; such a line holds nothing else, or a space and a label.
fn marker(line: &str) -> Option<char> {
    let first = line.chars().next().filter(|first| "<|=>".contains(*first))?;
    let label = line.trim_start_matches(first);
    let bare = label.is_empty() || label.starts_with(' ');
    (bare && line.len() - label.len() == WIDTH).then_some(first)
}

/// The merged text.
pub fn written(sides: &Sides<'_>, hunks: &[Hunk], labels: &Labels) -> String {
    let mut page = Page::on(sides);
    let mut last = None;
    for hunk in hunks {
        let before = page.text.len();
        match hunk.changed {
            Changed::Nobody | Changed::Yours | Changed::Alike => page.yours(hunk),
            Changed::New => page.rendered(&sides.new, &hunk.new),
            Changed::Apart => page.conflict(hunk, labels),
        }
        if page.text.len() > before {
            last = Some(hunk);
        }
    }
    page.end(last.is_none_or(|hunk| closed(sides, hunk)))
}

/// Whether a line ending follows `hunk` at the end of the text. Adding or removing the last one is a change like others.
fn closed(sides: &Sides<'_>, hunk: &Hunk) -> bool {
    let closed = |side: &Lines<'_>, range: &Range<usize>| range.end < side.lines.len() || side.ends();
    let base = closed(&sides.base, &hunk.base);
    let (yours, new) = (closed(&sides.yours, &hunk.yours), closed(&sides.new, &hunk.new));
    match hunk.changed {
        Changed::Apart => true,
        Changed::New => new,
        Changed::Yours => yours,
        Changed::Nobody | Changed::Alike if yours == base => new,
        Changed::Nobody | Changed::Alike => yours,
    }
}

/// A text being written.
struct Page<'s> {
    sides: &'s Sides<'s>,
    /// What ends a line that is not one of yours.
    ending: &'static str,
    text: String,
    /// Whether the last line has no ending yet.
    open: bool,
}

impl<'s> Page<'s> {
    fn on(sides: &'s Sides<'s>) -> Self {
        Page { sides, ending: sides.yours.ending(), text: sides.yours.mark.to_owned(), open: false }
    }

    fn line(&mut self, text: &str, ending: &str) {
        self.close();
        self.text.push_str(text);
        self.text.push_str(ending);
        self.open = ending.is_empty();
    }

    fn close(&mut self) {
        if self.open {
            self.text.push_str(self.ending);
            self.open = false;
        }
    }

    fn yours(&mut self, hunk: &Hunk) {
        for Line { text, ending } in of(&self.sides.yours, &hunk.yours) {
            self.line(text, ending);
        }
    }

    fn rendered(&mut self, side: &Lines<'_>, range: &Range<usize>) {
        for Line { text, .. } in of(side, range) {
            self.line(text, self.ending);
        }
    }

    fn conflict(&mut self, hunk: &Hunk, labels: &Labels) {
        self.marker('<', labels.yours);
        self.yours(hunk);
        self.marker('|', labels.base);
        self.rendered(&self.sides.base, &hunk.base);
        self.marker('=', "");
        self.rendered(&self.sides.new, &hunk.new);
        self.marker('>', labels.new);
    }

    fn marker(&mut self, of: char, label: &str) {
        let marker = format!("{} {}", of.to_string().repeat(WIDTH), label.replace(['\r', '\n'], " "));
        self.line(marker.trim_end(), self.ending);
    }

    fn end(mut self, ends: bool) -> String {
        if ends {
            self.close();
        } else if !self.open {
            let bare = self.text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text).len());
            self.text.truncate(bare.unwrap_or(self.text.len()));
        }
        self.text
    }
}

fn of<'l, 'a>(side: &'l Lines<'a>, range: &Range<usize>) -> &'l [Line<'a>] {
    side.lines.get(range.clone()).unwrap_or_default()
}
