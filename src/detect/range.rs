//! Ranges of versions, in PEP 440's notation and in Poetry's (`^3.9`, `~3.9`, `3.9.*`, `||`).

use std::str::FromStr;

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};

/// Alternatives, each a conjunction; empty means anything.
#[derive(Clone, Debug, Default)]
pub struct Range(Vec<VersionSpecifiers>);

impl Range {
    /// Reads a range; None when it is in no notation that is known.
    pub fn read(written: &str) -> Option<Self> {
        let alternatives = written.split('|').map(str::trim).filter(|part| !part.is_empty());
        let read: Option<Vec<_>> = alternatives.map(alternative).collect();
        read.filter(|read| !read.is_empty()).map(Range)
    }

    /// Whether no version of the range is as new as `version`.
    pub fn ends_before(&self, version: &Version) -> bool {
        let below = |one: &VersionSpecifiers| one.iter().any(|clause| ends_before(clause, version));
        !self.0.is_empty() && self.0.iter().all(below)
    }

    /// For a range of Python versions: whether some patch release of 3.`minor` lies in it.
    pub fn admits(&self, minor: u32) -> bool {
        let patches = (0..40).filter_map(|patch| Version::from_str(&format!("3.{minor}.{patch}")).ok());
        self.0.is_empty() || patches.into_iter().any(|version| self.0.iter().any(|one| one.contains(&version)))
    }

    /// For a range of Python versions: the oldest minor in it.
    pub fn oldest(&self) -> Option<u32> {
        (6..40).find(|minor| self.admits(*minor))
    }
}

fn ends_before(clause: &VersionSpecifier, version: &Version) -> bool {
    use Operator::{Equal, EqualStar, ExactEqual, LessThan, LessThanEqual, TildeEqual};
    let bounded = matches!(clause.operator(), Equal | EqualStar | ExactEqual | LessThan | LessThanEqual | TildeEqual);
    bounded && clause.version() <= version && !clause.contains(version)
}

fn alternative(written: &str) -> Option<VersionSpecifiers> {
    let spaced = written.replace(" ,", ",").replace(", ", ",");
    let joined =
        ["<", ">", "=", "~", "^", "!"].iter().fold(spaced, |text, sign| text.replace(&format!("{sign} "), sign));
    let clauses: Option<Vec<String>> =
        joined.split([',', ' ']).filter(|clause| !clause.is_empty() && *clause != "*").map(clause).collect();
    VersionSpecifiers::from_str(&clauses?.join(",")).ok()
}

fn clause(written: &str) -> Option<String> {
    if let Some(version) = written.strip_prefix('^') {
        let places: Vec<&str> = version.split('.').collect();
        let leading = places.iter().take_while(|part| part.chars().all(|c| c == '0')).count();
        return below_next(version, leading + 1);
    }
    match written.strip_prefix('~') {
        Some(version) if !version.starts_with('=') => return below_next(version, 2),
        _ => {}
    }
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        let dots = written.matches('.').count();
        let exact = written.ends_with('*') || dots >= 2;
        return Some(if exact { format!("=={written}") } else { format!("=={written}.*") });
    }
    Some(written.to_owned())
}

/// `3.9` below the next version, counted in its `place`-th number from the left.
fn below_next(version: &str, place: usize) -> Option<String> {
    let numbers: Vec<u64> = version.split('.').map_while(|part| part.parse().ok()).collect();
    let place = place.min(numbers.len());
    let (kept, _) = numbers.split_at_checked(place)?;
    let (last, front) = kept.split_last()?;
    let mut next: Vec<String> = front.iter().map(u64::to_string).collect();
    next.push((last + 1).to_string());
    Some(format!(">={version},<{}", next.join(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minors(written: &str) -> Vec<u32> {
        let range = Range::read(written).unwrap();
        (8..15).filter(|minor| range.admits(*minor)).collect()
    }

    #[test]
    fn both_notations_are_read() {
        assert_eq!(minors(">=3.10,<4.0"), [10, 11, 12, 13, 14]);
        assert_eq!(minors(">=3.9, <3.12"), [9, 10, 11]);
        assert_eq!(minors("^3.9"), [9, 10, 11, 12, 13, 14]);
        assert_eq!(minors("~3.11"), [11]);
        assert_eq!(minors("~=3.11"), [11, 12, 13, 14]);
        assert_eq!(minors("3.12.*"), [12]);
        assert_eq!(minors("3.12"), [12]);
        assert_eq!(minors("==3.11.4"), [11]);
        assert_eq!(minors("^3.8 !=3.9.* <3.12"), [8, 10, 11]);
        assert_eq!(minors("~3.9 || ~3.12"), [9, 12]);
        assert_eq!(minors(">3.9"), [9, 10, 11, 12, 13, 14]);
        assert_eq!(minors("*"), [8, 9, 10, 11, 12, 13, 14]);
        assert!(Range::read("about three").is_none());
    }

    #[test]
    fn a_range_ends_before_what_its_upper_bound_excludes() {
        let ends = |written: &str, version: &str| {
            Range::read(written).unwrap().ends_before(&Version::from_str(version).unwrap())
        };
        for written in ["^0.29.0", "~0.29", "~=0.29.1", "0.29.*", "==0.29.0", ">=0.28,<0.30", "<=0.29.9", "<0.31 <0.30"]
        {
            assert!(ends(written, "0.30.0"), "{written}");
            assert!(!ends(written, "0.28.0"), "{written}");
        }
        for written in [">=0.29", "^1.2", "*", ">0.29,!=0.30.0", "^0.29 || ^1.0", "==0.30.0", "<1"] {
            assert!(!ends(written, "0.30.0"), "{written}");
        }
    }
}
