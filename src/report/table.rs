//! Columns that line up, whatever the width of their characters.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::Look;

/// A piece of text with its style.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub style: Style,
}

impl Cell {
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Cell { text: text.into(), style }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Cell::new(text, Style::new())
    }
}

/// The rows as lines, two blanks between columns and `indent` before them. The last column is cut at the width.
pub fn lines(rows: &[Vec<Cell>], indent: usize, look: Look) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| shown(cell, look).width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    rows.iter().map(|row| line(row, &widths, indent, look)).collect()
}

fn shown(cell: &Cell, look: Look) -> String {
    // A cell is one line: what breaks it or jumps would put the next columns out of place.
    look.show(&cell.text).replace(['\n', '\t'], " ")
}

fn line(row: &[Cell], widths: &[usize], indent: usize, look: Look) -> String {
    let mut text = " ".repeat(indent);
    let mut column = indent;
    // Blanks are written only before something, so that no line ends in them.
    let mut gap = 0;
    for (number, (cell, width)) in row.iter().zip(widths).enumerate() {
        let mut content = shown(cell, look);
        if number + 1 == row.len() {
            content = fitted(&content, look.width.map(|limit| limit.saturating_sub(column + gap)));
        }
        let taken = content.width();
        if taken > 0 {
            text.push_str(&" ".repeat(gap));
            column += gap + taken;
            gap = 0;
            text.push_str(&painted(&content, cell.style, look));
        }
        gap += width.saturating_sub(taken) + 2;
    }
    text + "\n"
}

fn painted(text: &str, style: Style, look: Look) -> String {
    if style == Style::new() { text.to_owned() } else { look.paint(style, text).into_owned() }
}

/// `text` cut to `limit` columns, with `…` where it was cut. Fewer than eight columns are not worth cutting for.
pub fn fitted(text: &str, limit: Option<usize>) -> String {
    let Some(limit) = limit.filter(|limit| *limit >= 8 && text.width() > *limit) else {
        return text.to_owned();
    };
    let mut left = limit - 1;
    let fits = |character: &char| match left.checked_sub(character.width().unwrap_or(0)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<Cell>> {
        rows.iter().map(|row| row.iter().copied().map(Cell::plain).collect()).collect()
    }

    #[test]
    fn columns_line_up_by_what_is_seen() {
        let table = rows(&[&["größe", "1"], &["日本", "", "x"], &["a"]]);
        assert_eq!(lines(&table, 2, Look::default()), "  größe  1\n  日本      x\n  a\n");
    }

    #[test]
    fn a_cell_stays_on_its_line() {
        assert_eq!(lines(&rows(&[&["a\nb\tc", "d"]]), 0, Look::default()), "a b c  d\n");
    }

    #[test]
    fn the_last_column_is_cut_at_the_width() {
        let look = Look { width: Some(14), ..Look::default() };
        assert_eq!(lines(&rows(&[&["abc", "a long text"]]), 0, look), "abc  a long t…\n");
        assert_eq!(fitted("日本日本日本", Some(8)), "日本日…");
    }
}
