//! A text as lines with their endings, and its byte order mark.

const MARK: char = '\u{feff}';

/// One line; its ending is `\n`, `\r\n`, or nothing at the end of a text. A lone `\r` is part of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    pub text: &'a str,
    pub ending: &'a str,
}

/// A text taken apart; nothing of it is lost.
pub struct Lines<'a> {
    /// The byte order mark, or nothing.
    pub mark: &'a str,
    pub lines: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let body = text.strip_prefix(MARK).unwrap_or(text);
        let mark = text.strip_suffix(body).unwrap_or_default();
        Lines { mark, lines: body.split_inclusive('\n').map(line).collect() }
    }

    /// The ending that most lines have; `\n` when it is undecided.
    pub fn ending(&self) -> &'static str {
        let long = self.lines.iter().filter(|line| line.ending == "\r\n").count();
        let short = self.lines.iter().filter(|line| line.ending == "\n").count();
        if long > short { "\r\n" } else { "\n" }
    }

    /// Whether the last line has an ending; a text without lines counts as one that has.
    pub fn ends(&self) -> bool {
        self.lines.last().is_none_or(|line| !line.ending.is_empty())
    }
}

fn line(whole: &str) -> Line<'_> {
    let text = whole.strip_suffix('\n').map_or(whole, |text| text.strip_suffix('\r').unwrap_or(text));
    Line { text, ending: whole.strip_prefix(text).unwrap_or_default() }
}
