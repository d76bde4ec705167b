//! One dependency as a manifest states it: `psycopg[binary]>=3.1,<4 ; python_version < "3.13"`.

use crate::facts::Evidence;

/// A direct dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Lower case, runs of `-_.` as one hyphen.
    pub name: String,
    pub extras: Vec<String>,
    /// The version, where the manifest states exactly one.
    pub pin: Option<String>,
    /// An environment marker: `python_version < "3.11"`.
    pub marker: Option<String>,
    pub evidence: Evidence,
}

/// A package's name as indexes compare it.
pub fn normalised(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for part in name.split(['-', '_', '.']).filter(|part| !part.is_empty()) {
        if !plain.is_empty() {
            plain.push('-');
        }
        plain.push_str(&part.to_ascii_lowercase());
    }
    plain
}

/// Reads a dependency specifier (PEP 508); None when no name stands at its beginning.
pub fn requirement(written: &str, evidence: Evidence) -> Option<Requirement> {
    let written = written.trim();
    let end =
        written.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.')).unwrap_or(written.len());
    let (name, rest) = written.split_at_checked(end)?;
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = rest.trim_start();
    let (extras, rest) = match rest.strip_prefix('[').and_then(|open| open.split_once(']')) {
        Some((extras, rest)) => {
            (extras.split(',').map(str::trim).map(normalised).filter(|extra| !extra.is_empty()).collect(), rest)
        }
        None => (Vec::new(), rest),
    };
    let (versions, marker) = match rest.split_once(';') {
        Some((versions, marker)) => (versions, Some(marker.trim().to_owned())),
        None => (rest, None),
    };
    let pin = versions
        .trim()
        .strip_prefix("==")
        .filter(|pin| !pin.contains([',', '*', '=']))
        .map(|pin| pin.split_whitespace().next().unwrap_or("").to_owned());
    Some(Requirement { name: normalised(name), extras, pin, marker, evidence })
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
