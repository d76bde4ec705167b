//! Requirement files of pip, with the files that they include.

use crate::detect::nodes::shortened;
use crate::detect::requirement::{Requirement, requirement};
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// What an install from one requirement file brings.
#[derive(Clone, Debug, Default)]
pub struct Requirements {
    /// The file itself, then those that it includes.
    pub files: Vec<RelPath>,
    pub dependencies: Vec<Requirement>,
    /// Folders of the repository that it installs: `-e ./common`.
    pub locals: Vec<RelPath>,
}

/// The names that production requirements go by, best first, relative to a project's folder.
const NAMES: &[&str] = &[
    "requirements.txt",
    "requirements/production.txt",
    "requirements/prod.txt",
    "requirements/requirements.txt",
    "requirements/base.txt",
    "requirements/main.txt",
    "requirements/common.txt",
    "requirements-prod.txt",
    "requirements-production.txt",
    "requirements.prod.txt",
    "requirements_prod.txt",
    "requirements-base.txt",
    "requirements/app.txt",
    "requirements.in",
    "requirements/requirements.in",
];

/// The names that requirements for development go by.
const DEVELOPMENT: &[&str] = &["dev", "develop", "development", "local", "test", "tests", "testing", "lint", "ci"];

/// The requirement files of development beside the production ones of the project in `folder`.
pub fn development_files(tree: &Tree, folder: &RelPath) -> Vec<RelPath> {
    let names = DEVELOPMENT.iter().flat_map(|name| {
        [
            format!("requirements-{name}.txt"),
            format!("requirements_{name}.txt"),
            format!("requirements.{name}.txt"),
            format!("{name}-requirements.txt"),
            format!("{name}_requirements.txt"),
            format!("requirements/{name}.txt"),
        ]
    });
    let paths = names.filter_map(|name| folder.join(&name).ok());
    paths.filter(|path| tree.text(path.as_str()).is_some()).collect()
}

/// The requirement file that a production install of the project in `folder` reads.
pub fn main_file(tree: &Tree, folder: &RelPath) -> Option<RelPath> {
    NAMES.iter().filter_map(|name| folder.join(name).ok()).find(|path| tree.text(path.as_str()).is_some())
}

/// The project folder that the requirement file at `path` speaks for.
pub fn folder_of(path: &RelPath) -> Option<RelPath> {
    let folder = path.parent();
    let folder = if folder.name() == "requirements" { folder.parent() } else { folder };
    let below = path.below(&folder)?;
    NAMES.contains(&below).then_some(folder)
}

/// Reads `path` and what it includes, each file once.
pub fn read(tree: &Tree, path: &RelPath) -> Requirements {
    let mut found = Requirements::default();
    include(tree, path, &mut found);
    found
}

fn include(tree: &Tree, path: &RelPath, found: &mut Requirements) {
    let Some(text) = tree.text(path.as_str()) else { return };
    if found.files.contains(path) {
        return;
    }
    found.files.push(path.clone());
    let mut number = 0_u32;
    for line in text.trim_start_matches('\u{feff}').lines() {
        number = number.saturating_add(1);
        let line = without_comment(line);
        if let Some(other) = after(line, ["-c", "--constraint"]) {
            // It selects nothing, but the install cannot do without the file.
            found.files.extend(beside(path, other).filter(|file| tree.contains(file.as_str())));
            continue;
        }
        if let Some(other) = after(line, ["-r", "--requirement"]) {
            if let Some(other) = beside(path, other) {
                include(tree, &other, found);
            }
            continue;
        }
        let editable = after(line, ["-e", "--editable"]);
        let written =
            editable.or_else(|| line.starts_with(['.', '/']).then_some(line)).or_else(|| line.strip_prefix("file:"));
        if let Some(folder) = written {
            let folder = folder.split(['[', ' ', ';']).next().unwrap_or("").trim_start_matches("file:");
            found.locals.extend(beside(path, if folder == "." { "./" } else { folder }));
            continue;
        }
        let specifier = line.split(" --").next().unwrap_or("").trim_end_matches('\\');
        let evidence = Evidence { path: path.clone(), line: Some(number), text: shortened(specifier) };
        if !line.starts_with('-') && !line.contains("://") || line.contains(" @ ") {
            found.dependencies.extend(requirement(specifier, evidence));
        }
    }
}

fn without_comment(line: &str) -> &str {
    let line = line.trim();
    if line.starts_with('#') { "" } else { line.split(" #").next().unwrap_or("").trim() }
}

/// The file that a line names after one of two spellings of an option.
fn after<'l>(line: &'l str, [short, long]: [&str; 2]) -> Option<&'l str> {
    let rest = line.strip_prefix(short).or_else(|| line.strip_prefix(long))?;
    Some(rest.trim_start_matches(['=', ' ', '\t']).trim())
}

/// `other` as written in a file beside `path`; `..` may climb inside the repository.
pub fn beside(path: &RelPath, other: &str) -> Option<RelPath> {
    let mut folder = path.parent();
    let mut rest = other;
    loop {
        rest = rest.trim_start_matches("./");
        match rest.strip_prefix("../") {
            Some(_) if folder.is_root() => return None,
            Some(after) => {
                folder = folder.parent();
                rest = after;
            }
            None => return folder.join(rest).ok(),
        }
    }
}
