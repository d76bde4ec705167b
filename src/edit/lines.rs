//! Ignore files (`.gitignore`, `.dockerignore`): missing entries are added under what the user has.

use std::collections::BTreeSet;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::entries::{self, Entry};
use super::{Earlier, Edited};

/// Adds the entries of `wanted`, the whole file that an empty repository would get, that `yours` lacks.
pub fn add(yours: &str, wanted: &str) -> Edited {
    edit(yours, wanted, None)
}

/// As [`add`]; with what is known from `earlier`, it also takes back what is no longer wanted, and leaves out what
/// the user took out.
pub fn edit(yours: &str, wanted: &str, earlier: Option<Earlier<'_>>) -> Edited {
    let present: BTreeSet<String> = yours.lines().filter_map(key).collect();
    let mut edited = entries::edit(yours, wanted, earlier, key, &|entry| refused(entry, &present));
    reassert(&mut edited);
    edited
}

/// The keys of the entries of a whole file, in order.
pub fn keys(text: &str) -> Vec<String> {
    text.lines().filter_map(key).collect()
}

/// `/x`, `x/` and `**/x` are taken for `x`: whoever wrote one of them has thought of it.
fn key(line: &str) -> Option<String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let (not, path) = line.strip_prefix('!').map_or(("", line), |path| ("!", path));
    let path = path.trim_start_matches("**/").trim_start_matches('/').trim_end_matches('/');
    Some(format!("{not}{path}"))
}

/// A rule of the user's that says the opposite stays the last word.
fn refused(entry: &Entry<'_>, present: &BTreeSet<String>) -> Option<String> {
    let opposite = match entry.key.strip_prefix('!') {
        Some(path) => path.to_owned(),
        None => format!("!{}", entry.key),
    };
    present.contains(&opposite).then(|| format!("`{}` was left out: your file says `{opposite}`", entry.line))
}

/// The last match wins in an ignore file, so an exception that stands above a new entry would lose its effect:
/// it is repeated below.
fn reassert(edited: &mut Edited) {
    if edited.added.is_empty() {
        return;
    }
    let lines: Vec<&str> = edited.text.lines().collect();
    let mut again: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(path) = line.trim().strip_prefix('!') else { continue };
        let below = lines.get(at + 1..).unwrap_or_default();
        let new = below.iter().copied().filter(|line| key(line).is_some_and(|key| edited.added.contains(&key)));
        let repeated = below.iter().any(|other| other.trim() == line.trim());
        if !repeated && !again.contains(line) && ignores(&matcher(new), path) {
            again.push(line);
        }
    }
    let ending = if edited.text.ends_with("\r\n") { "\r\n" } else { "\n" };
    let again: String = again.iter().map(|line| format!("{line}{ending}")).collect();
    edited.text.push_str(&again);
}

fn matcher<'a>(lines: impl Iterator<Item = &'a str>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        // A pattern that does not parse matches nothing, as in git.
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn ignores(matcher: &Gitignore, path: &str) -> bool {
    let path = path.trim_start_matches('/').trim_end_matches('/');
    [false, true].iter().any(|folder| matcher.matched_path_or_any_parents(path, *folder).is_ignore())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: &str = "# Secrets stay on the machine.\n.env\n.env.*\n!.env.example\n/deploy/secrets/values/\n\n# Python\n__pycache__/\n";

    #[test]
    fn an_empty_file_gets_everything() {
        let edited = add("", WANTED);
        assert_eq!(edited.text, WANTED);
        assert_eq!(edited.added, [".env", ".env.*", "!.env.example", "deploy/secrets/values", "__pycache__"]);
    }

    #[test]
    fn missing_entries_go_under_what_is_there_with_their_comment() {
        let edited = add("node_modules\n.env\n/__pycache__\n", WANTED);
        let expected = "node_modules\n.env\n/__pycache__\n\n# Secrets stay on the machine.\n.env.*\n!.env.example\n/deploy/secrets/values/\n";
        assert_eq!(edited.text, expected);
        assert_eq!(add(&edited.text, WANTED), Edited { text: edited.text, ..Edited::default() });
    }

    #[test]
    fn line_endings_and_a_missing_last_newline_are_respected() {
        let edited = add("a\r\nb", "# ours\nc\n");
        assert_eq!(edited.text, "a\r\nb\r\n\r\n# ours\r\nc\r\n");
    }

    #[test]
    fn what_the_user_excepts_stays_excepted() {
        let edited = add("!.env\n", WANTED);
        assert!(!edited.added.contains(&".env".to_owned()));
        assert_eq!(edited.notes, ["`.env` was left out: your file says `!.env`"]);
    }

    #[test]
    fn an_exception_above_a_new_entry_is_repeated_below_it() {
        let edited = add("!certs/ca.pem\n!other\n", "*.pem\n");
        assert_eq!(edited.text, "!certs/ca.pem\n!other\n\n*.pem\n!certs/ca.pem\n");
        assert_eq!(add(&edited.text, "*.pem\n").text, edited.text);
    }

    #[test]
    fn a_later_entry_joins_its_comment() {
        let yours = add("x\n", "# Python\n__pycache__/\n").text + "\nmine\n";
        let edited = add(&yours, "# Python\n__pycache__/\n*.pyc\n");
        assert_eq!(edited.text, "x\n\n# Python\n__pycache__/\n*.pyc\n\nmine\n");
    }

    #[test]
    fn taking_back_undoes_adding() {
        for yours in ["x\n", "x\n\n# Mine\ny\n", "a\r\n"] {
            let added = add(yours, WANTED);
            let earlier = Earlier { wanted: WANTED, entries: &added.added };
            assert_eq!(edit(&added.text, "", Some(earlier)).text, yours);
        }
    }

    #[test]
    fn an_entry_that_the_user_took_out_stays_out() {
        let entries = keys(WANTED);
        let earlier = Earlier { wanted: WANTED, entries: &entries };
        let edited = edit(".env\n", &format!("{WANTED}*.pyc\n"), Some(earlier));
        assert_eq!(edited.added, ["*.pyc"]);
    }
}
