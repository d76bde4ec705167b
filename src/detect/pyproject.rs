//! pyproject.toml: name, Python range, direct dependencies and the tools that it is written for.

use toml_edit::{Item, TableLike, Value};

use crate::detect::groups::{self, Groups};
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
    /// What is installed only on request.
    pub groups: Groups,
    /// It describes a project, not only the settings of tools.
    pub project: bool,
    pub poetry: bool,
    pub uv: bool,
    pub pdm: bool,
    /// Members of a uv workspace, as written.
    pub workspace: Option<Vec<String>>,
    /// The folders of the tests, as pytest is told.
    pub tests: Option<(Vec<String>, Evidence)>,
    /// Python versions that settings of tools name.
    pub tools: Vec<(String, Evidence)>,
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
    found.pdm = tool("pdm").is_some_and(|pdm| pdm.get("dev-dependencies").or(pdm.get("scripts")).is_some());
    found.uv = tool("uv").is_some() || root.contains_key("dependency-groups") && !found.pdm;
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
    found.groups = groups::read(&reader, root, found.name.as_deref());
    let pytest = tool("pytest").and_then(|pytest| pytest.get("ini_options")?.get("testpaths"));
    found.tests = pytest.map(|item| {
        let paths = item.as_str().map_or_else(|| strings(Some(item)), |one| vec![one.to_owned()]);
        (paths, reader.evidence(item, "testpaths"))
    });
    found.tools = reader.tools(root);
    Ok(found)
}

/// One manifest's text, for the places of what is read.
pub struct Reader<'t> {
    path: &'t RelPath,
    text: &'t str,
}

impl Reader<'_> {
    /// The versions that ruff, black, mypy and pyright are told.
    fn tools(&self, root: &dyn TableLike) -> Vec<(String, Evidence)> {
        const KEYS: &[(&str, &str)] = &[
            ("mypy", "python_version"),
            ("pyright", "pythonVersion"),
            ("basedpyright", "pythonVersion"),
            ("ruff", "target-version"),
            ("black", "target-version"),
        ];
        let mut found = Vec::new();
        for (tool, key) in KEYS {
            let item = root.get("tool").and_then(|tools| tools.get(tool)?.get(key));
            let Some(item) = item else { continue };
            let written = item.as_str().map(str::to_owned).or_else(|| strings(Some(item)).pop());
            let Some(written) = written else { continue };
            let evidence = self.evidence(item, &format!("[tool.{tool}] {key} = \"{written}\""));
            let version = written.strip_prefix("py3").map_or(written.clone(), |minor| format!("3.{minor}"));
            found.push((version, evidence));
        }
        found
    }

    fn evidence(&self, item: &Item, text: &str) -> Evidence {
        self.at(item.span().map(|span| span.start), text)
    }

    /// The place of a byte.
    pub fn at(&self, offset: Option<usize>, text: &str) -> Evidence {
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
            } else if !is_optional(item) {
                found.dependencies.extend(self.poetry_dependency(name, item));
            }
        }
    }

    /// A dependency in Poetry's notation, optional or not.
    pub fn poetry_dependency(&self, name: &str, item: &Item) -> Option<Requirement> {
        if name == "python" {
            return None;
        }
        let first = item.as_array().and_then(|several| several.get(0)).and_then(Value::as_inline_table);
        let table: Option<&dyn TableLike> = match first {
            Some(table) => Some(table),
            None => item.as_table_like(),
        };
        let field = |field: &str| table.and_then(|table| table.get(field));
        let version = item.as_str().or_else(|| field("version").and_then(Item::as_str)).unwrap_or("*");
        let pin = version.strip_prefix("==").unwrap_or(version);
        let exact = pin.starts_with(|c: char| c.is_ascii_digit()) && !pin.contains([',', '*', ' ', '|']);
        let marker = if item.is_array() { None } else { field("markers").and_then(Item::as_str) };
        Some(Requirement {
            name: normalised(name),
            extras: strings(field("extras")).iter().map(|extra| normalised(extra)).collect(),
            versions: version.to_owned(),
            pin: exact.then(|| pin.to_owned()),
            marker: marker.map(str::to_owned),
            evidence: self.evidence(item, &format!("{name} = \"{version}\"")),
        })
    }
}

fn is_optional(item: &Item) -> bool {
    item.get("optional").and_then(Item::as_bool) == Some(true)
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
