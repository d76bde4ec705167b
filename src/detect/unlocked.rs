//! What requirements without a lock file need: a Python version that their wheels were built for.

use std::collections::BTreeMap;

use pep440_rs::Version;

use crate::detect::project::Project;
use crate::detect::range::Range;
use crate::facts::Evidence;

/// By package, then by Python version: the first release that has wheels for it.
pub type FirstWheels = BTreeMap<String, BTreeMap<String, String>>;

/// The requirement that admits no release with a wheel for Python 3.`minor`, as far as that is known.
pub fn obstacle(project: &Project<'_>, wheels: &FirstWheels, minor: u32) -> Option<Evidence> {
    let python = format!("3.{minor}");
    project.dependencies.iter().find_map(|direct| {
        let first: Version = wheels.get(&direct.name)?.get(&python)?.parse().ok()?;
        Range::read(&direct.versions)?.ends_before(&first).then(|| direct.evidence.clone())
    })
}
