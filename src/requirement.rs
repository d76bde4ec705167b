//! Dependency specifiers of Python (PEP 508): `psycopg[binary]>=3.1,<4 ; python_version < "3.13"`.

/// What a specifier says, its parts as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specifier<'t> {
    /// Normalised: lower case, runs of `-_.` as one hyphen (PEP 503).
    pub name: String,
    /// Normalised, without the brackets.
    pub extras: Vec<String>,
    /// `>=3.1,<4`, or `@ https://…`; empty for any version.
    pub versions: &'t str,
    /// The condition behind the semicolon.
    pub marker: Option<&'t str>,
}

impl<'t> Specifier<'t> {
    /// Reads a specifier; None when no name stands at its beginning.
    pub fn read(written: &'t str) -> Option<Specifier<'t>> {
        let written = written.trim();
        let end = written.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'));
        let (name, rest) = written.split_at_checked(end.unwrap_or(written.len()))?;
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let rest = rest.trim_start();
        let (extras, rest) = rest.strip_prefix('[').and_then(|open| open.split_once(']')).unwrap_or(("", rest));
        let extras = extras.split(',').map(str::trim).map(normalised).filter(|extra| !extra.is_empty());
        let (versions, marker) = match rest.split_once(';') {
            Some((versions, marker)) => (versions, Some(marker.trim())),
            None => (rest, None),
        };
        Some(Specifier { name: normalised(name), extras: extras.collect(), versions: versions.trim(), marker })
    }

    /// As [`Specifier::read`], for text that need not be a specifier: what follows the name must belong to one.
    pub fn read_whole(written: &'t str) -> Option<Specifier<'t>> {
        let found = Specifier::read(written)?;
        let fits = found.versions.is_empty() || found.versions.starts_with(['<', '>', '=', '!', '~', '@', '(']);
        fits.then_some(found)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_specifier_is_read() {
        let found = Specifier::read("Psycopg_C[binary, pool] >= 3.1,<4 ; python_version < '3.13'").unwrap();
        assert_eq!((found.name.as_str(), found.versions), ("psycopg-c", ">= 3.1,<4"));
        assert_eq!(found.extras, ["binary", "pool"]);
        assert_eq!(found.marker, Some("python_version < '3.13'"));
    }

    #[test]
    fn prose_is_no_specifier() {
        for text in ["Framework :: FastAPI", "two words", "-r base.txt", "", "a/b"] {
            assert_eq!(Specifier::read_whole(text), None, "{text}");
        }
        for text in ["a", "a>=1", "a @ https://x/y", "a [b] (>=1)"] {
            assert!(Specifier::read_whole(text).is_some(), "{text}");
        }
    }
}
