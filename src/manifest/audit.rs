//! `[audit]`: the findings that a project lives with, each with its reason.

use anyhow::{Result, bail};
use toml_edit::Item;

use crate::manifest::reader::Reader;
use crate::tree::RelPath;

/// One `[[audit.ignore]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// The id of a rule.
    pub rule: String,
    /// A file or folder; everything where it is none.
    pub path: Option<RelPath>,
    /// Why; empty where nobody says.
    pub reason: String,
    /// Line in the manifest, from 1.
    pub line: u32,
}

pub(super) fn ignored(at: Reader<'_>, item: &Item) -> Result<Vec<Ignore>> {
    let mut found = Vec::new();
    for (key, item) in at.table(item)?.iter() {
        let at = Reader { key, ..at };
        if key != "ignore" {
            bail!(at.unknown(item, &["ignore"]));
        }
        let Some(entries) = item.as_array_of_tables() else {
            bail!("{}: write each entry as a table: [[audit.ignore]]", at.place(item));
        };
        for table in entries {
            let mut entry = Ignore { line: at.line(table.span()), ..Ignore::default() };
            for (key, item) in table {
                let at = Reader { key, ..at };
                match key {
                    "rule" => entry.rule = at.string(item)?,
                    "reason" => entry.reason = at.string(item)?,
                    "path" => entry.path = Some(at.path(item)?),
                    _ => bail!(at.unknown(item, &["rule", "path", "reason"])),
                }
            }
            if entry.rule.is_empty() {
                bail!("shipready.toml:{}: this entry names no `rule`", entry.line);
            }
            found.push(entry);
        }
    }
    Ok(found)
}
