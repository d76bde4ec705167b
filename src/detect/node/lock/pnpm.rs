//! pnpm-lock.yaml, versions 5 to 9. It is written by a machine, so it is read line by line.

use super::{Form, Lock, indent, split};

/// Under which a direct dependency of the importer in `folder` is kept.
pub(super) fn key(folder: &str, name: &str) -> String {
    format!("{folder}\n{name}")
}

#[derive(Default)]
struct Reader<'t> {
    lock: Lock,
    section: &'t str,
    /// The folder of the importer, or the name of the package.
    owner: &'t str,
    group: &'t str,
    name: &'t str,
}

pub(super) fn read(text: &str) -> Lock {
    let mut reader = Reader { lock: Lock { form: Form::Pnpm, ..Lock::default() }, ..Reader::default() };
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        reader.line(line);
    }
    reader.lock
}

impl<'t> Reader<'t> {
    fn line(&mut self, line: &'t str) {
        let Some((key, value)) = parted(line.trim()) else { return };
        let depth = indent(line) / 2;
        if depth == 0 {
            (self.section, self.owner, self.group) = (key, ".", key);
            return;
        }
        match (self.section, depth) {
            ("importers", 1) => self.owner = key,
            ("packages" | "snapshots", 1) => self.owner = package(key),
            ("importers" | "packages" | "snapshots", 2) => {
                self.group = key;
                if (key, value) == ("requiresBuild", "true") {
                    self.lock.scripts.insert(self.owner.to_owned());
                }
            }
            ("importers", 3) => self.direct(key, value),
            ("dependencies" | "devDependencies" | "optionalDependencies", 1) => self.direct(key, value),
            ("importers", 4) | ("dependencies" | "devDependencies" | "optionalDependencies", 2) if key == "version" => {
                self.keep(value);
            }
            ("packages" | "snapshots", 3) if matches!(self.group, "dependencies" | "optionalDependencies") => {
                self.lock.link(self.owner, key);
            }
            _ => {}
        }
    }

    fn direct(&mut self, name: &'t str, value: &'t str) {
        self.name = name;
        if !value.is_empty() {
            self.keep(value);
        }
    }

    fn keep(&mut self, version: &str) {
        if !self.group.ends_with("ependencies") {
            return;
        }
        let version = version.split(['(', '_']).next().unwrap_or(version);
        self.lock.versions.insert(key(self.owner, self.name), version.to_owned());
    }
}

/// Key and value of a line, without quotes.
fn parted(line: &str) -> Option<(&str, &str)> {
    let (key, value) = match line.strip_suffix(':') {
        Some(key) => (key, ""),
        None => line.split_once(": ")?,
    };
    Some((key.trim_matches(['\'', '"']), value.trim().trim_matches(['\'', '"'])))
}

/// The name in `/@a/b@1.0.0(peer)`, `/express/4.18.2_peer` and `express@4.18.2`.
fn package(key: &str) -> &str {
    let key = key.trim_start_matches('/');
    let plain = key.split('(').next().unwrap_or(key);
    match split(plain) {
        Some((name, _)) if name.matches('/').count() == usize::from(name.starts_with('@')) => name,
        _ => plain.rsplit_once('/').map_or(plain, |(name, _)| name),
    }
}
