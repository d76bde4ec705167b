//! shipready.toml: the choices, with their places in the file for errors, and edits that keep comments.

pub mod edit;
mod jobs;
mod schedule;

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use toml_edit::{Document, Item, TableLike};

use crate::catalog::option::Value;
pub use crate::catalog::option::form::is_host;
use crate::catalog::option::form::{LONGEST_NAME, is_identifier, is_name};
pub use crate::manifest::jobs::Job;
use crate::state::MANIFEST_PATH;
use crate::tree::RelPath;

/// What `shipready.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    pub project: String,
    pub domain: String,
    pub target: String,
    pub apps: BTreeMap<String, AppChoice>,
    /// Options by service id.
    pub services: BTreeMap<String, Choices>,
    /// Options by target id; those of the chosen target count.
    pub targets: BTreeMap<String, Choices>,
    /// Where the target, each service and each target's options (by id) are named: `shipready.toml:12:5`.
    pub places: BTreeMap<String, String>,
}

/// One `[apps.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct AppChoice {
    pub root: RelPath,
    pub stack: String,
    /// Options of the stack and its runtime.
    pub options: Choices,
    /// `[apps.<name>.env]`: what a variable is bound to.
    pub env: Choices,
    /// `[apps.<name>.jobs.<id>]`: commands that run at fixed times.
    pub jobs: BTreeMap<String, Job>,
    /// Where its stack is named.
    pub stack_place: String,
    /// Where its root is named, or its table where it is not.
    pub root_place: String,
}

/// Values by key, each with its place in the file.
pub type Choices = BTreeMap<String, Chosen>;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub value: Value,
    /// `shipready.toml:12:5`, or `--set`.
    pub place: String,
}

impl Manifest {
    /// Reads the manifest; ids and options are checked later, against the catalog.
    ///
    /// # Errors
    /// Text that is not TOML, an unknown key or a wrong type; with line and column.
    pub fn parse(text: &str) -> Result<Self> {
        let document = Document::parse(text).map_err(|error| syntax_error(text, &error))?;
        let mut manifest = Manifest::default();
        for (key, item) in document.iter() {
            let at = Reader { text, key };
            match key {
                "target" => {
                    manifest.places.insert(key.to_owned(), at.place(item));
                    manifest.target = at.string(item)?;
                }
                "project" => {
                    for (key, item) in at.table(item)?.iter() {
                        let at = Reader { text, key };
                        match key {
                            "name" => manifest.project = at.name(item, &at.string(item)?)?,
                            "domain" => manifest.domain = at.domain(item)?,
                            _ => bail!(at.unknown(item, &["name", "domain"])),
                        }
                    }
                }
                "apps" => {
                    for (name, item) in at.table(item)?.iter() {
                        let at = Reader { text, key: name };
                        manifest.apps.insert(at.name(item, name)?, app(Reader { text, key: name }, item)?);
                    }
                }
                "services" => {
                    for (id, item) in at.table(item)?.iter() {
                        manifest.places.insert(id.to_owned(), at.place(item));
                        manifest.services.insert(id.to_owned(), choices(Reader { text, key: id }, item)?);
                    }
                }
                "targets" => {
                    for (id, item) in at.table(item)?.iter() {
                        manifest.places.insert(id.to_owned(), at.place(item));
                        manifest.targets.insert(id.to_owned(), choices(Reader { text, key: id }, item)?);
                    }
                }
                _ => bail!(at.unknown(item, &["project", "target", "targets", "apps", "services"])),
            }
        }
        if manifest.target.is_empty() {
            bail!("{MANIFEST_PATH}: `target` is missing; `shipready list targets` shows what there is");
        }
        Ok(manifest)
    }
}

