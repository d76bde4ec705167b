//! A repository in a temporary folder, and what was rendered for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use shipready::apply::{self, Applied};
use shipready::plan::{Action, Known, Plan, Policy, Rendered, RenderedFile, plan};
use shipready::tree::{RelPath, Text, Tree};
use shipready::workspace::Workspace;
use tempfile::TempDir;

pub struct Repo {
    folder: TempDir,
    root: PathBuf,
}

pub fn path(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

pub fn rendered(files: &[(&str, &str)]) -> Rendered {
    files.iter().map(|(path, content)| (self::path(path), owned(content))).collect()
}

fn owned(content: &str) -> RenderedFile {
    RenderedFile::new(Text::new(content), Policy::Owned, vec!["compose".into()])
}

pub fn with(mut new: Rendered, path: &str, content: &str, policy: Policy) -> Rendered {
    new.insert(self::path(path), RenderedFile { policy, ..owned(content) });
    new
}

pub fn runnable(mut new: Rendered, path: &str) -> Rendered {
    new.get_mut(path).unwrap().text.executable = true;
    new
}

impl Repo {
    pub fn new() -> Repo {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Repo { folder, root }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn in_folder(self, below: &str) -> Repo {
        Repo { root: self.root.join(below), folder: self.folder }
    }

    pub fn file(self, path: &str, content: &str) -> Repo {
        self.write(path, content);
        self
    }

    pub fn link(self, path: &str, to: &str) -> Repo {
        symlink(to, self.root.join(path)).unwrap();
        self
    }

    pub fn write(&self, path: &str, content: &str) {
        let full = self.root.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, content).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root.join(path)).unwrap();
    }

    pub fn mode(&self, path: &str) -> u32 {
        fs::symlink_metadata(self.root.join(path)).unwrap().permissions().mode() & 0o7777
    }

    pub fn chmod(&self, path: &str, mode: u32) {
        fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    pub fn tree(&self, new: &Rendered) -> Tree {
        let workspace = Workspace::open(&self.root).unwrap();
        let state = workspace.read_state().unwrap();
        let extra: BTreeSet<RelPath> = new.keys().chain(state.lock.files.keys()).cloned().collect();
        workspace.read(&|_, _| false, &extra).unwrap().0
    }

    pub fn plan(&self, new: &Rendered) -> Plan {
        let state = Workspace::open(&self.root).unwrap().read_state().unwrap();
        plan(Known::new(&state.lock, &state.base, 1), &self.tree(new), new)
    }

    pub fn apply(&self, new: &Rendered) -> Applied {
        apply::apply(&self.root, &self.plan(new)).unwrap()
    }

    pub fn action(&self, new: &Rendered, path: &str) -> Option<Action> {
        self.plan(new).changes.iter().find(|change| change.path.as_str() == path).map(|change| change.action)
    }

    /// Every file, link and folder with its content and mode.
    pub fn snapshot(&self) -> BTreeMap<String, String> {
        snapshot(&self.root)
    }
}

/// As [`Repo::snapshot`], of any folder.
pub fn snapshot(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    gather(root, root, &mut found);
    found
}

fn gather(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let full = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&full).unwrap();
        let content = if metadata.is_dir() {
            gather(root, &full, found);
            "folder".to_owned()
        } else if metadata.is_symlink() {
            format!("-> {}", fs::read_link(&full).unwrap().display())
        } else if full.ends_with(".shipready/undo/record") {
            // It speaks of inodes, which are others in every folder.
            "a record".to_owned()
        } else {
            fs::read_to_string(&full).unwrap_or_default()
        };
        let name = full.strip_prefix(root).unwrap().display().to_string();
        found.insert(name, format!("{:o} {content}", metadata.permissions().mode() & 0o7777));
    }
}
