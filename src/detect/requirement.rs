//! One dependency as a manifest states it: `psycopg[binary]>=3.1,<4 ; python_version < "3.13"`.

use crate::facts::Evidence;
use crate::requirement::Specifier;
pub use crate::requirement::normalised;

/// A direct dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Lower case, runs of `-_.` as one hyphen.
    pub name: String,
    pub extras: Vec<String>,
    /// The range of versions, as the manifest writes it.
    pub versions: String,
    /// The version, where the manifest states exactly one.
    pub pin: Option<String>,
    /// An environment marker: `python_version < "3.11"`.
    pub marker: Option<String>,
    pub evidence: Evidence,
}

/// Reads a dependency specifier (PEP 508); None when no name stands at its beginning.
pub fn requirement(written: &str, evidence: Evidence) -> Option<Requirement> {
    let Specifier { name, extras, versions, marker } = Specifier::read(written)?;
    let pin = versions
        .strip_prefix("==")
        .filter(|pin| !pin.contains([',', '*', '=']))
        .map(|pin| pin.split_whitespace().next().unwrap_or("").to_owned());
    let versions = versions.to_owned();
    Some(Requirement { name, extras, versions, pin, marker: marker.map(str::to_owned), evidence })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::RelPath;

    #[test]
    fn every_part_of_a_specifier_is_read() {
        let evidence = Evidence { path: RelPath::root(), line: None, text: String::new() };
        let found = requirement("Psycopg_C[binary, pool] == 3.1.9 ; python_version < '3.13'", evidence).unwrap();
        assert_eq!(found.name, "psycopg-c");
        assert_eq!(found.extras, ["binary", "pool"]);
        assert_eq!(found.pin.as_deref(), Some("3.1.9"));
        assert_eq!(found.marker.as_deref(), Some("python_version < '3.13'"));
    }
}
