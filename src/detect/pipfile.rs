//! Pipfile and Pipfile.lock.

use toml_edit::{Item, TableLike};

use crate::detect::project::Project;
use crate::detect::pyproject::Range;
use crate::detect::requirement::{Requirement, normalised};
use crate::detect::toml::{parse, position};
use crate::facts::{Evidence, Notice};
use crate::tree::Tree;

/// Adds what the Pipfile states to `project`.
pub fn read(tree: &Tree, project: &mut Project<'_>, notices: &mut Vec<Notice>) {
    let Ok(path) = project.root.join("Pipfile") else { return };
    let Some(text) = tree.text(path.as_str()) else { return };
    let document = match parse(&path, text) {
        Ok(document) => document,
        Err(notice) => return notices.push(notice),
    };
    project.requirements.push(path.clone());
    let evidence = |item: &Item, text_found: String| Evidence {
        path: path.clone(),
        line: item.span().map(|span| position(text, span.start).0),
        text: text_found,
    };
    let table = |name: &str| document.as_table().get(name).and_then(Item::as_table_like);
    if let Some(item) = table("requires")
        .and_then(|requires| requires.get("python_version").or_else(|| requires.get("python_full_version")))
        && let Some(version) = item.as_str()
    {
        let evidence = evidence(item, format!("python_version = \"{version}\""));
        project.requires = Some(Range { written: version.to_owned(), evidence });
    }
    let list = |name: &str| -> Vec<Requirement> {
        let packages = table(name).into_iter().flat_map(TableLike::iter);
        packages.map(|(name, item)| package(name, item, &|text| evidence(item, text))).collect()
    };
    project.dependencies.extend(list("packages"));
    project.development.extend(list("dev-packages"));
}

fn package(name: &str, item: &Item, evidence: &dyn Fn(String) -> Evidence) -> Requirement {
    let version = item.as_str().or_else(|| item.get("version").and_then(Item::as_str)).unwrap_or("*");
    let extras = item.get("extras").and_then(Item::as_array).into_iter().flatten();
    Requirement {
        name: normalised(name),
        extras: extras.filter_map(|extra| extra.as_str()).map(normalised).collect(),
        versions: version.to_owned(),
        pin: version.strip_prefix("==").map(str::to_owned),
        marker: None,
        evidence: evidence(format!("{name} = \"{version}\"")),
    }
}
