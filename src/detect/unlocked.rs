//! What pinned requirements without a lock file need: a Python version that their wheels were built for.

use std::collections::BTreeMap;

use pep440_rs::Version;

use crate::detect::project::Project;
use crate::facts::Evidence;

/// By package, then by Python version: the first release that has wheels for it.
pub type FirstWheels = BTreeMap<String, BTreeMap<String, String>>;

/// The pinned requirement that has no wheel for Python 3.`minor`, where one is known.
pub fn obstacle(project: &Project<'_>, wheels: &FirstWheels, minor: u32) -> Option<Evidence> {
    let python = format!("3.{minor}");
    project.dependencies.iter().find_map(|direct| {
        let first: Version = wheels.get(&direct.name)?.get(&python)?.parse().ok()?;
        let pin: Version = direct.pin.as_deref()?.parse().ok()?;
        (pin < first).then(|| direct.evidence.clone())
    })
}
