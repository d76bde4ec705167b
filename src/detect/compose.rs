//! Compose files: which folder each service is built from.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::detect::requirements::beside;
use crate::facts::Notice;
use crate::tree::RelPath;

#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    services: BTreeMap<String, Option<Service>>,
}

#[derive(Debug, Deserialize)]
struct Service {
    build: Option<Build>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Build {
    Folder(String),
    Detailed { context: Option<String> },
}

/// The folders that the services of one file are built from, by the line on which each service begins.
#[derive(Clone, Debug, Default)]
pub struct Contexts(Vec<(u32, Option<RelPath>)>);

impl Contexts {
    /// Reads the file's text.
    ///
    /// # Errors
    /// A notice with line and column when it is not YAML.
    pub fn read(path: &RelPath, text: &str) -> Result<Self, Notice> {
        let file: File = serde_yaml::from_str(text).map_err(|error| unreadable(path, &error))?;
        let headers = headers(text).into_iter();
        let contexts = headers.map(|(line, name)| {
            let build = file.services.get(name).and_then(|service| service.as_ref()?.build.as_ref());
            let context = match build {
                Some(Build::Folder(folder)) => Some(folder.as_str()),
                Some(Build::Detailed { context }) => Some(context.as_deref().unwrap_or(".")),
                None => None,
            };
            (line, context.and_then(|context| beside(path, context)))
        });
        Ok(Contexts(contexts.collect()))
    }

    /// The build folder of the service that `line` belongs to.
    pub fn at(&self, line: u32) -> Option<&RelPath> {
        self.0.iter().rev().find(|(start, _)| *start <= line)?.1.as_ref()
    }
}

/// The parser's first line says where.
pub fn unreadable(path: &RelPath, error: &serde_yaml::Error) -> Notice {
    let message = error.without_snippet().to_string();
    let first = message.lines().next().unwrap_or("");
    Notice { path: Some(path.clone()), text: format!("not valid YAML: {first}") }
}

/// Line and name of each service.
fn headers(text: &str) -> Vec<(u32, &str)> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut depth = None;
    let mut number = 0_u32;
    for line in text.lines() {
        number = number.saturating_add(1);
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        if indent == 0 {
            inside = bare.starts_with("services:");
        } else if inside && indent == *depth.get_or_insert(indent) {
            found.extend(bare.split_once(':').map(|(name, _)| (number, name.trim_matches(['"', '\'']))));
        }
    }
    found
}
