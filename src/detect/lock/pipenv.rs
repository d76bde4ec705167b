//! Pipfile.lock.

use std::collections::BTreeMap;

use crate::detect::lock::{Lock, Locked};
use crate::detect::requirement::normalised;

/// The default packages of a Pipfile.lock. It names hashes, but no files, so it limits no version of Python.
pub fn read(text: &str) -> Lock<'_> {
    #[derive(serde::Deserialize)]
    struct File<'t> {
        #[serde(borrow, default)]
        default: BTreeMap<String, Package<'t>>,
        #[serde(borrow, default)]
        develop: BTreeMap<String, Package<'t>>,
    }
    #[derive(serde::Deserialize)]
    struct Package<'t> {
        version: Option<&'t str>,
    }
    let Ok(File { default, develop }) = serde_json::from_str::<File<'_>>(text) else {
        return Lock { odd_line: Some(1), ..Lock::default() };
    };
    let packages = develop.into_iter().chain(default).map(|(name, package)| Locked {
        name: normalised(&name),
        version: package.version.unwrap_or("").trim_start_matches('='),
        ..Locked::default()
    });
    Lock { packages: packages.filter(|package| !package.version.is_empty()).collect(), odd_line: None }
}
