//! Extras and dependency groups: what a pyproject.toml installs only on request.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Item, TableLike, Value};

use crate::detect::pyproject::Reader;
use crate::detect::requirement::{Requirement, normalised, requirement};

/// Dependencies by the name of the extra or group that brings them.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    pub extras: BTreeMap<String, Vec<Requirement>>,
    pub groups: BTreeMap<String, Vec<Requirement>>,
    /// Groups that an install brings unasked.
    pub default: Vec<String>,
}

/// Whether a group or extra of this name is for those who work on the code.
pub fn is_development(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "dev",
        "develop",
        "development",
        "test",
        "tests",
        "testing",
        "lint",
        "linting",
        "linters",
        "format",
        "typing",
        "types",
        "docs",
        "doc",
        "ci",
        "qa",
        "quality",
        "check",
        "checks",
        "local",
        "debug",
        "bench",
        "style",
        "static",
        "mypy",
        "ruff",
        "coverage",
        "release",
        "notebook",
        "notebooks",
        "jupyter",
        "pre",
        "precommit",
        "tools",
    ];
    name.split(['-', '_', '.']).any(|part| WORDS.contains(&part.to_ascii_lowercase().as_str()))
}

/// What is selected of them: those of the program, and those of development alone.
pub fn select(
    groups: &Groups,
    extras: &BTreeSet<String>,
    named: &BTreeSet<String>,
) -> (Vec<Requirement>, Vec<Requirement>) {
    let mut program = Vec::new();
    let mut development = Vec::new();
    for (name, list) in &groups.extras {
        match () {
            () if is_development(name) => development.extend(list.iter().cloned()),
            () if extras.contains(name) => program.extend(list.iter().cloned()),
            () => {}
        }
    }
    for (name, list) in &groups.groups {
        match named.contains(name) && !is_development(name) {
            true => program.extend(list.iter().cloned()),
            false => development.extend(list.iter().cloned()),
        }
    }
    (program, development)
}

/// Reads all of them from the whole file.
pub fn read(reader: &Reader<'_>, root: &dyn TableLike, project: Option<&str>) -> Groups {
    let mut found = Groups::default();
    let tool = |name: &str| root.get("tool").and_then(|tool| tool.get(name)).and_then(Item::as_table_like);
    if let Some(table) = root.get("dependency-groups").and_then(Item::as_table_like) {
        for (name, _) in table.iter() {
            let list = group(reader, table, name, &mut BTreeSet::new());
            found.groups.insert(normalised(name), list);
        }
    }
    if let Some(uv) = tool("uv") {
        let list = uv.get("dev-dependencies").map_or_else(Vec::new, |item| list(reader, item));
        extend(&mut found.groups, "dev", list);
        let default = uv.get("default-groups").and_then(Item::as_array).into_iter().flatten();
        found.default.extend(default.filter_map(Value::as_str).map(normalised));
    }
    let pdm = tool("pdm").and_then(|pdm| pdm.get("dev-dependencies")).and_then(Item::as_table_like);
    for (name, item) in pdm.into_iter().flat_map(TableLike::iter) {
        extend(&mut found.groups, name, list(reader, item));
    }
    let environments = tool("hatch").and_then(|hatch| hatch.get("envs")).and_then(Item::as_table_like);
    for (name, item) in environments.into_iter().flat_map(TableLike::iter) {
        let both = ["dependencies", "extra-dependencies"].into_iter().filter_map(|key| item.get(key));
        extend(&mut found.groups, &format!("dev-{name}"), both.flat_map(|item| list(reader, item)).collect());
    }
    if let Some(poetry) = tool("poetry") {
        of_poetry(reader, poetry, &mut found);
    }
    let optional = root.get("project").and_then(|project| project.get("optional-dependencies"));
    for (name, item) in optional.and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter) {
        extend(&mut found.extras, name, list(reader, item));
    }
    expand(&mut found.extras, project);
    found
}

fn extend(found: &mut BTreeMap<String, Vec<Requirement>>, name: &str, list: Vec<Requirement>) {
    if !list.is_empty() {
        found.entry(normalised(name)).or_default().extend(list);
    }
}

fn list(reader: &Reader<'_>, item: &Item) -> Vec<Requirement> {
    item.as_array().into_iter().flatten().filter_map(|value| one(reader, value)).collect()
}

fn one(reader: &Reader<'_>, value: &Value) -> Option<Requirement> {
    let written = value.as_str()?;
    requirement(written, reader.at(value.span().map(|span| span.start), written))
}

/// A group of PEP 735 with those that it includes; `seen` ends circles.
fn group(reader: &Reader<'_>, table: &dyn TableLike, name: &str, seen: &mut BTreeSet<String>) -> Vec<Requirement> {
    if !seen.insert(normalised(name)) {
        return Vec::new();
    }
    let Some((_, item)) = table.iter().find(|(key, _)| normalised(key) == normalised(name)) else { return Vec::new() };
    let mut found = Vec::new();
    for value in item.as_array().into_iter().flatten() {
        let included = value.as_inline_table().and_then(|table| table.get("include-group")).and_then(Value::as_str);
        match included {
            Some(other) => found.extend(group(reader, table, other, seen)),
            None => found.extend(one(reader, value)),
        }
    }
    found
}

fn of_poetry(reader: &Reader<'_>, poetry: &dyn TableLike, found: &mut Groups) {
    let table = |item: Option<&Item>| -> Vec<Requirement> {
        let table = item.and_then(Item::as_table_like);
        table
            .into_iter()
            .flat_map(TableLike::iter)
            .filter_map(|(name, item)| reader.poetry_dependency(name, item))
            .collect()
    };
    extend(&mut found.groups, "dev", table(poetry.get("dev-dependencies")));
    let groups = poetry.get("group").and_then(Item::as_table_like);
    for (name, item) in groups.into_iter().flat_map(TableLike::iter) {
        extend(&mut found.groups, name, table(item.get("dependencies")));
    }
    let all = table(poetry.get("dependencies"));
    let extras = poetry.get("extras").and_then(Item::as_table_like);
    for (name, item) in extras.into_iter().flat_map(TableLike::iter) {
        let names: Vec<String> =
            item.as_array().into_iter().flatten().filter_map(Value::as_str).map(normalised).collect();
        let members = all.iter().filter(|one| names.contains(&one.name)).cloned().collect();
        extend(&mut found.extras, name, members);
    }
}

/// `all = ["shop[a,b]"]` takes what `a` and `b` bring.
fn expand(extras: &mut BTreeMap<String, Vec<Requirement>>, project: Option<&str>) {
    let Some(own) = project.map(normalised) else { return };
    for _ in 0..4 {
        let known = extras.clone();
        for list in extras.values_mut() {
            let named: Vec<String> =
                list.iter().filter(|one| one.name == own).flat_map(|one| one.extras.clone()).collect();
            list.retain(|one| one.name != own);
            list.extend(named.iter().filter_map(|name| known.get(name)).flatten().cloned());
        }
    }
}
