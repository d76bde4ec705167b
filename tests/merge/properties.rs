//! What holds for every merge. `PROPTEST_CASES=10000 cargo test --test merge properties` is the long run.

use proptest::prelude::*;
use shipready::merge::{Conflicted, Merged, markers};

use crate::cases::{self, Case};
use crate::{LABELS, lost, merge, text};

/// Half of them letters, half of them rendered files.
fn case() -> impl Strategy<Value = Case> {
    let files = cases::rendered();
    (any::<u64>(), any::<bool>())
        .prop_map(move |(seed, real)| if real { cases::realistic(&files, seed) } else { cases::random(seed) })
}

/// The merge with both sides exchanged, its markers the right way round again.
fn exchanged(case: &Case) -> Merged {
    match merge(&case.base, &case.new, &case.yours) {
        Merged::Clean(text) => Merged::Clean(text),
        Merged::Conflict(merged) => {
            Merged::Conflict(Conflicted { text: swapped(&merged.text), yours: merged.new, new: merged.yours, ..merged })
        }
    }
}

fn swapped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, conflict)) = rest.split_once("<<<<<<< yours\n") {
        let (yours, conflict) = conflict.split_once("||||||| base\n").unwrap();
        let (base, conflict) = conflict.split_once("=======\n").unwrap();
        let (new, after) = conflict.split_once(">>>>>>> new\n").unwrap();
        out += &format!("{before}<<<<<<< yours\n{new}||||||| base\n{base}=======\n{yours}>>>>>>> new\n");
        rest = after;
    }
    out + rest
}

/// `merged` with its text changed.
fn with(merged: Merged, change: impl Fn(&str) -> String) -> Merged {
    match merged {
        Merged::Clean(text) => Merged::Clean(change(&text)),
        Merged::Conflict(merged) => Merged::Conflict(Conflicted {
            text: change(&merged.text),
            yours: change(&merged.yours),
            new: change(&merged.new),
            ..merged
        }),
    }
}

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// `text` with CRLF where a bit of `bits` is set.
fn mixed(text: &str, bits: u64) -> String {
    let ending = |at: usize| if bits >> (at % 64) & 1 == 1 { "\r\n" } else { "\n" };
    text.lines().enumerate().map(|(at, line)| format!("{line}{}", ending(at))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_side_without_changes_gives_way(case in case()) {
        let Case { base, yours, new, .. } = &case;
        prop_assert_eq!(merge(base, base, new), Merged::Clean(new.clone()));
        prop_assert_eq!(merge(base, yours, base), Merged::Clean(yours.clone()));
        prop_assert_eq!(merge(base, yours, yours), Merged::Clean(yours.clone()));
    }

    #[test]
    fn that_holds_for_any_text_byte_for_byte(
        base in "(\u{feff})?([a-c\r]{0,2}\r?\n){0,6}[a-c\r]{0,2}",
        yours in "(\u{feff})?([a-c\r]{0,2}\r?\n){0,6}[a-c\r]{0,2}",
    ) {
        prop_assert_eq!(merge(&base, &yours, &base), Merged::Clean(yours.clone()));
        prop_assert_eq!(merge(&base, &yours, &yours), Merged::Clean(yours));
    }

    #[test]
    fn a_render_replaces_what_nobody_touched(
        base in "([a-c]{0,2}\n){0,6}[a-c]{0,2}",
        new in "([a-c]{0,2}\n){0,6}[a-c]{0,2}",
    ) {
        prop_assert_eq!(merge(&base, &base, &new), Merged::Clean(new));
    }

    #[test]
    fn no_added_line_of_either_side_is_lost(case in case()) {
        let merged = merge(&case.base, &case.yours, &case.new);
        prop_assert_eq!(lost(&case.base, &case.yours, text(&merged)), Vec::<&str>::new());
        prop_assert_eq!(lost(&case.base, &case.new, text(&merged)), Vec::<&str>::new());
    }

    #[test]
    fn both_sides_count_the_same(case in case()) {
        prop_assert_eq!(exchanged(&case), merge(&case.base, &case.yours, &case.new));
    }

    #[test]
    fn endings_and_marks_change_nothing_else(case in case(), bits in any::<u64>()) {
        let Case { base, yours, new, .. } = &case;
        let plain = merge(base, yours, new);
        if !yours.is_empty() {
            // An empty text has no ending that new lines could follow.
            prop_assert_eq!(merge(base, &crlf(yours), new), with(plain.clone(), crlf));
        }
        let marked = merge(base, &format!("\u{feff}{yours}"), new);
        prop_assert_eq!(marked, with(plain.clone(), |text| format!("\u{feff}{text}")));
        let other = merge(base, &mixed(yours, bits), new);
        prop_assert_eq!(with(other, |text| text.replace('\r', "")), plain);
    }

    #[test]
    fn every_line_of_yours_keeps_its_ending(case in case(), bits in any::<u64>()) {
        let yours = mixed(&case.yours, bits);
        let merged = merge(&case.base, &yours, &case.new);
        let whole = |text: &str| text.split_inclusive('\n').map(|line| line.replace('\r', "<CR>")).collect::<String>();
        let (base, yours, merged) = (whole(&mixed(&case.base, bits)), whole(&yours), whole(text(&merged)));
        // Lines that no text of the base holds: yours by their words.
        let own: Vec<&str> = yours.lines().filter(|line| !base.contains(line.trim_end_matches("<CR>"))).collect();
        for line in own {
            prop_assert!(merged.lines().any(|merged| merged == line), "{} is not in\n{}", line, merged);
        }
    }

    #[test]
    fn a_missing_last_ending_changes_nothing_else(case in case()) {
        let Case { base, yours, new, .. } = &case;
        let bare = |text: &str| text.trim_end_matches('\n').to_owned();
        let open = merge(base, &bare(yours), new);
        if yours.ends_with("\n\n") || yours.len() < 2 {
            // Without its ending, an empty last line is none.
            return Ok(());
        }
        let plain = merge(base, yours, new);
        prop_assert_eq!(with(open, bare), with(plain, bare));
    }

    #[test]
    fn a_merge_is_merged_only_once(case in case()) {
        if let Merged::Clean(merged) = merge(&case.base, &case.yours, &case.new) {
            prop_assert_eq!(merge(&case.new, &merged, &case.new), Merged::Clean(merged));
        }
    }

    #[test]
    fn markers_are_seen(case in case()) {
        match merge(&case.base, &case.yours, &case.new) {
            Merged::Clean(text) => prop_assert!(markers(&text).is_none()),
            Merged::Conflict(merged) => {
                prop_assert!(markers(&merged.text).is_some());
                prop_assert_eq!(merged.text.lines().filter(|line| *line == "<<<<<<< yours").count(), merged.conflicts);
            }
        }
    }

    #[test]
    fn a_checked_merge_loses_nothing_either(case in case()) {
        let path = shipready::tree::RelPath::new(&case.path).unwrap();
        let merged = shipready::merge::merge_checked(&path, &case.base, &case.yours, &case.new, &LABELS);
        prop_assert_eq!(lost(&case.base, &case.yours, text(&merged)), Vec::<&str>::new());
        prop_assert_eq!(lost(&case.base, &case.new, text(&merged)), Vec::<&str>::new());
        if let Merged::Conflict(Conflicted { text, conflicts, .. }) = &merged {
            prop_assert!(*conflicts > 0 && markers(text).is_some());
        }
    }
}
