//! What is wrong with a template, at its place in the text that the person wrote.

use std::collections::BTreeMap;

use anyhow::{Error, anyhow};
use tera::ErrorKind;

use crate::template::dialect::translate;

/// `error` as `file:line:column: what`, with the line below it. Tera's own place is in the translated text: guards
/// stand on its lines, so the column is looked up again in `written`.
pub(crate) fn located(error: &tera::Error, written: &BTreeMap<String, String>) -> Error {
    let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
        return anyhow!("{}", error.to_string().trim_end());
    };
    let (name, span) = (report.filename(), report.span());
    let text = written.get(name).map(String::as_str).unwrap_or_default();
    let line = text.lines().nth(span.start_line.saturating_sub(1)).unwrap_or_default();
    let read = translate(name, text).unwrap_or_default();
    let read = read.lines().nth(span.start_line.saturating_sub(1)).unwrap_or_default();
    let word: String = read.chars().skip(span.start_col).take(span.end_col.saturating_sub(span.start_col)).collect();
    let column = match line == read || word.is_empty() {
        true => span.start_col,
        false => line.find(&word).map_or(0, |at| line.get(..at).unwrap_or_default().chars().count()),
    };
    let number = span.start_line;
    let gap = " ".repeat(number.to_string().len());
    let mark = " ".repeat(column);
    anyhow!(
        "{name}:{number}:{}: {}\n{gap} |\n{number} | {line}\n{gap} | {mark}{}",
        column + 1,
        report.message(),
        "^".repeat(word.chars().count().max(1))
    )
}
