//! The versions of languages that GitHub Actions set up.
//!
//! Read as text: as YAML, `3.10` would become 3.1.

use crate::detect::version::minor;

/// Line index, line and minor of each version of Python that a workflow sets up or lists in its matrix.
pub fn python_versions(text: &str) -> Vec<(usize, &str, u32)> {
    versions(text, &["python-version", "python-versions", "python"], &minor)
}

/// The same for the versions behind `keys`, each as `read` reads it.
pub fn versions<'t>(text: &'t str, keys: &[&str], read: &dyn Fn(&str) -> Option<u32>) -> Vec<(usize, &'t str, u32)> {
    let mut found = Vec::new();
    let mut list_below = None;
    for (number, line) in text.lines().enumerate() {
        let bare = line.split(" #").next().unwrap_or("").trim();
        if let Some(item) = bare.strip_prefix("- ").filter(|_| list_below.is_some()) {
            found.extend(read(item).map(|version| (number, line, version)));
            continue;
        }
        list_below = None;
        let Some((key, value)) = bare.trim_start_matches("- ").split_once(':') else { continue };
        let key = key.trim_matches(['"', '\'']).to_ascii_lowercase().replace('_', "-");
        if !keys.contains(&key.as_str()) {
            continue;
        }
        if value.trim().is_empty() {
            list_below = Some(number);
        }
        found.extend(value.split(',').filter_map(read).map(|version| (number, line, version)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_version_is_read() {
        let text = "matrix:\n  python-version: [3.9, \"3.10\"]\nwith:\n  python-version: '3.11'\n  python-version:\n    - 3.12\n    - 3.13\n  x:\n    - 3.14\npython-version: ${{ matrix.python-version }}\n";
        let minors: Vec<_> = python_versions(text).into_iter().map(|(_, _, minor)| minor).collect();
        assert_eq!(minors, [9, 10, 11, 12, 13]);
    }
}
