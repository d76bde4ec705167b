//! Names of apps.

use crate::catalog::option::form::{LONGEST_NAME, reads_as_other};

/// A name that containers, folders and hosts can bear, made from any other.
pub fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let dashed: String = name.chars().map(plain).collect();
    let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
    let mut slug = if parts.is_empty() { "app".to_owned() } else { parts.join("-") };
    if slug.starts_with(|first: char| first.is_ascii_digit()) || reads_as_other(&slug) {
        slug.insert_str(0, "app-");
    }
    slug.truncate(LONGEST_NAME);
    slug.trim_end_matches('-').to_owned()
}

/// `name` as a slug that is none of `taken`.
pub fn distinct<'a>(name: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let slug = slug(name);
    let numbered = (2..).map(|number| {
        let end = format!("-{number}");
        let start: String = slug.chars().take(LONGEST_NAME - end.len()).collect();
        start.trim_end_matches('-').to_owned() + &end
    });
    let free = |name: &String| taken.clone().all(|other| other != name);
    std::iter::once(slug.clone()).chain(numbered).find(free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::option::form::is_name;

    #[test]
    fn whatever_a_folder_is_called_its_slug_is_a_name() {
        for (name, slug_of_it) in
            [("My Shop", "my-shop"), ("2024", "app-2024"), ("Yes", "app-yes"), ("", "app"), ("_ä_", "app")]
        {
            assert_eq!(slug(name), slug_of_it);
        }
        let long = format!("{}-{}", "a".repeat(39), "b".repeat(9));
        for name in ["null", "9", "---", "shop\n", long.as_str()] {
            assert!(is_name(&slug(name)), "{name}");
        }
    }
}
