//! Reading `.shipready/` and the manifest, whatever git ignores.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use super::{Workspace, content};
use crate::state::{BASE_DIR, LOCK_PATH, Lock, MANIFEST_PATH, USER_TEMPLATES_DIR};
use crate::tree::{RelPath, Tree};

/// What shipready remembers of a repository, and what the user told it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The text of `shipready.toml`; None before `init`.
    pub manifest: Option<String>,
    /// Empty, with version 0, before `init`.
    pub lock: Lock,
    /// The last render of every file, by the path that it was rendered for.
    pub base: Tree,
    /// The user's templates, by their path below `.shipready/templates/`.
    pub templates: Tree,
}

impl Workspace {
    /// # Errors
    /// The manifest, the lock or a folder cannot be read, or the lock is broken or newer than this shipready.
    pub fn read_state(&self) -> Result<State> {
        Ok(State { lock: self.read_lock()?, ..self.read_rest()? })
    }

    /// As [`Workspace::read_state`], with an empty lock where it is broken, and why it is.
    ///
    /// # Errors
    /// As [`Workspace::read_state`], but for the lock.
    pub fn read_broken_state(&self) -> Result<(State, Option<anyhow::Error>)> {
        let rest = self.read_rest()?;
        Ok(match self.read_lock() {
            Ok(lock) => (State { lock, ..rest }, None),
            // It is whole, and says more than this shipready can write.
            Err(error) if self.text(LOCK_PATH)?.is_some_and(|text| Lock::is_newer(&text)) => return Err(error),
            Err(error) => (rest, Some(error)),
        })
    }

    fn read_lock(&self) -> Result<Lock> {
        Ok(self.text(LOCK_PATH)?.map(|text| Lock::parse(&text)).transpose()?.unwrap_or_default())
    }

    fn read_rest(&self) -> Result<State> {
        Ok(State {
            manifest: self.text(MANIFEST_PATH)?,
            lock: Lock::default(),
            base: self.folder(BASE_DIR)?,
            templates: self.folder(USER_TEMPLATES_DIR)?,
        })
    }

    fn text(&self, path: &str) -> Result<Option<String>> {
        let full = self.root().join(path);
        // Opening a pipe would wait for its other end.
        if fs::metadata(&full).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(anyhow!("cannot read `{path}`: it is no file\nnext: move it away"));
        }
        match fs::read_to_string(full) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(anyhow!("cannot read `{path}`: {error}\nnext: check that it is a readable text file")),
        }
    }

    fn folder(&self, folder: &str) -> Result<Tree> {
        let mut tree = Tree::default();
        let full = self.root().join(folder);
        if full.is_dir() {
            gather(&full, &RelPath::root(), &mut tree).with_context(|| format!("cannot read `{folder}`"))?;
        }
        Ok(tree)
    }
}

fn gather(full: &Path, below: &RelPath, tree: &mut Tree) -> Result<()> {
    let entries = fs::read_dir(full).with_context(|| format!("cannot read the folder `{below}`"))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read the folder `{below}`"))?;
        let name = entry.file_name();
        let name = name.to_str().with_context(|| format!("a name in `{below}` is not UTF-8: {}", name.display()))?;
        let path = below.join(name)?;
        let metadata = entry.metadata().with_context(|| format!("cannot look at `{path}`"))?;
        if metadata.is_dir() {
            gather(&entry.path(), &path, tree)?;
        } else {
            let file = content::read(&entry.path(), &path, &metadata);
            tree.insert(path, file);
        }
    }
    Ok(())
}
