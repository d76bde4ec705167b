//! setup.cfg and setup.py: the Python range and dependencies of older projects.

use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{keyword, shortened};
use crate::detect::project::Project;
use crate::detect::pyproject::Range;
use crate::detect::requirement::{Requirement, requirement};
use crate::detect::syntax::Module;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// Adds what the older manifests state, where nothing newer stated it.
pub fn read(tree: &Tree, project: &mut Project<'_>) {
    let mut range = None;
    let mut dependencies = Vec::new();
    if let Ok(path) = project.root.join("setup.cfg")
        && let Some(text) = tree.text(path.as_str())
    {
        configuration(&path, text, &mut range, &mut dependencies);
    }
    if let Ok(path) = project.root.join("setup.py")
        && let Some(text) = tree.text(path.as_str())
        && let Some(module) = Module::parse(&path, text)
    {
        script(&module, &mut range, &mut dependencies);
    }
    if project.requires.is_none() {
        project.requires = range;
    }
    if project.dependencies.is_empty() {
        project.dependencies = dependencies;
    }
}

fn configuration(path: &RelPath, text: &str, range: &mut Option<Range>, dependencies: &mut Vec<Requirement>) {
    let mut listing = false;
    let mut number = 0_u32;
    for line in text.lines() {
        number = number.saturating_add(1);
        let evidence = Evidence { path: path.clone(), line: Some(number), text: shortened(line) };
        if listing && line.starts_with([' ', '\t']) {
            dependencies.extend(requirement(line, evidence));
            continue;
        }
        listing = false;
        match line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
            Some(("python_requires", value)) if !value.is_empty() || line.contains('=') => {
                let written = line.split_once('=').map_or("", |(_, value)| value.trim()).to_owned();
                *range = Some(Range { written, evidence });
            }
            Some(("install_requires", _)) => listing = true,
            _ => {}
        }
    }
}

fn script(module: &Module<'_>, range: &mut Option<Range>, dependencies: &mut Vec<Requirement>) {
    for call in module.calls() {
        if !module.callee(call).is_some_and(|callee| callee.ends_with("setup")) {
            continue;
        }
        if let Some(node) = keyword(module, call, "python_requires")
            && let Some(Literal::Text(written)) = literal(module, node)
        {
            *range = Some(Range { written, evidence: module.evidence(node) });
        }
        if let Some(node) = keyword(module, call, "install_requires")
            && let Some(Literal::List(items)) = literal(module, node)
        {
            let texts = items.iter().filter_map(Literal::shown);
            dependencies.extend(texts.filter_map(|text| requirement(&text, module.evidence(node))));
        }
    }
}
