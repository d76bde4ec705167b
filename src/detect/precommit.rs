//! Hooks of pre-commit: what they run, in which version, and how.

use std::str::FromStr as _;

use pep440_rs::Version;
use serde::Deserialize;

use crate::detect::compose::unreadable;
use crate::facts::{Evidence, Notice};
use crate::tree::{RelPath, Tree};

const FILE: &str = ".pre-commit-config.yaml";
/// Arguments by which a hook changes files, which a check must not.
const CHANGING: &[&str] =
    &["--fix", "--fix-only", "--unsafe-fixes", "--exit-non-zero-on-fix", "--show-fixes", "--in-place"];
/// What the hook of mypy says where the repository says nothing.
const USUAL: &[(&str, &[&str])] = &[("mypy", &["--ignore-missing-imports", "--scripts-are-modules"])];

/// One hook that runs a program of a published repository.
#[derive(Clone, Debug)]
pub struct Hook {
    pub id: String,
    /// Of the program, which its repository's tags are named after.
    pub version: Option<String>,
    pub arguments: Vec<String>,
    /// Packages that are installed beside the program.
    pub beside: Vec<String>,
    pub evidence: Evidence,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    repos: Vec<Repo>,
}

#[derive(Deserialize)]
struct Repo {
    repo: String,
    rev: Option<String>,
    #[serde(default)]
    hooks: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    args: Option<Vec<String>>,
    #[serde(default)]
    additional_dependencies: Vec<String>,
}

/// The hooks that the file in `folder` names; None where there is no such file.
pub fn hooks(tree: &Tree, folder: &RelPath, notices: &mut Vec<Notice>) -> Option<Vec<Hook>> {
    let path = folder.join(FILE).ok()?;
    let text = tree.text(path.as_str())?;
    let file: File = match serde_yaml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            notices.push(unreadable(&path, &error));
            return None;
        }
    };
    // A local hook says nothing of a version, and `meta` holds pre-commit's own.
    let published = file.repos.into_iter().filter(|repo| !matches!(repo.repo.as_str(), "local" | "meta"));
    Some(published.flat_map(|repo| of_repo(&path, text, repo)).collect())
}

fn of_repo(path: &RelPath, text: &str, repo: Repo) -> Vec<Hook> {
    let Repo { repo: _, rev, hooks } = repo;
    let version = rev.as_deref().map(|rev| rev.trim_start_matches('v')).filter(|rev| Version::from_str(rev).is_ok());
    let hook = |entry: Entry| {
        let usual = USUAL.iter().find(|(id, _)| *id == entry.id).map(|(_, usual)| *usual).unwrap_or_default();
        let told = entry.args.unwrap_or_else(|| usual.iter().map(|argument| (*argument).to_owned()).collect());
        let plain = |text: &String| !text.is_empty() && !text.chars().any(char::is_control);
        Hook {
            evidence: place(path, text, &entry.id),
            id: entry.id,
            version: version.map(str::to_owned),
            arguments: told.into_iter().filter(plain).filter(|said| !CHANGING.contains(&said.as_str())).collect(),
            beside: entry
                .additional_dependencies
                .into_iter()
                .filter(plain)
                .filter(|one| !one.starts_with('-'))
                .collect(),
        }
    };
    hooks.into_iter().map(hook).collect()
}

fn place(path: &RelPath, text: &str, id: &str) -> Evidence {
    let named =
        |line: &str| line.trim_start_matches([' ', '-']).strip_prefix("id:").is_some_and(|rest| rest.trim() == id);
    let line = text.lines().position(named).and_then(|line| u32::try_from(line + 1).ok());
    Evidence { path: path.clone(), line, text: format!("id: {id}") }
}
