//! Names for folders that a repository gives itself: `paths` of tsconfig.json, `imports` of package.json, workspaces.

use std::collections::BTreeMap;

use jsonc_parser::{JsonValue, ParseOptions, parse_to_value};
use serde_json::{Map, Value};

use crate::detect::js::places::decides;
use crate::tree::{RelPath, Tree};

/// How many files of settings may build on one another.
const EXTENDS: usize = 5;

/// The names that one file of settings gives.
#[derive(Debug, Default)]
struct Scope {
    /// Pattern, with one `*` at most, and the paths that it stands for, from the repository's root.
    patterns: Vec<(String, Vec<String>)>,
    /// Where plain names are looked for as well.
    base: Option<String>,
}

/// All names, by the folder that they hold in.
#[derive(Debug, Default)]
pub struct Aliases {
    scopes: BTreeMap<RelPath, Vec<Scope>>,
    /// The repository's own packages: name to folder and to the file that it says it starts with.
    packages: BTreeMap<String, (RelPath, Option<String>)>,
}

impl Aliases {
    pub fn of(tree: &Tree) -> Self {
        let mut found = Aliases::default();
        for (path, text) in tree.texts().filter(|(path, _)| decides(path)) {
            let folder = path.parent();
            match path.name() {
                "package.json" => found.add_package(folder, text),
                "tsconfig.json" | "jsconfig.json" | "tsconfig.base.json" | "tsconfig.app.json" => {
                    let scope = compiler(tree, path, EXTENDS);
                    found.scopes.entry(folder).or_default().push(scope);
                }
                _ => {}
            }
        }
        found
    }

    fn add_package(&mut self, folder: RelPath, text: &str) {
        let Ok(Value::Object(package)) = serde_json::from_str::<Value>(text) else { return };
        let mut scope = Scope::default();
        let mappings = [package.get("imports"), package.get("_moduleAliases")];
        for (name, to) in mappings.into_iter().flatten().filter_map(Value::as_object).flatten() {
            let mut paths = Vec::new();
            strings(to, &mut paths);
            let name = if to.is_string() && !name.starts_with('#') { format!("{name}/*") } else { name.clone() };
            let star = |path: &str| if name.ends_with("/*") && !path.contains('*') { "/*" } else { "" };
            let paths = paths.iter().filter_map(|path| joined(&folder, &format!("{path}{}", star(path)))).collect();
            scope.patterns.push((name, paths));
        }
        self.scopes.entry(folder.clone()).or_default().push(scope);
        if let Some(name) = package.get("name").and_then(Value::as_str) {
            let main = ["source", "main", "module"].iter().find_map(|key| package.get(*key)?.as_str());
            self.packages.insert(name.to_owned(), (folder, main.map(str::to_owned)));
        }
    }

    /// The paths that `specifier` may stand for in a file of `folder`, best first.
    pub fn paths(&self, folder: &RelPath, specifier: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut current = folder.clone();
        loop {
            for scope in self.scopes.get(&current).into_iter().flatten() {
                scope.add(specifier, &mut found);
            }
            if current.is_root() {
                break;
            }
            current = current.parent();
        }
        found.extend(self.of_package(specifier));
        // A name that only a bundler knows: by convention, the folder of the sources.
        for mark in ["@/", "~/", "#/", "$/"] {
            let Some(rest) = specifier.strip_prefix(mark) else { continue };
            for owner in self.scopes.keys().rev().filter(|owner| folder == *owner || folder.below(owner).is_some()) {
                found.extend(joined(owner, &format!("src/{rest}")));
                found.extend(joined(owner, rest));
            }
        }
        found
    }

