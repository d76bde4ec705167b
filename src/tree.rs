//! Files as values: a path that cannot leave the root, a file, and a tree of them.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use anyhow::{Result, bail};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A path below the repository root: `/`-separated, normalised, never absolute, never with `..`.
///
/// The root itself is `.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// The repository root, written `.`.
    pub fn root() -> Self {
        RelPath(".".into())
    }

    /// Normalises `path` (`./a//b/` becomes `a/b`).
    ///
    /// # Errors
    /// A path that is empty, absolute, climbs with `..`, or holds a backslash, a NUL or a line break.
    pub fn new(path: &str) -> Result<Self> {
        if path.is_empty() {
            bail!("a path is empty");
        }
        if path.starts_with('/') || path.contains(['\\', '\0', '\n', '\r']) {
            bail!("`{}` is not a path inside the repository", path.escape_debug());
        }
        if path.split('/').any(|part| part == "..") {
            bail!("`{path}` would leave the repository");
        }
        let says_nothing = |part: &str| matches!(part, "" | ".");
        if !path.split('/').any(says_nothing) {
            // Nearly every path is written as it should be.
            return Ok(RelPath(path.into()));
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !says_nothing(part)).collect();
        Ok(if parts.is_empty() { Self::root() } else { RelPath(parts.join("/").into()) })
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_root(&self) -> bool {
        &*self.0 == "."
    }

    /// `path` below this folder.
    ///
    /// # Errors
    /// As [`RelPath::new`].
    pub fn join(&self, path: &str) -> Result<Self> {
        let below = Self::new(path)?;
        Ok(match (self.is_root(), below.is_root()) {
            (true, _) => below,
            (_, true) => self.clone(),
            _ => RelPath(format!("{}/{}", self.0, below.0).into()),
        })
    }

    /// The last component; `.` for the root.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder that holds this path; the root is its own parent.
    pub fn parent(&self) -> Self {
        match self.0.rsplit_once('/') {
            Some((folder, _)) => RelPath(folder.into()),
            None => Self::root(),
        }
    }

    /// What follows `.` in the last component: `py` for `app/main.py`.
    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// This path seen from `folder`, or None when it is not below it.
    pub fn below(&self, folder: &RelPath) -> Option<&str> {
        if folder.is_root() {
            return Some(&self.0);
        }
        self.0.strip_prefix(&*folder.0)?.strip_prefix('/')
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &self.0)
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RelPath {
    type Error = anyhow::Error;

    fn try_from(path: String) -> Result<Self> {
        Self::new(&path)
    }
}

impl From<RelPath> for String {
    fn from(path: RelPath) -> Self {
        path.as_str().to_owned()
    }
}

/// The text of a file and its run bit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub content: Arc<str>,
    pub executable: bool,
}

impl Text {
    pub fn new(content: impl Into<Arc<str>>) -> Self {
        Text { content: content.into(), executable: false }
    }
}

/// Why the content of a file is not held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opaque {
    /// Nobody declared that they read it.
    Unread,
    /// Not UTF-8 text.
    Binary,
    /// Longer than what is read of a file.
    TooLarge,
    /// A symbolic link; it is never followed.
    Link,
    /// The system refused: what it said.
    Unreadable(Arc<str>),
    /// A secret file: its name is known, its content never.
    Secret,
}

/// A file as far as shipready looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    Text(Text),
    Opaque { why: Opaque },
}

/// Files by path, in path order. Folders exist only as parts of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<RelPath, File>,
}

impl Tree {
    pub fn insert(&mut self, path: RelPath, file: File) -> Option<File> {
        self.files.insert(path, file)
    }

    pub fn remove(&mut self, path: &str) -> Option<File> {
        self.files.remove(path)
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The text at `path`, or None when there is no file or its content is not held.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.files.get(path)? {
            File::Text(text) => Some(&text.content),
            File::Opaque { .. } => None,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&RelPath, &File)> {
        self.files.iter()
    }

    pub fn paths(&self) -> impl Iterator<Item = &RelPath> {
        self.files.keys()
    }

    /// The files whose text is held.
    pub fn texts(&self) -> impl Iterator<Item = (&RelPath, &str)> {
        self.files.iter().filter_map(|(path, file)| match file {
            File::Text(text) => Some((path, &*text.content)),
            File::Opaque { .. } => None,
        })
    }

    /// The files in the folder `path` and its folders.
    pub fn below(&self, path: &RelPath) -> impl Iterator<Item = (&RelPath, &File)> {
        // `/` sorts after other characters that may follow a name, so the folder's files start at `path/`.
        let first = RelPath(format!("{path}/").into());
        let folder = path.clone();
        self.files.range(first..).take_while(move |(file, _)| file.below(&folder).is_some())
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// This tree with the files of `other` laid over it.
    #[must_use]
    pub fn overlaid(&self, other: &Tree) -> Tree {
        let mut files = self.files.clone();
        files.extend(other.files.iter().map(|(path, file)| (path.clone(), file.clone())));
        Tree { files }
    }
}

impl FromIterator<(RelPath, File)> for Tree {
    fn from_iter<I: IntoIterator<Item = (RelPath, File)>>(files: I) -> Self {
        Tree { files: files.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests;
