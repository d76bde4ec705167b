//! shipready.toml: the choices, with their places in the file for errors, and edits that keep comments.

mod audit;
pub mod edit;
mod jobs;
mod reader;
mod schedule;

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use toml_edit::{Document, Item};

use crate::catalog::option::Value;
pub use crate::catalog::option::form::is_host;
use crate::catalog::option::form::is_identifier;
pub use crate::manifest::audit::Ignore;
pub use crate::manifest::jobs::Job;
pub(crate) use crate::manifest::reader::line_column;
use crate::manifest::reader::{Reader, syntax_error};
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
    /// Files and folders that are left alone, as `[files] keep` lists them.
    pub keep: Vec<RelPath>,
    /// Findings of the audit that are lived with, as `[[audit.ignore]]` lists them.
    pub ignore: Vec<Ignore>,
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
            manifest.take(Reader { text, key }, item)?;
        }
        if manifest.target.is_empty() {
            bail!("{MANIFEST_PATH}: `target` is missing; `shipready list targets` shows what there is");
        }
        Ok(manifest)
    }

    /// Whether `text` chooses anything; a file that only holds `[audit]` does not.
    pub fn is_set_up(text: &str) -> bool {
        Document::parse(text).map_or(true, |document| document.iter().any(|(key, _)| key != "audit"))
    }

    /// The findings that `text` lives with, whatever else it says.
    ///
    /// # Errors
    /// As [`Manifest::parse`], for what `[audit]` holds.
    pub fn ignored(text: &str) -> Result<Vec<Ignore>> {
        let document = Document::parse(text).map_err(|error| syntax_error(text, &error))?;
        match document.get("audit") {
            Some(item) => audit::ignored(Reader { text, key: "audit" }, item),
            None => Ok(Vec::new()),
        }
    }

    /// One key of the outermost table.
    fn take(&mut self, at: Reader<'_>, item: &Item) -> Result<()> {
        let inner = |key| Reader { key, ..at };
        match at.key {
            "target" => {
                self.places.insert(at.key.to_owned(), at.place(item));
                self.target = at.string(item)?;
            }
            "project" => {
                for (key, item) in at.table(item)?.iter() {
                    match key {
                        "name" => self.project = inner(key).name(item, &inner(key).string(item)?)?,
                        "domain" => self.domain = inner(key).domain(item)?,
                        _ => bail!(inner(key).unknown(item, &["name", "domain"])),
                    }
                }
            }
            "audit" => self.ignore = audit::ignored(at, item)?,
            "files" => self.keep = kept(at, item)?,
            "apps" => {
                for (name, item) in at.table(item)?.iter() {
                    self.apps.insert(inner(name).name(item, name)?, app(inner(name), item)?);
                }
            }
            "services" | "targets" => {
                for (id, item) in at.table(item)?.iter() {
                    self.places.insert(id.to_owned(), at.place(item));
                    let choices = choices(inner(id), item)?;
                    if at.key == "services" { &mut self.services } else { &mut self.targets }
                        .insert(id.to_owned(), choices);
                }
            }
            _ => bail!(at.unknown(item, &["project", "target", "targets", "apps", "services", "files", "audit"])),
        }
        Ok(())
    }
}

/// `[files]`: which of them are left alone.
fn kept(at: Reader<'_>, item: &Item) -> Result<Vec<RelPath>> {
    let mut kept = Vec::new();
    for (key, item) in at.table(item)?.iter() {
        match key {
            "keep" => kept = Reader { key, ..at }.paths(item)?,
            _ => bail!(Reader { key, ..at }.unknown(item, &["keep"])),
        }
    }
    Ok(kept)
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
