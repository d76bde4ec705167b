//! A repository in a temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::ran::Ran;

/// Everything below a folder: kind, mode and content by path.
pub type Files = BTreeMap<String, String>;

pub struct Repo {
    folder: TempDir,
    root: PathBuf,
}

impl Repo {
    /// An empty folder called `shop`.
    pub fn new() -> Repo {
        Repo::called("shop")
    }

    pub fn called(name: &str) -> Repo {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join(name);
        fs::create_dir_all(&root).unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Repo { folder, root }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Repo {
        let full = self.root.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, content).unwrap();
        self
    }

    pub fn files(self, files: &[(&str, &str)]) -> Repo {
        files.iter().fold(self, |repo, (path, content)| repo.file(path, content))
    }

    pub fn folder(self, path: &str) -> Repo {
        fs::create_dir_all(self.root.join(path)).unwrap();
        self
    }

    pub fn link(self, path: &str, to: &str) -> Repo {
        symlink(to, self.root.join(path)).unwrap();
        self
    }

    pub fn without(self, path: &str) -> Repo {
        let full = self.root.join(path);
        if full.is_dir() { fs::remove_dir_all(full) } else { fs::remove_file(full) }.unwrap();
        self
    }

    /// Every file of the folder `from`, with its run bit.
    pub fn copied(self, from: &Path) -> Repo {
        let taken = all_below(from).into_iter().filter(|path| from.join(path).is_file());
        taken.fold(self, |repo, path| {
            let mode = fs::metadata(from.join(&path)).unwrap().permissions();
            let repo = repo.file(&path, fs::read(from.join(&path)).unwrap());
            fs::set_permissions(repo.root.join(&path), mode).unwrap();
            repo
        })
    }

    /// `path` with `old` replaced, which must be there.
    pub fn edited(self, path: &str, old: &str, new: &str) -> Repo {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not hold `{old}`:\n{text}");
        self.file(path, text.replace(old, new))
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    /// The program with `arguments` in this repository: no color, no terminal, nobody's settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipready"));
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.home()).env("NO_COLOR", "1");
        command
    }

    /// Runs the program with the words of `line`.
    pub fn run(self, line: &str) -> Ran {
        let words: Vec<&str> = line.split_whitespace().collect();
        self.run_words(&words)
    }

    pub fn run_words(self, words: &[&str]) -> Ran {
        let before = self.snapshot();
        let output = self.command(words).output().unwrap();
        Ran::new(self, words.join(" "), before, output)
    }

    /// Every file, link and folder with its mode and content.
    pub fn snapshot(&self) -> Files {
        all_below(&self.root).into_iter().map(|path| (path.clone(), describe(&self.root.join(path)))).collect()
    }
}

fn describe(full: &Path) -> String {
    let metadata = fs::symlink_metadata(full).unwrap();
    let content = if metadata.is_dir() {
        "folder".to_owned()
    } else if metadata.is_symlink() {
        format!("-> {}", fs::read_link(full).unwrap().display())
    } else if full.ends_with(".shipready/undo/record") {
        // It speaks of inodes, which are others in every folder.
        "a record".to_owned()
    } else if metadata.is_file() {
        String::from_utf8_lossy(&fs::read(full).unwrap_or_default()).into_owned()
    } else {
        "neither file nor folder".to_owned()
    };
    format!("{:o} {content}", metadata.permissions().mode() & 0o7777)
}

/// The path of everything below `folder`, folders among it, in order; links are not followed.
pub fn all_below(folder: &Path) -> Vec<String> {
    let (mut found, mut left) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let full = entry.unwrap().path();
            found.push(full.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            if full.is_dir() && !full.is_symlink() {
                left.push(full);
            }
        }
    }
    found.sort();
    found
}

/// What differs between two trees, a path a line with what each holds there.
pub fn differences(one: &Files, other: &Files) -> String {
    let paths: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let mut found = String::new();
    for path in paths.into_iter().filter(|path| one.get(*path) != other.get(*path)) {
        let side = |files: &Files| files.get(path).cloned().unwrap_or_else(|| "(nothing)\n".to_owned());
        let (one, other) = (side(one), side(other));
        let diff = similar::TextDiff::from_lines(one.as_str(), other.as_str());
        found.push_str(&format!("{path}\n{}\n", diff.unified_diff()));
    }
    found
}
