//! Edits of users' files over generated ones: nothing of theirs is lost, twice is once, and back is back.

use std::collections::BTreeSet;

use proptest::prelude::*;
use shipready::edit::{Earlier, dotenv, lines};

fn file(line: &'static str, ending: &'static str) -> impl Strategy<Value = String> {
    proptest::collection::vec(line, 0..12)
        .prop_map(move |lines| lines.iter().map(|line| format!("{line}{ending}")).collect())
}

const IGNORED: &str = "|#[a-c]|!?/?[a-e]/?|[a-e]";
const ASSIGNED: &str = "|# [a-c]|#? ?[A-E]=[0-9]?";

/// `file` without entries that say the same or the opposite of each other, as whoever writes a template would.
fn once(file: &str, key: fn(&str) -> Vec<String>) -> String {
    let mut seen = BTreeSet::new();
    let fresh = |line: &&str| key(line).iter().all(|key| seen.insert(key.trim_start_matches('!').to_owned()));
    file.lines().filter(fresh).map(|line| format!("{line}\n")).collect()
}

fn kept_in_order(yours: &str, edited: &str) -> bool {
    let mut left = edited.lines();
    yours.lines().all(|line| left.any(|other| other == line))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ignore_files(yours in file(IGNORED, "\n"), wanted in file(IGNORED, "\n")) {
        let wanted = once(&wanted, lines::keys);
        let edited = lines::add(&yours, &wanted);
        prop_assert!(kept_in_order(&yours, &edited.text), "{:?}", edited.text);
        let again = lines::add(&edited.text, &wanted);
        prop_assert_eq!(&again.text, &edited.text);
        let earlier = Earlier { wanted: &wanted, entries: &edited.added };
        let settled = lines::edit(&edited.text, &wanted, Some(earlier));
        prop_assert_eq!(&settled.text, &edited.text);
        let back = lines::edit(&edited.text, "", Some(earlier));
        prop_assert!(kept_in_order(&solid(&yours), &solid(&back.text)), "{:?}", back.text);
    }

    #[test]
    fn dotenv_files(yours in file(ASSIGNED, "\r\n"), wanted in file(ASSIGNED, "\n")) {
        let wanted = once(&wanted, dotenv::keys);
        let edited = dotenv::add(&yours, &wanted);
        prop_assert!(kept_in_order(&yours, &edited.text), "{:?}", edited.text);
        prop_assert!(!edited.text.replace("\r\n", "").contains('\n') || yours.is_empty());
        prop_assert_eq!(&dotenv::add(&edited.text, &wanted).text, &edited.text);
        let earlier = Earlier { wanted: &wanted, entries: &edited.added };
        let back = dotenv::edit(&edited.text, "", Some(earlier));
        prop_assert!(kept_in_order(&solid(&yours), &solid(&back.text)), "{:?}", back.text);
    }
}

/// Only the entries: a comment of the user's that is word for word ours may go with it, and so may blank lines.
fn solid(file: &str) -> String {
    file.lines()
        .filter(|line| line.contains('=') || !(line.is_empty() || line.starts_with('#')))
        .map(|line| format!("{line}\n"))
        .collect()
}
