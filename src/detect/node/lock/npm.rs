//! package-lock.json and npm-shrinkwrap.json, versions 1 to 3.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Form, Lock};

#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    packages: BTreeMap<String, Entry>,
    #[serde(default)]
    dependencies: BTreeMap<String, Old>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    version: Option<String>,
    #[serde(default)]
    has_install_script: bool,
    #[serde(default)]
    dependencies: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    optional_dependencies: BTreeMap<String, IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Old {
    version: Option<String>,
    /// A flag where nothing is required.
    #[serde(default)]
    requires: Requires,
    #[serde(default)]
    dependencies: BTreeMap<String, Old>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Requires {
    Names(BTreeMap<String, IgnoredAny>),
    Flag(IgnoredAny),
    #[default]
    Nothing,
}

pub(super) fn read(text: &str) -> Lock {
    let mut lock = Lock { form: Form::Npm, ..Lock::default() };
    let Ok(file) = serde_json::from_str::<File>(text) else { return lock };
    for (path, entry) in file.packages {
        let Some(name) = path.rsplit_once("node_modules/").map(|(_, name)| name.to_owned()) else { continue };
        for to in entry.dependencies.into_keys().chain(entry.optional_dependencies.into_keys()) {
            lock.link(&name, to);
        }
        if entry.has_install_script {
            lock.scripts.insert(name);
        }
        lock.versions.extend(entry.version.map(|version| (path, version)));
    }
    if lock.versions.is_empty() {
        old(&mut lock, file.dependencies, true);
    }
    lock
}

fn old(lock: &mut Lock, entries: BTreeMap<String, Old>, top: bool) {
    for (name, entry) in entries {
        if let Requires::Names(names) = entry.requires {
            for to in names.into_keys() {
                lock.link(&name, to);
            }
        }
        old(lock, entry.dependencies, false);
        if let Some(version) = entry.version.filter(|_| top) {
            lock.versions.insert(format!("node_modules/{name}"), version);
        }
    }
}
