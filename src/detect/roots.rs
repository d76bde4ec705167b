//! Which folders hold an app: those of the web applications, of Django's projects, and of bots.

use std::collections::BTreeMap;

use crate::detect::bots::{Bots, LIBRARIES, Library};
use crate::detect::django;
use crate::detect::frameworks::{FRAMEWORKS, Framework};
use crate::detect::objects::Candidate;
use crate::detect::project::{Manifests, Project};
use crate::detect::version::ancestors;
use crate::tree::RelPath;

/// The folders of the apps: of each candidate the nearest project that depends on its framework, else the nearest.
pub fn roots(
    candidates: &[Candidate],
    bots: &Bots<'_, '_>,
    projects: &BTreeMap<RelPath, Project<'_>>,
    manifests: &Manifests,
    django: &[django::Site],
) -> Vec<RelPath> {
    let depends = |project: &Project<'_>, framework: &Framework| {
        project.dependencies.iter().any(|direct| framework.is_package(&direct.name))
    };
    let mut found: Vec<RelPath> = django.iter().map(|site| site.root.clone()).collect();
    for candidate in candidates {
        let above = ancestors(&candidate.path.parent());
        let framework = FRAMEWORKS.iter().find(|framework| framework.stack == candidate.stack);
        let fits = |project: &Project<'_>| framework.is_some_and(|framework| depends(project, framework));
        let nearest = above.iter().find(|folder| projects.get(*folder).is_some_and(fits));
        let root = nearest.or_else(|| above.iter().find(|folder| manifests.contains_key(*folder)));
        found.push(root.cloned().unwrap_or_else(RelPath::root));
    }
    for (source, library) in bots.started() {
        let above = ancestors(&source.path.parent());
        let nearest = above.iter().find(|folder| projects.get(*folder).is_some_and(|project| brings(project, library)));
        let root = nearest.or_else(|| above.iter().find(|folder| manifests.contains_key(*folder)));
        found.push(root.cloned().unwrap_or_else(RelPath::root));
    }
    if found.is_empty() {
        let any = |project: &Project<'_>| {
            FRAMEWORKS.iter().any(|framework| depends(project, framework))
                || LIBRARIES.iter().any(|library| brings(project, library))
        };
        found.extend(projects.iter().filter(|(_, project)| any(project)).map(|(root, _)| root.clone()));
    }
    found.sort();
    found.dedup();
    found
}

fn brings(project: &Project<'_>, library: &Library) -> bool {
    project.dependencies.iter().any(|direct| library.is_package(&direct.name))
}
