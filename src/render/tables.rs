//! Tables of Markdown files with columns that line up, whatever stands in their cells.

use unicode_width::UnicodeWidthStr as _;

/// `text` with every table aligned; code blocks stay as they are.
pub(crate) fn aligned(text: &str) -> String {
    let (mut out, mut table, mut code) = (String::new(), Vec::new(), false);
    for line in text.lines() {
        if line.starts_with('|') && !code {
            table.push(cells(line));
            continue;
        }
        out.push_str(&lines(&std::mem::take(&mut table)));
        code ^= line.trim_start().starts_with("```");
        out.push_str(line);
        out.push('\n');
    }
    out + &lines(&table)
}

/// The cells of a row; a pipe behind a backslash belongs to its cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inside = line.strip_prefix('|').unwrap_or(line);
    let inside = inside.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inside);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for each in inside.chars() {
        match cells.last_mut() {
            Some(cell) if each != '|' || escaped => cell.push(each),
            _ => cells.push(String::new()),
        }
        escaped = each == '\\' && !escaped;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn lines(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let rule =
        |row: &Vec<String>| row.iter().all(|cell| !cell.is_empty() && cell.trim_matches(':').chars().all(|c| c == '-'));
    let width = |column: usize| {
        let words = rows.iter().filter(|row| !rule(row));
        words.map(|row| cell(row, column).width()).max().unwrap_or_default().max(3)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        for (column, width) in widths.iter().enumerate() {
            let text = cell(row, column);
            let fill = width.saturating_sub(text.width());
            let text = match rule(row) {
                // Its colons say how the column is set.
                true if text.ends_with(':') => format!("{}:", "-".repeat(width - 1)),
                true => "-".repeat(*width),
                false => text + &" ".repeat(fill),
            };
            out.push_str(&format!("| {text} "));
        }
        out.push_str("|\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_an_escaped_pipe_is_no_border() {
        let table = "| a | b |\n|---|--:|\n| ä\\|x | |\n\n```\n| as | it is |\n```\n";
        let expected = "| a    | b   |\n| ---- | --: |\n| ä\\|x |     |\n\n```\n| as | it is |\n```\n";
        assert_eq!(aligned(table), expected);
        assert_eq!(aligned(expected), expected);
    }
}