    fn of_package(&self, specifier: &str) -> Vec<String> {
        let end = specifier.match_indices('/').nth(usize::from(specifier.starts_with('@'))).map(|(at, _)| at);
        let (name, rest) = end.map_or((specifier, ""), |at| specifier.split_at(at));
        let Some((folder, main)) = self.packages.get(name) else { return Vec::new() };
        let rest = rest.trim_start_matches('/');
        let tried: Vec<String> = match (rest, main) {
            ("", main) => main.clone().into_iter().chain(["src/index".into(), "index".into()]).collect(),
            (rest, _) => vec![rest.to_owned(), format!("src/{rest}")],
        };
        tried.iter().filter_map(|path| joined(folder, path)).collect()
    }
}

impl Scope {
    fn add(&self, specifier: &str, found: &mut Vec<String>) {
        for (pattern, paths) in &self.patterns {
            let Some(rest) = matched(pattern, specifier) else { continue };
            found.extend(paths.iter().map(|path| path.replacen('*', rest, 1)));
        }
        if let Some(base) = self.base.as_ref().filter(|_| !specifier.starts_with(['.', '#'])) {
            found.push(format!("{base}/{specifier}"));
        }
    }
}

/// What stands for the star.
fn matched<'s>(pattern: &str, specifier: &'s str) -> Option<&'s str> {
    match pattern.split_once('*') {
        Some((front, back)) => specifier.strip_prefix(front)?.strip_suffix(back),
        None => (pattern == specifier).then_some(""),
    }
}

/// `path` below `folder`, also where it climbs; None outside of the repository.
pub fn joined(folder: &RelPath, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = if folder.is_root() { Vec::new() } else { folder.as_str().split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(if parts.is_empty() { ".".into() } else { parts.join("/") })
}

/// The strings of a value with conditions: `{"node": "./a.js", "default": "./b.js"}`.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(pairs) => pairs.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

/// What a file of settings of the compiler says, and what it builds on.
fn compiler(tree: &Tree, path: &RelPath, depth: usize) -> Scope {
    let parsed = tree.text(path.as_str()).and_then(settings);
    let (Some(parsed), Some(depth)) = (parsed, depth.checked_sub(1)) else { return Scope::default() };
    let folder = path.parent();
    let mut bases = Vec::new();
    strings(parsed.get("extends").unwrap_or(&Value::Null), &mut bases);
    let mut scope = bases
        .iter()
        .filter(|base| base.starts_with('.'))
        .filter_map(|base| joined(&folder, base))
        .map(|base| if base.ends_with(".json") { base } else { format!("{base}.json") })
        .filter_map(|base| RelPath::new(&base).ok())
        .map(|base| compiler(tree, &base, depth))
        .fold(Scope::default(), |known, base| Scope {
            patterns: if base.patterns.is_empty() { known.patterns } else { base.patterns },
            base: base.base.or(known.base),
        });
    let options = parsed.get("compilerOptions").and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(base) = options.get("baseUrl").and_then(Value::as_str) {
        scope.base = joined(&folder, base);
    }
    if let Some(paths) = options.get("paths").and_then(Value::as_object) {
        let from = scope.base.as_deref().and_then(|base| RelPath::new(base).ok()).unwrap_or_else(|| folder.clone());
        scope.patterns = paths
            .iter()
            .map(|(name, to)| {
                let mut paths = Vec::new();
                strings(to, &mut paths);
                (name.clone(), paths.iter().filter_map(|path| joined(&from, path)).collect())
            })
            .collect();
    }
    scope
}

/// A file of settings with comments.
pub fn settings(text: &str) -> Option<Map<String, Value>> {
    match plain(parse_to_value(text, &ParseOptions::default()).ok()??) {
        Value::Object(settings) => Some(settings),
        _ => None,
    }
}

fn plain(value: JsonValue<'_>) -> Value {
    match value {
        JsonValue::String(text) => Value::String(text.into_owned()),
        JsonValue::Number(number) => number.parse().map_or_else(|_| Value::String(number.to_owned()), Value::Number),
        JsonValue::Boolean(value) => Value::Bool(value),
        JsonValue::Object(pairs) => {
            Value::Object(pairs.into_iter().map(|(key, value)| (key.to_string(), plain(value))).collect())
        }
        JsonValue::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        JsonValue::Null => Value::Null,
    }
}
