//! Values of the manifest, each with its place in the file for errors.

use anyhow::{Result, anyhow, bail};
use toml_edit::{Item, TableLike};

use super::Chosen;
use crate::catalog::option::Value;
use crate::catalog::option::form::{LONGEST_NAME, is_host, is_name};
use crate::state::MANIFEST_PATH;
use crate::tree::RelPath;

/// Reads values and knows where they stand.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub key: &'a str,
}

impl Reader<'_> {
    pub fn place(self, item: &Item) -> String {
        let start = item.span().map_or(0, |span| span.start);
        let (line, column) = line_column(self.text, start);
        format!("{MANIFEST_PATH}:{line}:{column}")
    }

    /// The line of a place in the file, from 1.
    pub fn line(self, span: Option<std::ops::Range<usize>>) -> u32 {
        let (line, _) = line_column(self.text, span.map_or(0, |span| span.start));
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// A path inside the repository.
    pub fn path(self, item: &Item) -> Result<RelPath> {
        RelPath::new(&self.string(item)?).map_err(|error| anyhow!("{}: {error}", self.place(item)))
    }

    pub fn table(self, item: &Item) -> Result<&dyn TableLike> {
        let wrong = || anyhow!("{}: `{}` must be a table", self.place(item), self.key);
        item.as_table_like().ok_or_else(wrong)
    }

    pub fn string(self, item: &Item) -> Result<String> {
        let wrong = || anyhow!("{}: `{}` must be a string", self.place(item), self.key);
        item.as_str().map(str::to_owned).ok_or_else(wrong)
    }

    /// `name`, which containers, folders and images can bear.
    pub fn name(self, item: &Item, name: &str) -> Result<String> {
        if !is_name(name) {
            let (place, name) = (self.place(item), name.escape_debug());
            let rule = "use lower-case letters, digits and hyphens, a letter first, no word of YAML such as `null`";
            bail!("{place}: `{name}` cannot be a name: {rule}, at most {LONGEST_NAME} characters");
        }
        Ok(name.to_owned())
    }

    pub fn domain(self, item: &Item) -> Result<String> {
        let domain = self.string(item)?;
        if !is_host(&domain) {
            let domain = domain.escape_debug();
            bail!("{}: `{domain}` is no host name; write it as shop.example.com", self.place(item));
        }
        Ok(domain)
    }

    pub fn chosen(self, item: &Item) -> Result<Chosen> {
        let place = self.place(item);
        let value = if let Some(value) = item.as_bool() {
            Value::Boolean(value)
        } else if let Some(value) = item.as_integer() {
            Value::Integer(value)
        } else if let Some(value) = item.as_float() {
            Value::Number(value)
        } else if let Some(value) = item.as_str() {
            Value::String(value.to_owned())
        } else if let Some(array) = item.as_array() {
            let strings = array.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
            Value::List(strings.ok_or_else(|| anyhow!("{place}: `{}` must be a list of strings", self.key))?)
        } else {
            bail!("{place}: `{}` must be a string, a number, true, false, or a list of strings", self.key);
        };
        if value.to_string().contains(char::is_control) {
            bail!("{place}: `{}` holds a control character, such as a line break", self.key);
        }
        Ok(Chosen { value, place })
    }

    /// A list of paths inside the repository.
    pub fn paths(self, item: &Item) -> Result<Vec<RelPath>> {
        let wrong = |error: String| anyhow!("{}: {error}", self.place(item));
        let Value::List(paths) = self.chosen(item)?.value else {
            return Err(wrong(format!("`{}` must be a list of paths", self.key)));
        };
        paths.iter().map(|path| RelPath::new(path).map_err(|error| wrong(error.to_string()))).collect()
    }

    pub fn unknown(self, item: &Item, known: &[&str]) -> String {
        let hint = crate::catalog::unknown("key", self.key, known.iter().copied());
        format!("{}: {hint}", self.place(item))
    }
}

pub(super) fn syntax_error(text: &str, error: &toml_edit::TomlError) -> anyhow::Error {
    let start = error.span().map_or(0, |span| span.start);
    let (line, column) = line_column(text, start);
    anyhow!("{MANIFEST_PATH}:{line}:{column}: {}", error.message())
}

/// Line and column of a byte offset, both from 1; the column counts characters.
pub(crate) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}
