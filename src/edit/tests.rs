//! What holds for every editor: twice is once, and back is back, to the byte.

use super::*;

type Edit = fn(&str, &str, Option<Earlier<'_>>) -> Result<Edited, String>;

/// Adds `wanted` to `yours`, again, and takes it back; what stood there after adding.
#[track_caller]
pub(super) fn rounds(edit: Edit, yours: &str, wanted: &str) -> Edited {
    let edited = edit(yours, wanted, None).unwrap_or_else(|wrong| panic!("{wrong}\n{yours}"));
    let earlier = Earlier { wanted, entries: &edited.ours };
    let again = edit(&edited.text, wanted, Some(earlier)).unwrap_or_else(|wrong| panic!("{wrong}\n{}", edited.text));
    assert_eq!(again.text, edited.text, "a second time changes nothing");
    assert_eq!((&again.ours, again.added.len(), again.removed.len()), (&edited.ours, 0, 0));
    let fresh = edit(&edited.text, wanted, None).unwrap();
    assert_eq!(fresh.text, edited.text, "what is there is not added once more");
    let back = edit(&edited.text, "", Some(earlier)).unwrap_or_else(|wrong| panic!("{wrong}\n{}", edited.text));
    assert_eq!(back.text, yours, "taken back from:\n{}", edited.text);
    assert!(back.ours.is_empty(), "{:?}", back.ours);
    edited
}

#[test]
fn every_policy_but_whole_files_has_an_editor() {
    for policy in [Policy::Lines, Policy::Dotenv, Policy::Requirements, Policy::Toml, Policy::Json] {
        assert!(editor(policy).is_some(), "{policy:?}");
    }
    for policy in [Policy::Owned, Policy::Starter, Policy::Manifest] {
        assert!(editor(policy).is_none(), "{policy:?}");
    }
}

#[test]
fn what_is_ours_is_not_what_the_user_said() {
    let cases = [
        (Policy::Requirements, "fastapi\nalembic>=1.13\n", "alembic>=1.13\n", "alembic", "fastapi\n"),
        (Policy::Dotenv, "A=1\nB=2\n", "B=2\n", "B", "A=1\n"),
    ];
    for (policy, yours, wanted, key, left) in cases {
        let entries = [key.to_owned()];
        let own = editor(policy).unwrap().own;
        assert_eq!(own(yours, Earlier { wanted, entries: &entries }), left);
        assert_eq!(own(yours, Earlier { wanted, entries: &[] }), yours);
    }
}
