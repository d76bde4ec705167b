//! The only reader of the disk: a repository becomes a tree.

mod content;
mod secret;
mod state;
mod walk;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

pub use self::content::{MAX_SIZE, mode_runs};
pub use self::secret::{SECRETS_DIR, SecretFile, is_secret};
pub use self::state::State;
use crate::exit::WrongUsage;
use crate::facts::Notice;
use crate::tree::{File, Opaque, RelPath, Tree};

/// A folder on the disk that is, or will be, prepared for production.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// # Errors
    /// `dir` is missing, no folder, or cannot be read.
    pub fn open(dir: &Path) -> Result<Workspace> {
        let shown = dir.display();
        let root = fs::canonicalize(dir).map_err(|error| {
            WrongUsage(format!("cannot open `{shown}`: {error}\nnext: name an existing folder with `-C DIR`"))
        })?;
        if !root.is_dir() {
            let next = "next: name the repository's folder with `-C DIR`";
            return Err(WrongUsage(format!("`{shown}` is not a folder\n{next}")).into());
        }
        fs::read_dir(&root)
            .map_err(|error| anyhow!("cannot read the folder `{shown}`: {error}\nnext: check its permissions"))?;
        Ok(Workspace { root })
    }

    /// The folder, absolute and without symbolic links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Everything that git would see and everything in `extra`, except `.shipready/`, which [`Workspace::read_state`]
    /// reads. Contents are held where `wants` says so for a path and its size in bytes, and for all of `extra`. Of what
    /// it does not want even when empty, the size is never asked for.
    ///
    /// A file or folder that cannot be read becomes a notice or an opaque file, never an error.
    ///
    /// # Errors
    /// The root itself cannot be read.
    pub fn read(
        &self,
        wants: &(dyn Fn(&RelPath, u64) -> bool + Sync),
        extra: &BTreeSet<RelPath>,
    ) -> Result<(Tree, Vec<Notice>)> {
        let wanted = |path: &RelPath, size: u64| wants(path, size) || extra.contains(path);
        let (files, mut notices) = walk::seen(&self.root, &wanted)?;
        let mut tree: Tree = files.into_iter().collect();
        for path in extra {
            let listed = tree.contains(path.as_str()) || tree.below(path).next().is_some();
            if !listed && let Some((path, file)) = self.read_one(path) {
                tree.insert(path, file);
            }
        }
        notices.sort_by(|one, other| one.text.cmp(&other.text));
        Ok((tree, notices))
    }

    /// What is at `paths`, with its content; nothing where there is nothing.
    pub fn look(&self, paths: &BTreeSet<RelPath>) -> Tree {
        paths.iter().filter_map(|path| self.read_one(path)).collect()
    }

    /// The file at `path`, or whatever above it is no folder; None where there is nothing.
    fn read_one(&self, path: &RelPath) -> Option<(RelPath, File)> {
        let mut at = RelPath::root();
        for part in path.as_str().split('/') {
            at = at.join(part).ok()?;
            let full = self.root.join(at.as_str());
            let file = match fs::symlink_metadata(&full) {
                Ok(metadata) if metadata.is_dir() => continue,
                Ok(metadata) => content::read(&full, &at, &metadata),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
                Err(error) => File::Opaque { why: Opaque::Unreadable(error.to_string().into()) },
            };
            return Some((at, file));
        }
        // A folder: what is in it may be invisible to git, and still no file can be written here.
        Some((at.join("*").ok()?, File::Opaque { why: Opaque::Unread }))
    }
}

/// What such a file holds at most, in bytes.
const MAX_TEXT: u64 = 64 * 1024 * 1024;

/// The text of a file anywhere, which the command line names.
///
/// # Errors
/// It cannot be read or is not text.
pub fn text_at(path: &Path) -> Result<String> {
    let shown = path.display();
    let wrong = |error: std::io::Error| anyhow!("cannot read `{shown}`: {error}");
    let metadata = fs::metadata(path).map_err(wrong)?;
    if !metadata.is_file() || metadata.len() > MAX_TEXT {
        bail!("cannot read `{shown}`: it is no text file of a plausible size");
    }
    fs::read_to_string(path).map_err(wrong)
}
