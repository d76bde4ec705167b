//! A Python version that there is no image for: the nearest newer one that the project can be installed on.

use crate::detect::project::Project;
use crate::detect::unlocked::{self, FirstWheels};
use crate::detect::{resolve, version};
use crate::facts::{Confidence, Known, Notice, Seen};

/// What stands in for `stated`, which is none of `pinned`; itself where nothing newer is there.
pub fn instead(
    project: &Project<'_>,
    known: &Known,
    pinned: &[u32],
    stated: Seen<u32>,
    notices: &mut Vec<Notice>,
) -> Seen<u32> {
    let path = stated.evidence.first().map(|evidence| evidence.path.clone());
    let asked = format!("asks for Python 3.{}, which shipready has no image for", stated.value);
    let range = version::range(project);
    let mut newer: Vec<u32> =
        pinned.iter().copied().filter(|minor| *minor > stated.value && range.admits(*minor)).collect();
    newer.sort_unstable();
    let fits = |minor: &&u32| installs(project, known, **minor);
    let Some(nearest) = newer.iter().find(fits).or(newer.first()).copied() else {
        notices.push(Notice { path, text: asked });
        return stated;
    };
    notices.push(Notice { path, text: format!("{asked}; 3.{nearest} is the nearest newer one, so try it out first") });
    Seen { value: nearest, confidence: Confidence::Guess, evidence: stated.evidence }
}

/// Whether its packages have wheels for 3.`minor`, as far as that is known.
fn installs(project: &Project<'_>, known: &Known, minor: u32) -> bool {
    if let Some((_, lock)) = &project.lock {
        return resolve::obstacle(lock, project, minor).is_none();
    }
    let none = FirstWheels::new();
    unlocked::obstacle(project, known.wheels.get("python").unwrap_or(&none), minor).is_none()
}
