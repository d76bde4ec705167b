//! package.json: what a folder is called, depends on and can run.

use std::collections::BTreeMap;

use crate::detect::node::json::{Json, string, strings};
use crate::detect::places::decides;
use crate::facts::{Evidence, Notice};
use crate::tree::{RelPath, Tree};

/// A folder with a package.json.
#[derive(Debug)]
pub struct Package<'t> {
    pub root: RelPath,
    pub json: Json<'t>,
}

/// Every package of the repository by its folder.
pub type Packages<'t> = BTreeMap<RelPath, Package<'t>>;

/// Reads the packages that may decide something.
pub fn packages<'t>(tree: &'t Tree, notices: &mut Vec<Notice>) -> Packages<'t> {
    let mut found = BTreeMap::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.name() == "package.json" && decides(path)) {
        match Json::parse(path, text) {
            Ok(json) => drop(found.insert(path.parent(), Package { root: path.parent(), json })),
            Err(notice) => notices.push(notice),
        }
    }
    found
}

impl Package<'_> {
    pub fn name(&self) -> Option<&str> {
        self.json.string(&["name"])
    }

    /// What the program is installed with, and the ranges.
    pub fn dependencies(&self) -> BTreeMap<&str, &str> {
        self.listed("optionalDependencies").chain(self.listed("dependencies")).collect()
    }

    /// What those who work on the code install beside it.
    pub fn development(&self) -> BTreeMap<&str, &str> {
        let program = self.dependencies();
        self.listed("devDependencies").filter(|(name, _)| !program.contains_key(name)).collect()
    }

    pub fn depends_on(&self, name: &str) -> bool {
        ["dependencies", "optionalDependencies"].iter().any(|key| self.json.at(&[key, name]).is_some())
    }

    /// Whether it is listed at all, also for those who work on the code.
    pub fn lists(&self, name: &str) -> bool {
        self.depends_on(name) || self.json.at(&["devDependencies", name]).is_some()
    }

    fn listed(&self, key: &str) -> impl Iterator<Item = (&str, &str)> {
        let entries: Vec<_> = self.json.entries(&[key]).collect();
        entries.into_iter().filter_map(|(name, range)| Some((name, string(range)?)))
    }

    /// Where a dependency is listed.
    pub fn dependency_evidence(&self, name: &str) -> Evidence {
        let keys = ["dependencies", "optionalDependencies", "devDependencies"];
        let key = keys.iter().find(|key| self.json.at(&[key, name]).is_some()).unwrap_or(&"dependencies");
        self.json.evidence(&[key, name])
    }

    pub fn script(&self, name: &str) -> Option<&str> {
        self.json.string(&["scripts", name])
    }

    /// Files without a telling ending are ES modules.
    pub fn is_esm(&self) -> bool {
        self.json.string(&["type"]) == Some("module")
    }

    /// The patterns of its workspaces, as npm, yarn and bun read them.
    pub fn workspaces(&self) -> Vec<&str> {
        let listed = self.json.strings(&["workspaces"]);
        if listed.is_empty() {
            self.json.at(&["workspaces", "packages"]).map(strings).unwrap_or_default()
        } else {
            listed
        }
    }

    /// `path` from the repository's root, for one that is written from the package's folder; None when it leaves the repository.
    pub fn path(&self, written: &str) -> Option<RelPath> {
        joined(&self.root, written)
    }
}

/// `written` seen from `folder`, with `..` resolved; None when it leaves the repository.
pub fn joined(folder: &RelPath, written: &str) -> Option<RelPath> {
    let mut at = folder.clone();
    for part in written.split('/') {
        at = match part {
            "" | "." => at,
            ".." if at.is_root() => return None,
            ".." => at.parent(),
            name => at.join(name).ok()?,
        };
    }
    Some(at)
}
