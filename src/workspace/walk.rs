//! What git would see, listed by several threads.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use anyhow::{Result, bail};
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::content;
use crate::facts::Notice;
use crate::state::STATE_DIR;
use crate::tree::{File, Opaque, RelPath};

/// Folders that an installer or a cache fills; without a .gitignore git would see them, and nothing in them is source.
const FILLED: [&str; 9] = [
    "node_modules",
    "__pycache__",
    ".venv",
    ".tox",
    ".nox",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".terraform",
];
/// Folders that are virtual environments when they say so; `.env` is one now and then.
const ENVIRONMENTS: [&str; 4] = ["venv", "env", ".env", "virtualenv"];

type Wants<'a> = &'a (dyn Fn(&RelPath, u64) -> bool + Sync);
type Found = Result<(RelPath, File), Notice>;
/// Files in no order, and what could not be listed.
type Seen = (Vec<(RelPath, File)>, Vec<Notice>);

/// The files that git would see below `root`, in no order.
pub(super) fn seen(root: &Path, wants: Wants<'_>) -> Result<Seen> {
    // Rules of the folders above count only inside a git repository: a .gitignore in somebody's home does not.
    let inside = !root.join(".git").exists() && root.ancestors().skip(1).any(|folder| folder.join(".git").exists());
    let found = walk(root, wants, inside)?;
    if found.0.is_empty() && inside {
        // The outer repository ignores this folder as a whole, so it is a project of its own.
        return walk(root, wants, false);
    }
    Ok(found)
}

fn walk(root: &Path, wants: Wants<'_>, parents: bool) -> Result<Seen> {
    let mut builder = WalkBuilder::new(root);
    builder.hidden(false).ignore(false).require_git(false).parents(parents).filter_entry(is_source);
    builder.threads(std::thread::available_parallelism().map_or(2, usize::from).min(8));
    let (sender, receiver) = channel();
    builder.build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            visit(root, entry, wants, &sender);
            WalkState::Continue
        })
    });
    drop(sender);
    let (mut files, mut notices) = (Vec::new(), Vec::new());
    for found in receiver {
        match found {
            Ok(file) => files.push(file),
            Err(notice) => notices.push(notice),
        }
    }
    if files.is_empty()
        && let Err(error) = std::fs::read_dir(root)
    {
        bail!("cannot read `{}`: {error}", root.display());
    }
    Ok((files, notices))
}

fn is_source(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    if name == ".git" {
        return false;
    }
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    let is = |known: &&str| OsStr::new(known) == name;
    let own_state = entry.depth() == 1 && name == STATE_DIR;
    let environment = ENVIRONMENTS.iter().any(is) && entry.path().join("pyvenv.cfg").exists();
    !own_state && !environment && !FILLED.iter().any(is)
}

fn visit(root: &Path, entry: Result<DirEntry, ignore::Error>, wants: Wants<'_>, found: &Sender<Found>) {
    let send = |one: Found| {
        // The receiver outlives the walk.
        let _ = found.send(one);
    };
    match entry {
        Ok(entry) => {
            if let Some(error) = entry.error() {
                send(Err(notice(None, format!("an ignore file was read in part: {error}"))));
            }
            if entry.depth() > 0 && !entry.file_type().is_some_and(|kind| kind.is_dir()) {
                send(look(root, &entry, wants));
            }
        }
        Err(error) => send(unreadable(root, &error)),
    }
}

fn look(root: &Path, entry: &DirEntry, wants: Wants<'_>) -> Found {
    let path = rel_path(root, entry.path())?;
    // The folder's listing tells what kind of file it is. Asking for its size would cost as much as all the rest.
    let closed = entry.file_type().and_then(|kind| content::closed(&path, kind));
    let unread = closed.or_else(|| (!wants(&path, 0)).then_some(Opaque::Unread));
    if let Some(why) = unread {
        return Ok((path, File::Opaque { why }));
    }
    let file = match entry.metadata() {
        Ok(metadata) if wants(&path, metadata.len()) => content::read(entry.path(), &path, &metadata),
        Ok(_) => File::Opaque { why: Opaque::Unread },
        Err(error) => File::Opaque { why: Opaque::Unreadable(reason(&error).into()) },
    };
    Ok((path, file))
}

/// A folder that cannot be listed stands in the tree as one opaque file, so nothing is planned below it.
fn unreadable(root: &Path, error: &ignore::Error) -> Found {
    match culprit(error) {
        Some(full) if full != root => {
            Ok((rel_path(root, full)?, File::Opaque { why: Opaque::Unreadable(reason(error).into()) }))
        }
        _ => Err(notice(None, format!("left out: {error}"))),
    }
}

fn culprit(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => culprit(err),
        _ => None,
    }
}

fn reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

fn rel_path(root: &Path, full: &Path) -> Result<RelPath, Notice> {
    let below = full.strip_prefix(root).unwrap_or(full);
    let shown = || below.display().to_string().escape_debug().to_string();
    let text =
        below.to_str().ok_or_else(|| notice(None, format!("left out: the name of `{}` is not UTF-8", shown())))?;
    RelPath::new(text)
        .map_err(|_| notice(None, format!("left out: `{}` has a line break or a backslash in its name", shown())))
}

fn notice(path: Option<RelPath>, text: String) -> Notice {
    Notice { path, text }
}
