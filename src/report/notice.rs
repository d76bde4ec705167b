//! A notice in one line, the file first.

use crate::facts::Notice;

/// `pyproject.toml: …`.
pub fn line(notice: &Notice) -> String {
    match &notice.path {
        Some(path) => format!("{path}: {}", notice.text),
        None => notice.text.clone(),
    }
}
