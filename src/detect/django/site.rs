//! Which folders hold a Django project: by manage.py, settings that it leads to, and a dependency on Django.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::django::choice::{self, Choice};
use crate::detect::django::is_django;
use crate::detect::django::stated::{self, Voice};
use crate::detect::places::is_helper;
use crate::detect::project::Project;
use crate::detect::scripts::{Line, Place, words};
use crate::detect::sources::Sources;
use crate::detect::version::ancestors;
use crate::facts::Notice;
use crate::tree::{RelPath, Tree};

/// The words of a manage.py.
const MANAGES: &[&str] = &["execute_from_command_line", stated::VARIABLE];

/// A project and the folder of the app that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub root: RelPath,
    pub manage: RelPath,
}

impl Site {
    /// The settings of production.
    pub fn choose<'s, 't>(&self, tree: &Tree, sources: &'s Sources<'t>, lines: &[Line<'_>]) -> Option<Choice<'s, 't>> {
        let mut statements = stated::in_files(tree, lines, &self.root);
        let folder = self.manage.parent();
        for file in sources.iter().filter(|file| file.path.below(&folder).is_some() && !is_helper(file.path)) {
            let voice = match file.path {
                path if *path == self.manage => Voice::Manage,
                _ if file.mentions(&["get_wsgi_application", "get_asgi_application"]) => Voice::Interface,
                _ => Voice::Script,
            };
            statements.extend(stated::in_code(sources, file, voice));
        }
        choice::choose(sources, &self.manage, &statements)
    }
}

/// The projects, one to a folder that is installed as a whole; of the others there the person is told.
pub fn sites(
    tree: &Tree,
    sources: &Sources<'_>,
    lines: &[Line<'_>],
    projects: &BTreeMap<RelPath, Project<'_>>,
    notices: &mut Vec<Notice>,
) -> Vec<Site> {
    let mut found: BTreeMap<RelPath, Vec<Site>> = BTreeMap::new();
    let manages = sources.iter().filter(|file| file.path.name() == "manage.py" && file.mentions(MANAGES));
    for manage in manages.map(|file| file.path) {
        let Some(root) = root(manage, projects) else { continue };
        let site = Site { root: root.clone(), manage: manage.clone() };
        if site.choose(tree, sources, lines).is_some() {
            found.entry(root).or_default().push(site);
        }
    }
    let mut chosen = Vec::new();
    for mut sites in found.into_values() {
        sites.sort_by_key(|site| {
            (is_helper(&site.manage), site.manage.as_str().matches('/').count(), site.manage.clone())
        });
        let others: Vec<&str> = sites.iter().skip(1).map(|site| site.manage.as_str()).collect();
        if !others.is_empty() {
            let text =
                format!("more Django projects are installed from the same folder and left out: {}", others.join(", "));
            notices.push(Notice { path: sites.first().map(|site| site.manage.clone()), text });
        }
        chosen.extend(sites.into_iter().next());
    }
    chosen
}

/// The nearest folder above that depends on Django; without any manifest above, the one of manage.py.
fn root(manage: &RelPath, projects: &BTreeMap<RelPath, Project<'_>>) -> Option<RelPath> {
    let above = ancestors(&manage.parent());
    let depends = |project: &Project<'_>| project.dependencies.iter().any(|one| is_django(&one.name));
    let nearest = above.iter().find(|folder| projects.get(*folder).is_some_and(depends));
    let bare = || above.iter().all(|folder| !projects.contains_key(folder));
    nearest.cloned().or_else(|| bare().then(|| manage.parent()))
}

/// The words after `manage.py` wherever a command is written down, but for the README.
pub fn commands(lines: &[Line<'_>]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in lines.iter().filter(|line| line.place != Place::Readme && line.text.contains("manage.py")) {
        let words = words(&line.text);
        let after = words.windows(2).filter(|pair| matches!(pair, [word, _] if word.ends_with("manage.py")));
        found.extend(after.filter_map(|pair| pair.last().cloned()));
    }
    found
}