fn app(at: Reader<'_>, item: &Item) -> Result<AppChoice> {
    let place = at.place(item);
    let mut choice = AppChoice {
        root: RelPath::root(),
        stack: String::new(),
        options: Choices::new(),
        env: Choices::new(),
        jobs: BTreeMap::new(),
        stack_place: place.clone(),
        root_place: place,
    };
    let name = at.key;
    for (key, value) in at.table(item)?.iter() {
        let at = Reader { text: at.text, key };
        match key {
            "root" => {
                choice.root_place = at.place(value);
                choice.root =
                    RelPath::new(&at.string(value)?).map_err(|error| anyhow!("{}: {error}", at.place(value)))?;
            }
            "stack" => {
                choice.stack_place = at.place(value);
                choice.stack = at.string(value)?;
            }
            "env" => choice.env = environment(at, value)?,
            "jobs" => choice.jobs = jobs::jobs(at, value)?,
            _ => drop(choice.options.insert(key.to_owned(), at.chosen(value)?)),
        }
    }
    if choice.stack.is_empty() {
        bail!("{}: [apps.{name}] has no `stack`; `shipready list stacks` shows what there is", at.place(item));
    }
    Ok(choice)
}

/// `[apps.<name>.env]`: its keys become names of variables.
fn environment(at: Reader<'_>, item: &Item) -> Result<Choices> {
    let wrong = at.table(item)?.iter().find(|(name, _)| !is_identifier(name));
    if let Some((name, value)) = wrong {
        let name = name.escape_debug();
        bail!("{}: `{name}` cannot be a variable: use letters, digits and _, a letter first", at.place(value));
    }
    choices(at, item)
}

fn choices(at: Reader<'_>, item: &Item) -> Result<Choices> {
    let table = at.table(item)?;
    table.iter().map(|(key, value)| Ok((key.to_owned(), Reader { text: at.text, key }.chosen(value)?))).collect()
}

/// Reads values and knows where they stand.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    key: &'a str,
}

impl Reader<'_> {
    fn place(self, item: &Item) -> String {
        let start = item.span().map_or(0, |span| span.start);
        let (line, column) = line_column(self.text, start);
        format!("{MANIFEST_PATH}:{line}:{column}")
    }

    fn table(self, item: &Item) -> Result<&dyn TableLike> {
        let wrong = || anyhow!("{}: `{}` must be a table", self.place(item), self.key);
        item.as_table_like().ok_or_else(wrong)
    }

    fn string(self, item: &Item) -> Result<String> {
        let wrong = || anyhow!("{}: `{}` must be a string", self.place(item), self.key);
        item.as_str().map(str::to_owned).ok_or_else(wrong)
    }

    /// `name`, which containers, folders and images can bear.
    fn name(self, item: &Item, name: &str) -> Result<String> {
        if !is_name(name) {
            let (place, name) = (self.place(item), name.escape_debug());
            let rule = "use lower-case letters, digits and hyphens, a letter first, no word of YAML such as `null`";
            bail!("{place}: `{name}` cannot be a name: {rule}, at most {LONGEST_NAME} characters");
        }
        Ok(name.to_owned())
    }

    fn domain(self, item: &Item) -> Result<String> {
        let domain = self.string(item)?;
        if !is_host(&domain) {
            let domain = domain.escape_debug();
            bail!("{}: `{domain}` is no host name; write it as shop.example.com", self.place(item));
        }
        Ok(domain)
    }

    fn chosen(self, item: &Item) -> Result<Chosen> {
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

    fn unknown(self, item: &Item, known: &[&str]) -> String {
        let hint = crate::catalog::unknown("key", self.key, known.iter().copied());
        format!("{}: {hint}", self.place(item))
    }
}

fn syntax_error(text: &str, error: &toml_edit::TomlError) -> anyhow::Error {
    let start = error.span().map_or(0, |span| span.start);
    let (line, column) = line_column(text, start);
    anyhow!("{MANIFEST_PATH}:{line}:{column}: {}", error.message())
}

/// Line and column of a byte offset, both from 1; the column counts characters.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}
