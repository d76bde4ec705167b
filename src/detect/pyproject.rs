//! pyproject.toml: name, Python range, direct dependencies and the tools that it is written for.

use toml_edit::{Item, TableLike, Value};

use crate::detect::requirement::{Requirement, normalised, requirement};
use crate::detect::toml::parse;
use crate::facts::{Evidence, Notice};
use crate::tree::RelPath;

/// What a pyproject.toml states.
#[derive(Clone, Debug, Default)]
pub struct Pyproject {
    pub name: Option<String>,
    /// The Python range as written, and whether in Poetry's notation.
    pub requires: Option<Range>,
    pub dependencies: Vec<Requirement>,
    /// It describes a project, not only the settings of tools.
    pub project: bool,
    pub poetry: bool,
    pub uv: bool,
    /// Members of a uv workspace, as written.
    pub workspace: Option<Vec<String>>,
    /// `[tool.fastapi] entrypoint`.
    pub entrypoint: Option<(String, Evidence)>,
}

/// A range of Python versions as a manifest writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    pub written: String,
    pub evidence: Evidence,
}

/// Reads the file's text.
///
/// # Errors
/// A notice with line and column when it is not TOML.
pub fn read(path: &RelPath, text: &str) -> Result<Pyproject, Notice> {
    let document = parse(path, text)?;
    let root = document.as_table();
    let reader = Reader { path, text };
    let mut found = Pyproject::default();
    let tool = |name: &str| root.get("tool").and_then(|tool| tool.get(name));
    found.uv = tool("uv").is_some() || root.contains_key("dependency-groups");
    found.workspace = tool("uv").and_then(|uv| uv.get("workspace")).map(|workspace| strings(workspace.get("members")));
    found.entrypoint = tool("fastapi").and_then(|fastapi| {
        let item = fastapi.get("entrypoint")?;
        Some((item.as_str()?.to_owned(), reader.evidence(item, &format!("entrypoint = {}", item.as_str()?))))
    });
    if let Some(poetry) = tool("poetry").and_then(Item::as_table_like) {
        reader.poetry(poetry, &mut found);
    }
    if let Some(project) = root.get("project").and_then(Item::as_table_like) {
        reader.project(project, &mut found);
    }
    Ok(found)
}

struct Reader<'t> {
    path: &'t RelPath,
    text: &'t str,
}

impl Reader<'_> {
    fn evidence(&self, item: &Item, text: &str) -> Evidence {
        self.at(item.span().map(|span| span.start), text)
    }

    fn at(&self, offset: Option<usize>, text: &str) -> Evidence {
        let line = offset.map(|offset| crate::detect::toml::position(self.text, offset).0);
        Evidence { path: self.path.clone(), line, text: text.to_owned() }
    }

    fn project(&self, project: &dyn TableLike, found: &mut Pyproject) {
        found.project = true;
        if let Some(name) = project.get("name").and_then(Item::as_str) {
            found.name = Some(name.to_owned());
        }
        if let Some(item) = project.get("requires-python")
            && let Some(written) = item.as_str()
        {
            let evidence = self.evidence(item, &format!("requires-python = \"{written}\""));
            found.requires = Some(Range { written: written.to_owned(), evidence });
        }
        for value in project.get("dependencies").and_then(Item::as_array).into_iter().flatten() {
            let Some(written) = value.as_str() else { continue };
            let evidence = self.at(value.span().map(|span| span.start), written);
            found.dependencies.extend(requirement(written, evidence));
        }
    }

    fn poetry(&self, poetry: &dyn TableLike, found: &mut Pyproject) {
        found.poetry = true;
        found.name = poetry.get("name").and_then(Item::as_str).map(str::to_owned);
        let Some(dependencies) = poetry.get("dependencies").and_then(Item::as_table_like) else { return };
        found.project = true;
        for (name, item) in dependencies.iter() {
            if name == "python" {
                let Some(written) = item.as_str() else { continue };
                let evidence = self.evidence(item, &format!("python = \"{written}\""));
                found.requires = Some(Range { written: written.to_owned(), evidence });
            } else if let Some(dependency) = self.poetry_dependency(name, item) {
                found.dependencies.push(dependency);
            }
        }
    }

    fn poetry_dependency(&self, name: &str, item: &Item) -> Option<Requirement> {
        let first = item.as_array().and_then(|several| several.get(0)).and_then(Value::as_inline_table);
        let table: Option<&dyn TableLike> = match first {
            Some(table) => Some(table),
            None => item.as_table_like(),
        };
        let field = |field: &str| table.and_then(|table| table.get(field));
        if field("optional").and_then(Item::as_bool) == Some(true) {
            return None;
        }
        let version = item.as_str().or_else(|| field("version").and_then(Item::as_str)).unwrap_or("*");
        let pin = version.strip_prefix("==").unwrap_or(version);
        let exact = pin.starts_with(|c: char| c.is_ascii_digit()) && !pin.contains([',', '*', ' ', '|']);
        let marker = if item.is_array() { None } else { field("markers").and_then(Item::as_str) };
        Some(Requirement {
            name: normalised(name),
            extras: strings(field("extras")).iter().map(|extra| normalised(extra)).collect(),
            pin: exact.then(|| pin.to_owned()),
            marker: marker.map(str::to_owned),
            evidence: self.evidence(item, &format!("{name} = \"{version}\"")),
        })
    }
}

fn strings(item: Option<&Item>) -> Vec<String> {
    let array = item.and_then(Item::as_array);
    array.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// `[tool.alembic] script_location`.
pub fn alembic(path: &RelPath, text: &str) -> Option<(String, Evidence)> {
    if !text.contains("[tool.alembic]") {
        return None;
    }
    let document = parse(path, text).ok()?;
    let item = document.as_table().get("tool")?.get("alembic")?.get("script_location")?;
    let location = item.as_str()?.to_owned();
    let evidence = Reader { path, text }.evidence(item, &format!("script_location = \"{location}\""));
    Some((location, evidence))
}
