//! Where templates come from: the files embedded in the program, with the user's own laid over them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use crate::catalog::preset::Preset;
use crate::state::USER_TEMPLATES_DIR;
use crate::tree::Tree;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static PRESETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/presets");

/// The text of every template by its path below `templates/`.
#[derive(Clone, Debug, Default)]
pub struct Source {
    files: BTreeMap<String, Cow<'static, str>>,
    presets: BTreeMap<String, Cow<'static, str>>,
    /// Paths that come from the user's own templates.
    own: BTreeSet<String>,
}

impl Source {
    pub fn embedded() -> Self {
        let mut source = Source::default();
        collect(&TEMPLATES, &mut source.files);
        collect(&PRESETS, &mut source.presets);
        source
    }

    /// This source with the user's templates laid over it, path by path.
    #[must_use]
    pub fn overlaid(mut self, user: &Tree) -> Self {
        for (path, text) in user.texts() {
            let text = Cow::Owned(text.to_owned());
            self.own.insert(path.as_str().to_owned());
            match path.as_str().strip_prefix("presets/") {
                Some(preset) => self.presets.insert(preset.to_owned(), text),
                None => self.files.insert(path.as_str().to_owned(), text),
            };
        }
        self
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|text| &**text)
    }

    /// Whether the file at `path` comes from the user's own templates.
    pub fn is_own(&self, path: &str) -> bool {
        self.own.contains(path)
    }

    /// How messages call the file at `path`: where the person finds it.
    pub fn name(&self, path: &str) -> String {
        let folder = if self.own.contains(path) { USER_TEMPLATES_DIR } else { "templates" };
        format!("{folder}/{path}")
    }

    /// Every file below `folder`, as its path from there and its text.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let prefix = format!("{folder}/");
        let start = self.files.range(prefix.clone()..);
        start.map_while(move |(path, text)| Some((path.strip_prefix(&prefix)?, &**text)))
    }

    /// The path of every `<kind>/<id>/component.yaml`.
    pub fn component_files(&self) -> Vec<String> {
        let is_component = |path: &&String| path.ends_with("/component.yaml") && path.split('/').count() == 3;
        self.files.keys().filter(is_component).cloned().collect()
    }

    /// Every preset by its id, the name of its file.
    ///
    /// # Errors
    /// A preset that does not parse.
    pub fn presets(&self) -> Result<BTreeMap<String, Preset>> {
        let parsed = self.presets.iter().filter_map(|(path, text)| {
            let id = path.strip_suffix(".yaml")?;
            let name = match self.own.contains(&format!("presets/{path}")) {
                true => self.name(&format!("presets/{path}")),
                false => format!("presets/{path}"),
            };
            Some(parse_text(&name, text).map(|preset| (id.to_owned(), preset)))
        });
        parsed.collect()
    }
}

/// Parses the YAML file at `path` of the source.
///
/// # Errors
/// The file is missing or wrong; the message holds path, line and column.
pub fn parse<T: DeserializeOwned>(source: &Source, path: &str) -> Result<T> {
    let text = source.get(path).with_context(|| format!("{} is missing", source.name(path)))?;
    parse_text(&source.name(path), text)
}

/// Parses YAML; `name` is what an error calls the file.
///
/// # Errors
/// As the parser, with the name before it.
pub fn parse_text<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    serde_yaml::from_str(text).map_err(|error| {
        let place = error.location().map(|at| (at.line(), at.column()));
        let at = place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        // The parser's own words begin with the place and end with a picture of it, under a name that means nothing.
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let again = place.map(|(line, column)| format!("line {line} column {column}: ")).unwrap_or_default();
        anyhow::anyhow!("{name}{at}: {}", said.strip_prefix(&again).unwrap_or(said))
    })
}

fn collect(folder: &'static Dir<'static>, files: &mut BTreeMap<String, Cow<'static, str>>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(path.to_owned(), Cow::Borrowed(text));
        }
    }
    for below in folder.dirs() {
        collect(below, files);
    }
}
