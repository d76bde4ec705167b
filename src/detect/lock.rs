//! uv.lock, poetry.lock and pdm.lock: locked versions, what depends on what, and which wheels exist. Pipfile.lock: versions.
//!
//! The first three are written by machines, a field to a line, so they are read line by line: about twenty times faster than as TOML.

mod pipenv;

use std::collections::BTreeMap;

use crate::detect::requirement::{Requirement, normalised, requirement};
use crate::facts::Evidence;
use crate::tree::RelPath;

/// A locked package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locked<'t> {
    pub name: String,
    pub version: &'t str,
    pub depends: Vec<Edge>,
    /// Poetry: the packages that an extra brings.
    pub extras: BTreeMap<String, Vec<String>>,
    /// File names of the wheels.
    pub wheels: Vec<&'t str>,
}

/// One dependency of a locked package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    pub name: String,
    /// Given where several versions of the package are locked.
    pub version: Option<String>,
    pub marker: Option<String>,
    /// Extras that it asks of the package.
    pub extras: Vec<String>,
    /// Only with this extra of the depending package.
    pub only_with: Option<String>,
    /// Only with an extra that lists it.
    pub optional: bool,
}

/// A lock file's content.
#[derive(Clone, Debug, Default)]
pub struct Lock<'t> {
    /// In the file's order.
    pub packages: Vec<Locked<'t>>,
    /// A line that neither tool writes: the file is damaged.
    pub odd_line: Option<u32>,
}

impl<'t> Lock<'t> {
    /// Every locked version of `name`.
    pub fn named<'l>(&'l self, name: &'l str) -> impl Iterator<Item = &'l Locked<'t>> {
        self.packages.iter().filter(move |package| package.name == name)
    }
}

/// Reads a lock file.
pub fn read(text: &str) -> Lock<'_> {
    if text.trim_start().starts_with('{') {
        return pipenv::read(text);
    }
    let mut reader = Reader::default();
    for (number, line) in text.lines().enumerate() {
        if !reader.line(line.trim()) && reader.lock.odd_line.is_none() {
            reader.lock.odd_line = u32::try_from(number + 1).ok();
        }
    }
    reader.lock
}

#[derive(Default)]
struct Reader<'t> {
    lock: Lock<'t>,
    /// pdm: the extra whose dependencies the entry lists.
    extra: Option<String>,
    section: &'t str,
    /// The key of the list that is open.
    list: Option<&'t str>,
}

impl<'t> Reader<'t> {
    /// False for a line that does not belong into a lock file.
    fn line(&mut self, line: &'t str) -> bool {
        if let Some(key) = self.list {
            match line {
                "]" => self.list = None,
                _ => self.item(key, line),
            }
            return !line.starts_with("[[") && !line.starts_with("<<<") && !line.starts_with("===");
        }
        if line == "[[package]]" {
            self.lock.packages.push(Locked::default());
            self.extra = None;
            self.section = "package";
        } else if line.starts_with('[') && line.ends_with(']') {
            self.section = line.trim_matches(['[', ']']);
        } else if let Some((key, value)) = line.split_once(" = ") {
            self.field(key.trim_matches('"'), value);
        } else {
            return line.is_empty() || line.starts_with('#') || matches!(line, "}" | "},");
        }
        true
    }

    fn field(&mut self, key: &'t str, value: &'t str) {
        if value.starts_with('[') && !value.ends_with(']') {
            self.list = Some(key);
            return;
        }
        match (self.section, key) {
            ("package", "name") => self.with_last(|package| package.name = normalised(value.trim_matches('"'))),
            ("package", "version") => self.with_last(|package| package.version = value.trim_matches('"')),
            _ => self.item(key, value),
        }
    }

    fn item(&mut self, key: &'t str, line: &'t str) {
        match (self.section, key) {
            ("package", "wheels" | "files") => self.with_last(|package| package.wheels.extend(wheel(line))),
            ("package", "extras") => self.extra = quoted(line).next().map(normalised),
            ("package", "dependencies") if line.starts_with(['"', '[']) => {
                let extra = self.extra.clone();
                let edges: Vec<Edge> = strings(line).iter().filter_map(|written| specified(written, &extra)).collect();
                self.with_last(|package| package.depends.extend(edges));
            }
            ("package", "dependencies") => self.with_last(|package| package.depends.extend(uv_edge(line, None))),
            ("package.optional-dependencies", extra) => {
                self.with_last(|package| package.depends.extend(uv_edge(line, Some(extra))));
            }
            ("package.dependencies", name) => self.with_last(|package| package.depends.push(poetry_edge(name, line))),
            ("package.extras", extra) => self.with_last(|package| {
                package.extras.entry(normalised(extra)).or_default().extend(quoted(line).map(first_name));
            }),
            ("metadata.files", name) => self.old_files(name, line),
            _ => {}
        }
    }

    fn old_files(&mut self, name: &str, line: &'t str) {
        let Some(file) = wheel(line) else { return };
        let name = normalised(name);
        for package in self.lock.packages.iter_mut().filter(|package| package.name == name) {
            let version = file.split('-').nth(1).unwrap_or("");
            if version == package.version {
                package.wheels.push(file);
            }
        }
    }

    fn with_last(&mut self, change: impl FnOnce(&mut Locked<'t>)) {
        if let Some(package) = self.lock.packages.last_mut() {
            change(package);
        }
    }
}

fn wheel(line: &str) -> Option<&str> {
    let (before, _) = line.split_once(".whl\"")?;
    before.rsplit(['/', '"']).next()
}

fn uv_edge(line: &str, only_with: Option<&str>) -> Option<Edge> {
    Some(Edge {
        name: normalised(&value(line, "name")?),
        version: value(line, "version"),
        marker: value(line, "marker"),
        extras: list(line, "extra"),
        only_with: only_with.map(normalised),
        optional: false,
    })
}

fn poetry_edge(name: &str, line: &str) -> Edge {
    Edge {
        name: normalised(name),
        version: None,
        marker: value(line, "markers"),
        extras: list(line, "extras"),
        only_with: None,
        optional: line.contains("optional = true"),
    }
}

/// pdm writes dependencies as specifiers.
fn specified(written: &str, extra: &Option<String>) -> Option<Edge> {
    let evidence = Evidence { path: RelPath::root(), line: None, text: String::new() };
    let Requirement { name, extras, marker, .. } = requirement(written, evidence)?;
    Some(Edge { name, marker, extras, only_with: extra.clone(), ..Edge::default() })
}

/// The strings of a line, their quotes unescaped.
fn strings(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (&mut open, character) {
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
            (Some(_), '"') => found.extend(open.take()),
            (Some(text), '\\') => text.extend(characters.next()),
            (Some(text), other) => text.push(other),
        }
    }
    found
}

/// The string that an inline table gives to `key`.
fn value(line: &str, key: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!("{key} = \""))?;
    let mut plain = String::new();
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Some(plain),
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    None
}

fn list(line: &str, key: &str) -> Vec<String> {
    let Some((_, rest)) = line.split_once(&format!("{key} = [")) else { return Vec::new() };
    quoted(rest.split(']').next().unwrap_or("")).map(normalised).collect()
}

fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

fn first_name(specifier: &str) -> String {
    normalised(specifier.split([' ', '(', '[', ';', '<', '>', '=']).next().unwrap_or(""))
}
