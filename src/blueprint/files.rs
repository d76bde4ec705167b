//! What the files of the components are called in this repository, which may have names of its own for them.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::catalog::component::Component;
use crate::catalog::file::FileRule;
use crate::tree::RelPath;

/// Where a file of a component stands in this repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub path: RelPath,
    /// The repository keeps a file of its own there, so ours is not written.
    pub theirs: bool,
    /// The repository's own file that stands where this one otherwise would.
    #[serde(skip)]
    pub gave_way: Option<RelPath>,
}

/// The names that a repository already uses.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Files of the kinds that are rendered, which the repository has of its own.
    pub existing: &'a [RelPath],
    /// Paths that were rendered to before: a file keeps the name that it has.
    pub used: &'a [RelPath],
}

impl Names<'_> {
    /// The place of the file that `component` writes to `path`.
    ///
    /// # Errors
    /// A name in its rule that is no path.
    pub fn place(&self, component: &Component, path: &RelPath, rule: Option<&FileRule>) -> Result<Place> {
        if let Some(aside) = rule.and_then(|rule| rule.aside.as_deref()) {
            return self.aside(path, aside);
        }
        let path = match rule.and_then(|rule| rule.beside.as_deref()) {
            Some(other) => called_after(path, &RelPath::new(other)?, &self.named(component, other)?)?,
            None => path.clone(),
        };
        let path = self.aliased(&path, rule)?;
        let theirs = self.existing.contains(&path);
        Ok(Place { path, theirs, gave_way: None })
    }

    /// Whether the repository keeps a file of its own where `component` would write `file`.
    ///
    /// # Errors
    /// A name in its rule that is no path.
    pub fn is_theirs(&self, component: &Component, file: &str) -> Result<bool> {
        Ok(self.existing.contains(&self.named(component, file)?))
    }

    fn named(&self, component: &Component, file: &str) -> Result<RelPath> {
        self.aliased(&RelPath::new(file)?, component.rule(&format!("repo/{file}")))
    }

    /// Under another name where theirs stands.
    fn aside(&self, path: &RelPath, aside: &str) -> Result<Place> {
        let other = twin(path.as_str()).map(|twin| RelPath::new(&twin)).transpose()?;
        let stands = |name: &RelPath| self.existing.contains(name);
        let (path, gave_way) = match (stands(path), other.as_ref().is_some_and(stands)) {
            (true, _) => (path.parent().join(aside)?, Some(path.clone())),
            (false, true) => (path.parent().join(aside)?, None),
            (false, false) => (path.clone(), None),
        };
        Ok(Place { theirs: stands(&path), path, gave_way })
    }

    /// The name that the repository already uses for this file: its own, an alias, or the other ending of YAML.
    fn aliased(&self, path: &RelPath, rule: Option<&FileRule>) -> Result<RelPath> {
        let folder = path.parent();
        let used = |name: &RelPath| self.used.contains(name) || self.existing.contains(name);
        let aliases = rule.map(|rule| rule.aliases.as_slice()).unwrap_or_default();
        let aliases = aliases.iter().map(|alias| folder.join(alias)).collect::<Result<Vec<_>>>()?;
        let twin = twin(path.as_str()).map(|twin| RelPath::new(&twin)).transpose()?;
        let name = std::iter::once(path.clone()).chain(aliases).chain(twin).find(used);
        Ok(name.unwrap_or_else(|| path.clone()))
    }
}

/// The files that rules of `components` speak of, by the path that their component gives them.
///
/// # Errors
/// A rule with a path that is none.
pub fn places<'c>(
    components: impl IntoIterator<Item = &'c Component>,
    names: Names<'_>,
) -> Result<BTreeMap<String, Place>> {
    let mut places = BTreeMap::new();
    for component in components {
        for rule in component.files.iter().filter(|rule| rule.to.is_none()) {
            let Some(path) = rule.from.strip_prefix("repo/").filter(|path| !path.contains('@')) else { continue };
            let wrong = || format!("templates/{}/component.yaml: the file {}", component.folder, rule.from);
            let place = RelPath::new(path).and_then(|at| names.place(component, &at, Some(rule)));
            places.insert(path.to_owned(), place.with_context(wrong)?);
        }
    }
    Ok(places)
}

/// The repository's own file that says what runs, in the place of the one of `target`.
pub fn own_stack(target: &Component, places: &BTreeMap<String, Place>) -> Option<RelPath> {
    let rules = target.files.iter().filter(|rule| rule.runs);
    let mut found = rules.filter_map(|rule| places.get(rule.from.strip_prefix("repo/")?));
    found.find(|place| place.theirs).map(|place| place.path.clone())
}

/// `compose.development.yaml` is `docker-compose.development.yml` where `compose.yaml` is `docker-compose.yml`.
fn called_after(path: &RelPath, other: &RelPath, named: &RelPath) -> Result<RelPath> {
    let (Some((stem, end)), Some((new_stem, new_end))) = (other.name().split_once('.'), named.name().split_once('.'))
    else {
        return Ok(path.clone());
    };
    let middle = path.name().strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')?.strip_suffix(end));
    match middle {
        Some(middle) if path.parent() == other.parent() => {
            named.parent().join(&format!("{new_stem}.{middle}{new_end}"))
        }
        _ => Ok(path.clone()),
    }
}

fn twin(path: &str) -> Option<String> {
    let yaml = path.strip_suffix(".yml").map(|stem| format!("{stem}.yaml"));
    yaml.or_else(|| path.strip_suffix(".yaml").map(|stem| format!("{stem}.yml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(path: &str, named: &str) -> String {
        let [path, other, named] = [path, "compose.yaml", named].map(|path| RelPath::new(path).unwrap());
        called_after(&path, &other, &named).unwrap().to_string()
    }

    #[test]
    fn a_file_beside_another_is_called_after_it() {
        assert_eq!(after("compose.development.yaml", "compose.yaml"), "compose.development.yaml");
        assert_eq!(after("compose.development.yaml", "docker-compose.yml"), "docker-compose.development.yml");
        assert_eq!(after("compose.development.yaml", "compose.yml"), "compose.development.yml");
    }

    #[test]
    fn one_of_another_name_or_folder_is_not() {
        assert_eq!(after("deploy/scripts", "docker-compose.yml"), "deploy/scripts");
        assert_eq!(after("deploy/compose.test.yaml", "docker-compose.yml"), "deploy/compose.test.yaml");
        assert_eq!(after("composer.x.yaml", "docker-compose.yml"), "composer.x.yaml");
    }
}
