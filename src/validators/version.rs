//! Versions as programs print them.

/// The first thing in `text` that looks like a version: `2.15.1` of `Haskell Dockerfile Linter 2.15.1`.
pub fn first(text: &str) -> Option<String> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'));
    words.into_iter().find(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit())).map(Into::into)
}

/// `2.24` as numbers, which compare as versions do.
pub fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_whatever_surrounds_it() {
        for (text, version) in [
            ("Haskell Dockerfile Linter 2.15.1", Some("2.15.1")),
            ("Docker Compose version v5.6.1\n", Some("5.6.1")),
            ("ShellCheck - shell script analysis tool\nversion: 0.11.0\n", Some("0.11.0")),
            ("no number here.", None),
        ] {
            assert_eq!(first(text).as_deref(), version);
        }
        assert!(numbers("2.9") < numbers("2.24") && numbers("2.24") < numbers("2.24.1"));
    }
}
