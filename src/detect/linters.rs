//! Linters and type checkers that the repository has settings for, or hooks of pre-commit.

use std::collections::BTreeMap;

use crate::detect::precommit::{self, Hook};
use crate::detect::version::ancestors;
use crate::facts::{Confidence, Evidence, Linter, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// How a repository shows that it wants a program.
struct Known {
    name: &'static str,
    /// `[tool.<name>]` of pyproject.toml, or a section of setup.cfg and tox.ini.
    table: &'static str,
    files: &'static [&'static str],
    hooks: &'static [&'static str],
    /// It also looks for its settings above the folder that it starts in.
    upward: bool,
}

const KNOWN: &[Known] = &[
    Known { name: "black", table: "black", files: &[], hooks: &["black"], upward: true },
    Known { name: "flake8", table: "flake8", files: &[".flake8"], hooks: &["flake8"], upward: false },
    Known { name: "mypy", table: "mypy", files: &["mypy.ini", ".mypy.ini"], hooks: &["mypy"], upward: false },
    Known { name: "pyright", table: "pyright", files: &["pyrightconfig.json"], hooks: &["pyright"], upward: false },
    Known {
        name: "ruff",
        table: "ruff",
        files: &["ruff.toml", ".ruff.toml"],
        hooks: &["ruff", "ruff-check", "ruff-format"],
        upward: true,
    },
];

/// The programs that are meant for the project in `root`, in order of their names.
pub fn linters(tree: &Tree, root: &RelPath, notices: &mut Vec<Notice>) -> Vec<Seen<Linter>> {
    let folders = ancestors(root);
    let hooks = folders.iter().find_map(|folder| precommit::hooks(tree, folder, notices)).unwrap_or_default();
    KNOWN.iter().filter_map(|known| linter(tree, &folders, known, &hooks)).collect()
}

fn linter(tree: &Tree, folders: &[RelPath], known: &Known, hooks: &[Hook]) -> Option<Seen<Linter>> {
    let looked = if known.upward { folders } else { folders.get(..1).unwrap_or_default() };
    let hooks: Vec<&Hook> = hooks.iter().filter(|hook| known.hooks.contains(&hook.id.as_str())).collect();
    let settings = looked.iter().find_map(|folder| settings(tree, folder, known));
    let evidence: Vec<Evidence> = settings.into_iter().chain(hooks.iter().map(|hook| hook.evidence.clone())).collect();
    // What the check is told, and not what the formatter is.
    let check = hooks.iter().find(|hook| !hook.id.ends_with("-format"));
    let value = Linter {
        name: known.name.to_owned(),
        version: hooks.iter().find_map(|hook| hook.version.clone()),
        arguments: check.map(|hook| hook.arguments.clone()).unwrap_or_default(),
        beside: hooks.iter().flat_map(|hook| hook.beside.iter().cloned()).collect(),
        hooks: hooks.iter().map(|hook| hook.id.clone()).collect(),
    };
    (!evidence.is_empty()).then_some(Seen { value, confidence: Confidence::Certain, evidence })
}

/// Where `folder` holds settings of the program.
fn settings(tree: &Tree, folder: &RelPath, known: &Known) -> Option<Evidence> {
    let file = known.files.iter().filter_map(|name| folder.join(name).ok()).find(|path| tree.contains(path.as_str()));
    if let Some(path) = file {
        return Some(Evidence { text: path.name().to_owned(), path, line: None });
    }
    let heads = BTreeMap::from([
        ("pyproject.toml", format!("tool.{}", known.table)),
        ("setup.cfg", known.table.to_owned()),
        ("tox.ini", known.table.to_owned()),
    ]);
    heads.into_iter().find_map(|(name, head)| section(tree, folder.join(name).ok()?, &head))
}

/// The first `[head]` or `[head.…]` of a file.
fn section(tree: &Tree, path: RelPath, head: &str) -> Option<Evidence> {
    let mut number = 0_u32;
    let line = tree.text(path.as_str())?.lines().find(|line| {
        number = number.saturating_add(1);
        let inner = line.trim().trim_start_matches('[').split(']').next().unwrap_or_default();
        line.trim_start().starts_with('[') && (inner == head || inner.starts_with(&format!("{head}.")))
    })?;
    let text = line.trim().to_owned();
    Some(Evidence { line: Some(number), text, path })
}
