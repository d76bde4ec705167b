//! Dotenv files (`.env.example`, and `.env` itself): missing names are added with their comments, in order.

use super::entries;
use super::{Earlier, Edited};
use crate::template::dotenv_value;

/// Adds the names of `wanted`, the whole file that an empty repository would get, that `yours` lacks.
pub fn add(yours: &str, wanted: &str) -> Edited {
    edit(yours, wanted, None)
}

/// As [`add`]; with what is known from `earlier`, it also takes back what is no longer wanted, brings example values
/// that the user left alone up to date, and leaves out what the user took out.
pub fn edit(yours: &str, wanted: &str, earlier: Option<Earlier<'_>>) -> Edited {
    entries::edit(yours, wanted, earlier, name, &|_| None)
}

/// The names of a whole file, in order.
pub fn keys(text: &str) -> Vec<String> {
    text.lines().filter_map(name).collect()
}

/// `text` without the lines that give one of `names`.
pub fn without(text: &str, names: &[String]) -> String {
    text.split_inclusive('\n').filter(|line| name(line).is_none_or(|name| !names.contains(&name))).collect()
}

/// What becomes of the line that gives a name.
pub enum Fate<'a> {
    Stays,
    /// This value stands behind the name from now on.
    Value(&'a str),
    /// It is there for people to read, and sets nothing.
    Comment,
    Goes,
}

/// `text` with the lines as `fate` says of each name. Lines that are commented out stay.
pub fn with_values<'a>(text: &str, fate: &dyn Fn(&str) -> Fate<'a>) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let Some(name) = name(line).filter(|_| !line.trim_start().starts_with('#')) else {
            out.push_str(line);
            continue;
        };
        match fate(&name) {
            Fate::Stays => out.push_str(line),
            Fate::Value(value) => out.push_str(&format!("{name}={}\n", dotenv_value(value))),
            Fate::Comment => out.push_str(&format!("# {}", line.trim_start())),
            Fate::Goes => {}
        }
    }
    out
}

/// The names that lines of `text` set, and their values as they are written; none that is commented out.
pub fn given(text: &str) -> Vec<(String, &str)> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.filter_map(|line| Some((name(line)?, line.split_once('=')?.1.trim()))).collect()
}

/// The name that a line gives; a line that is commented out counts, since its author knows the name.
fn name(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches('#').trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let name = line.split_once('=')?.0.trim();
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_name =
        starts_well && name.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '_' | '.' | '-'));
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: &str = "# Database\n\n# The server's name.\nPOSTGRES_HOST=postgres\n# Its port.\nPOSTGRES_PORT=5432\n\n# Errors go here.\n# SENTRY_DSN=\n";

    #[test]
    fn values_are_put_in_place_of_those_of_an_example() {
        let text = "# Words.\nA=1\nexport B = x # why\n# C=\nC=secret\nexport D=4\nE=5";
        let fate = |name: &str| match name {
            "A" => Fate::Value("2 #3"),
            "B" => Fate::Value(""),
            "C" => Fate::Goes,
            "D" => Fate::Comment,
            _ => Fate::Stays,
        };
        assert_eq!(with_values(text, &fate), "# Words.\nA='2 #3'\nB=\n# C=\n# export D=4\nE=5");
    }

    #[test]
    fn an_empty_file_gets_everything() {
        assert_eq!(add("", WANTED).text, WANTED);
        assert_eq!(add("", WANTED).added, ["POSTGRES_HOST", "POSTGRES_PORT", "SENTRY_DSN"]);
    }

    #[test]
    fn only_missing_names_are_added_with_their_comments() {
        let edited = add("export POSTGRES_HOST = db\nMINE=1", WANTED);
        let expected = "export POSTGRES_HOST = db\nMINE=1\n\n# Database\n\n# Its port.\nPOSTGRES_PORT=5432\n\n# Errors go here.\n# SENTRY_DSN=\n";
        assert_eq!(edited.text, expected);
        assert_eq!(add(&edited.text, WANTED).text, edited.text);
    }

    #[test]
    fn a_name_in_a_comment_counts_and_prose_does_not() {
        assert!(
            add("#POSTGRES_HOST=\n# set POSTGRES_PORT=5432 here\n", WANTED).added == ["POSTGRES_PORT", "SENTRY_DSN"]
        );
    }

    #[test]
    fn an_example_value_follows_until_the_user_edits_it() {
        let entries = keys(WANTED);
        let earlier = Earlier { wanted: WANTED, entries: &entries };
        let newer = WANTED.replace("5432", "6432").replace("=postgres", "=db");
        let yours = WANTED.replace("=postgres", "=mine") + "MINE=1\n";
        let edited = edit(&yours, &newer, Some(earlier));
        assert!(
            edited.text.contains("POSTGRES_PORT=6432") && edited.text.contains("POSTGRES_HOST=mine"),
            "{}",
            edited.text
        );
    }

    #[test]
    fn a_comment_of_one_entry_follows_it() {
        let old = "# The stack sets it to redis.\n# CACHE=localhost\n\n# Both.\n# A=1\n# B=1\n";
        let new = "# Where the cache is.\nCACHE=localhost\n\n# Both, changed.\nA=1\n# B=1\n";
        let added = add("MINE=1\n", old);
        let earlier = Earlier { wanted: old, entries: &added.added };
        let edited = edit(&added.text, new, Some(earlier));
        assert_eq!(edited.text, "MINE=1\n\n# Where the cache is.\nCACHE=localhost\n\n# Both.\nA=1\n# B=1\n");
    }

    #[test]
    fn taking_back_undoes_adding() {
        let added = add("MINE=1\n", WANTED);
        let earlier = Earlier { wanted: WANTED, entries: &added.added };
        let edited = edit(&added.text, "", Some(earlier));
        assert_eq!(edited.text, "MINE=1\n");
        assert_eq!(edited.removed, ["POSTGRES_HOST", "POSTGRES_PORT", "SENTRY_DSN"]);
    }
}
