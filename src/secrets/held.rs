//! What the `.env` files of a repository hold, by name.

use std::collections::{BTreeMap, BTreeSet};

use secrecy::{ExposeSecret as _, SecretString};

use super::dotenv::{Given, assignments};
use super::placeholder::is_placeholder;
use crate::detect::is_env_example;
use crate::tree::{RelPath, Tree};

/// The values that the repository's example files show, by name in capitals.
#[derive(Clone, Debug, Default)]
pub struct Examples(BTreeMap<String, BTreeSet<String>>);

impl Examples {
    /// Those of every `.env.example` and its like in `tree`.
    pub fn of(tree: &Tree) -> Self {
        let mut examples = Examples::default();
        let files = tree.texts().filter(|(path, _)| is_env_example(&path.name().to_ascii_lowercase()));
        for given in files.flat_map(|(_, text)| assignments(text)) {
            if let Some(value) = given.value.map(|value| value.expose_secret().to_owned()) {
                examples.0.entry(given.name.to_ascii_uppercase()).or_default().insert(value);
            }
        }
        examples
    }

    /// Whether `value` is what the examples show for one of `names`, or says itself that it is none.
    pub fn show(&self, names: &[&str], value: &str) -> bool {
        let shown = |name: &&str| self.0.get(&name.to_ascii_uppercase()).is_some_and(|values| values.contains(value));
        is_placeholder(value) || names.iter().any(shown)
    }
}

/// What was found for a name.
pub enum Holding {
    Nothing,
    /// It is there without a real value.
    Placeholder {
        path: RelPath,
        /// Nothing at all stands there.
        empty: bool,
    },
    /// It is there, and what its value is is not certain. `.env:3`.
    Unclear {
        place: String,
    },
    Value {
        path: RelPath,
        /// As the file writes it.
        name: String,
        value: SecretString,
    },
}

/// What the `.env` files hold.
#[derive(Default)]
pub struct Held {
    files: Vec<(RelPath, Vec<Given>)>,
}

impl Held {
    /// Takes in the text of the file at `path`.
    pub fn take(&mut self, path: RelPath, text: &SecretString) {
        self.files.push((path, assignments(text.expose_secret())));
    }

    /// What is given for the first of `names` that is there with a value of its own.
    pub fn look_up(&self, names: &[&str], examples: &Examples) -> Holding {
        let mut found = Holding::Nothing;
        for name in names {
            match self.one(name, names, examples) {
                Holding::Nothing => {}
                placeholder @ Holding::Placeholder { .. } => found = placeholder,
                certain => return certain,
            }
        }
        found
    }

    fn one(&self, name: &str, names: &[&str], examples: &Examples) -> Holding {
        let mut found = Holding::Nothing;
        for (path, given) in &self.files {
            let Some(given) = last(given, name) else { continue };
            let unclear = || Holding::Unclear { place: format!("{path}:{}", given.line) };
            let Some(value) = &given.value else { return unclear() };
            match &found {
                _ if examples.show(names, value.expose_secret()) => {
                    if matches!(found, Holding::Nothing) {
                        let empty = value.expose_secret().trim().is_empty();
                        found = Holding::Placeholder { path: path.clone(), empty };
                    }
                }
                // Two files that do not agree: only a person knows which holds.
                Holding::Value { value: other, .. } if other.expose_secret() != value.expose_secret() => {
                    return unclear();
                }
                Holding::Value { .. } => {}
                _ => {
                    let (path, name) = (path.clone(), given.name.clone());
                    found = Holding::Value { path, name, value: value.clone() };
                }
            }
        }
        found
    }
}

/// The assignment that holds: the last. A name in other letter case counts where none is written as it should be.
fn last<'g>(given: &'g [Given], name: &str) -> Option<&'g Given> {
    let rev = || given.iter().rev();
    rev().find(|given| given.name == name).or_else(|| rev().find(|given| given.name.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{File, Text};

    fn held(files: &[(&str, &str)]) -> Held {
        let mut held = Held::default();
        files.iter().for_each(|(path, text)| held.take(RelPath::new(path).unwrap(), &(*text).into()));
        held
    }

    fn found(files: &[(&str, &str)], names: &[&str]) -> String {
        let example = File::Text(Text::new("SECRET_KEY=shown-to-all\n"));
        let tree: Tree = [(RelPath::new(".env.example").unwrap(), example)].into_iter().collect();
        match held(files).look_up(names, &Examples::of(&tree)) {
            Holding::Nothing => "nothing".to_owned(),
            Holding::Placeholder { path, .. } => format!("placeholder in {path}"),
            Holding::Unclear { place } => format!("unclear in {place}"),
            Holding::Value { path, name, value } => format!("{name} in {path}: {}", value.expose_secret()),
        }
    }

    #[test]
    fn the_last_assignment_holds_and_letter_case_hardly_matters() {
        assert_eq!(found(&[(".env", "A=1\nA=2\na=3\n")], &["A"]), "A in .env: 2");
        assert_eq!(found(&[(".env", "a=3\n")], &["A"]), "a in .env: 3");
        assert_eq!(found(&[(".env", "AB=3\n")], &["A"]), "nothing");
    }

    #[test]
    fn another_name_for_it_counts_where_its_own_says_nothing() {
        let text = "POSTGRES_PASSWORD=\nDB_PASSWORD=real-one\n";
        assert_eq!(found(&[(".env", text)], &["POSTGRES_PASSWORD", "DB_PASSWORD"]), "DB_PASSWORD in .env: real-one");
    }

    #[test]
    fn what_the_example_shows_is_no_value() {
        assert_eq!(found(&[(".env", "SECRET_KEY=shown-to-all\n")], &["SECRET_KEY"]), "placeholder in .env");
        assert_eq!(found(&[(".env", "KEY=shown-to-all\n")], &["SECRET_KEY", "KEY"]), "placeholder in .env");
    }

    #[test]
    fn two_files_must_agree() {
        let both = |other: &str| found(&[(".env", "A=one\n"), ("api/.env", other)], &["A"]);
        assert_eq!(both("A=one\n"), "A in .env: one");
        assert_eq!(both("A=changeme\n"), "A in .env: one");
        assert_eq!(both("\nA=two\n"), "unclear in api/.env:2");
        assert_eq!(both("A=$B\n"), "unclear in api/.env:1");
    }
}
