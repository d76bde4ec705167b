use proptest::prelude::*;

use super::super::tests::rounds;
use super::*;

const WANTED: &str = "alembic>=1.13\n";

#[track_caller]
fn becomes(yours: &str, expected: &str) {
    assert_eq!(rounds(edit, yours, WANTED).text, expected);
}

#[track_caller]
fn stays(yours: &str) {
    assert_eq!(rounds(edit, yours, WANTED), Edited { text: yours.to_owned(), ..Edited::default() });
}

#[test]
fn a_package_goes_to_the_end_or_where_the_alphabet_wants_it() {
    becomes("", "alembic>=1.13\n");
    becomes("fastapi\n", "fastapi\nalembic>=1.13\n");
    becomes("fastapi==0.115.0\nuvicorn[standard]\n", "alembic>=1.13\nfastapi==0.115.0\nuvicorn[standard]\n");
    becomes("aiofiles\nFastAPI\n", "aiofiles\nalembic>=1.13\nFastAPI\n");
    becomes("uvicorn\nfastapi\n", "uvicorn\nfastapi\nalembic>=1.13\n");
    becomes("# Web\nfastapi\n\n# Server\nuvicorn\n\n", "# Web\nfastapi\n\n# Server\nuvicorn\nalembic>=1.13\n\n");
}

#[test]
fn line_endings_and_marks_stay() {
    becomes("uvicorn\r\nfastapi\r\n", "uvicorn\r\nfastapi\r\nalembic>=1.13\r\n");
    becomes("uvicorn\nfastapi", "uvicorn\nfastapi\nalembic>=1.13");
    becomes("\u{feff}uvicorn\nfastapi\n", "\u{feff}uvicorn\nfastapi\nalembic>=1.13\n");
}

#[test]
fn a_package_of_the_users_is_left_alone_however_it_is_written() {
    stays("Alembic==1.0\n");
    stays("alembic[tz] ~= 1.9 ; python_version < '3.13'  # old\n");
    stays("alembic @ git+https://github.com/sqlalchemy/alembic@main\n");
    stays("-e git+https://github.com/sqlalchemy/alembic#egg=alembic\n");
    stays("fastapi\nalembic==1.13.1 \\\n    --hash=sha256:00\n");
    stays("\u{feff}alembic\n");
}

#[test]
fn options_comments_and_continued_lines_survive() {
    let yours = "-r base.txt\n-c constraints.txt\n--extra-index-url https://example.com/simple\n-e ./common\n./local\n\
                 uvicorn>=0.30, \\\n    <1\n# last\n";
    becomes(yours, &format!("{yours}alembic>=1.13\n"));
    becomes("# not alembic\n", "# not alembic\nalembic>=1.13\n");
}

#[test]
fn where_packages_are_pinned_with_hashes_none_comes_without() {
    let yours = "fastapi==0.115.0 \\\n    --hash=sha256:0123\n";
    let edited = edit(yours, WANTED, None).unwrap();
    assert_eq!((edited.text.as_str(), edited.added.len()), (yours, 0));
    assert!(edited.notes[0].contains("`alembic>=1.13` was left out"), "{:?}", edited.notes);
}

#[test]
fn an_open_line_at_the_end_is_an_error_with_its_number() {
    let wrong = edit("uvicorn\nfastapi \\\n", WANTED, None).unwrap_err();
    assert!(wrong.starts_with("line 2 ends in a backslash"), "{wrong}");
}

#[test]
fn what_the_user_edited_or_took_out_is_theirs() {
    let entries = ["alembic".to_owned()];
    let earlier = Some(Earlier { wanted: WANTED, entries: &entries });
    assert_eq!(edit("fastapi\nalembic==1.14\n", "", earlier).unwrap().text, "fastapi\nalembic==1.14\n");
    assert_eq!(edit("fastapi\nalembic==1.14\n", "alembic>=2\n", earlier).unwrap().text, "fastapi\nalembic==1.14\n");
    let gone = edit("fastapi\n", WANTED, earlier).unwrap();
    assert_eq!((gone.text.as_str(), gone.ours.len()), ("fastapi\n", 0));
    assert_eq!(edit("fastapi\nalembic>=1.13\n", "alembic>=2\n", earlier).unwrap().text, "fastapi\nalembic>=2\n");
}

/// Whole logical lines, as files of every age hold them.
const LINES: &str = "|# [a-z #]{0,8}|-r [a-z]{1,4}\\.txt|-e \\./[a-z]{1,4}|--no-binary :all:|\
                     [A-Za-z][a-z0-9._-]{0,6}[a-z0-9](\\[[a-z]{1,3}\\])?( ?(==|>=|~=)[0-9]{1,2}\\.[0-9])?(  # [a-z]{1,5})?|\
                     [a-z]{1,5}>=1, \\\\\n    <2|git\\+https://x\\.y/[a-z]{1,4}#egg=[a-z]{1,6}";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_and_taking_back_changes_nothing(
        lines in proptest::collection::vec(LINES, 0..8),
        crlf: bool, mark: bool, ended: bool,
        wanted in proptest::collection::btree_map("[a-e][a-z]{0,3}", "(>=[1-9])?", 0..4),
    ) {
        let mut yours = lines.join("\n");
        if ended && !yours.is_empty() { yours.push('\n'); }
        if crlf { yours = yours.replace('\n', "\r\n"); }
        if mark { yours.insert(0, '\u{feff}'); }
        let wanted: String = wanted.iter().map(|(name, version)| format!("{name}{version}\n")).collect();
        let edited = rounds(edit, &yours, &wanted);
        let after = edited.text.trim_start_matches('\u{feff}');
        let names = keys(after);
        prop_assert!(keys(&wanted).iter().all(|name| names.contains(name)), "{:?}", edited.text);
        let mut left = after.lines();
        prop_assert!(yours.trim_start_matches('\u{feff}').lines().all(|line| left.any(|other| other == line)), "{:?}", edited.text);
        prop_assert!(!crlf || !edited.text.replace("\r\n", "").contains('\n') || !yours.contains('\n'));
    }
}
