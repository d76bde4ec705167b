//! Merges that touch no line in common and whose result is broken all the same.

use shipready::merge::structure::check;
use shipready::merge::{Broken, Merged, merge_checked};
use shipready::tree::RelPath;

use crate::{LABELS, clean, conflict, merge};

const COMPOSE: &str = "\
services:
  web:
    image: shop
    read_only: true
    ports:
      - 8000:8000
    networks:
      - front
    restart: unless-stopped

  redis:
    image: redis:8
    networks:
      - back
";

fn path(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

fn checked(at: &str, base: &str, yours: &str, new: &str) -> Merged {
    merge_checked(&path(at), base, yours, new, &LABELS)
}

fn fault(at: &str, text: &str) -> Broken {
    check(&path(at), text).unwrap_err()
}

#[test]
fn a_key_that_both_add_in_different_places_is_a_conflict_of_the_lines_between() {
    let yours = COMPOSE.replace("    image: shop\n", "    image: shop\n    user: \"1000\"\n");
    let new = COMPOSE.replace("    restart:", "    user: \"10001\"\n    restart:").replace("redis:8", "redis:8.2");
    let both = clean(merge(COMPOSE, &yours, &new));
    assert_eq!(both.matches("user:").count(), 2, "as text it is clean");

    let merged = conflict(checked("compose.yaml", COMPOSE, &yours, &new));
    let broken = merged.broken.expect("the reason");
    assert_eq!((broken.line, broken.column), (10, 5), "{}", broken.message);
    assert!(broken.message.contains("duplicate") && broken.message.contains("user"), "{}", broken.message);
    assert_eq!(merged.conflicts, 1);
    let between = "read_only: true\n    ports:\n      - 8000:8000\n    networks:\n      - front\n";
    let expected = format!(
        "services:\n  web:\n    image: shop\n<<<<<<< yours\n    user: \"1000\"\n    {between}||||||| base\n    {between}\
         =======\n    {between}    user: \"10001\"\n>>>>>>> new\n    restart: unless-stopped\n\n  redis:\n    \
         image: redis:8.2\n    networks:\n      - back\n"
    );
    assert_eq!(merged.text, expected, "the change of redis stays outside");
}

#[test]
fn a_block_that_you_indent_and_the_template_adds_to_is_a_conflict() {
    let base = "jobs:\n  test:\n    steps:\n    - run: one\n    - run: two\n    - run: three\n";
    let yours = base.replace("    - run: one\n    - run: two\n", "      - run: one\n      - run: two\n");
    let new = format!("{base}    - run: four\n").replace("jobs:", "on: push\njobs:");
    // Yours alone is broken, so there is nothing that a merge could break.
    assert!(check(&path(".github/workflows/ci.yml"), &yours).is_err());
    assert!(matches!(checked(".github/workflows/ci.yml", base, &yours, &new), Merged::Clean(_)));

    let yours = base.replace("    - run", "      - run");
    let merged = conflict(checked(".github/workflows/ci.yml", base, &yours, &new));
    assert!(merged.text.starts_with("on: push\njobs:\n"), "{}", merged.text);
}

#[test]
fn a_mapping_that_you_turn_into_a_list_does_not_take_new_keys() {
    let base = "environment:\n  A: 1\n\n  B: 2\n\n  # Your own go below.\nports: []\n";
    let yours = base.replace("  A: 1\n", "  - A=1\n").replace("  B: 2\n", "  - B=2\n");
    let new = base.replace("  # Your own go below.\n", "  # Your own go below.\n  C: 3\n");
    let merged = conflict(checked("x.yaml", base, &yours, &new));
    assert!(merged.broken.is_some());
    assert!(merged.text.contains("  - B=2\n") && merged.text.contains("  C: 3\n"), "{}", merged.text);
}

#[test]
fn either_side_of_the_conflict_parses() {
    let yours = COMPOSE.replace("    image: shop\n", "    image: shop\n    user: \"1000\"\n");
    let new = COMPOSE.replace("    restart:", "    user: \"10001\"\n    restart:");
    let merged = conflict(checked("compose.yaml", COMPOSE, &yours, &new)).text;
    let (before, rest) = merged.split_once("<<<<<<< yours\n").unwrap();
    let (conflict, after) = rest.split_once(">>>>>>> new\n").unwrap();
    let (mine, rest) = conflict.split_once("||||||| base\n").unwrap();
    let (_, theirs) = rest.split_once("=======\n").unwrap();
    for side in [mine, theirs] {
        check(&path("compose.yaml"), &format!("{before}{side}{after}")).expect("it parses");
    }
}

#[test]
fn two_breaks_far_apart_are_one_conflict() {
    let yours = COMPOSE
        .replace("    image: shop\n", "    image: shop\n    user: \"1\"\n")
        .replace("    image: redis:8\n", "    image: redis:8\n    user: \"3\"\n");
    let new = COMPOSE.replace("    restart:", "    user: \"2\"\n    restart:") + "    user: \"4\"\n";
    let merged = conflict(checked("compose.yaml", COMPOSE, &yours, &new));
    assert_eq!(merged.conflicts, 1);
    assert_eq!(merged.text.matches("user:").count(), 4);
}

#[test]
fn nothing_is_judged_that_was_broken_before() {
    let broken = format!("{COMPOSE}  redis:\n    image: again\n");
    let new = COMPOSE.replace("    image: shop", "    image: shop:2");
    assert!(matches!(checked("compose.yaml", COMPOSE, &broken, &new), Merged::Clean(_)));
}

#[test]
fn the_same_merge_is_clean_where_no_format_is_known() {
    let yours = COMPOSE.replace("    image: shop\n", "    image: shop\n    user: \"1000\"\n");
    let new = COMPOSE.replace("    restart:", "    user: \"10001\"\n    restart:");
    assert!(matches!(checked("notes.txt", COMPOSE, &yours, &new), Merged::Clean(_)));
}

/// Merges that are clean as text; only the format shows the fault.
#[track_caller]
fn breaks(at: &str, base: &str, yours: &str, new: &str, says: &str) {
    clean(merge(base, yours, new));
    let merged = conflict(checked(at, base, yours, new));
    let broken = merged.broken.expect("the reason");
    assert!(broken.message.contains(says), "{broken:?}");
}

#[test]
fn toml_with_a_key_from_both_is_a_conflict() {
    let base = "[a]\nx = 1\n\ny = 2\n";
    breaks("x.toml", base, "[a]\nz = 0\nx = 1\n\ny = 2\n", "[a]\nx = 1\n\ny = 2\nz = 1\n", "duplicate key");
}

#[test]
fn json_with_a_key_from_both_is_a_conflict() {
    let base = "{\n  \"a\": 1,\n\n  \"b\": 2\n}\n";
    let yours = base.replace("{\n", "{\n  \"n\": 0,\n");
    let new = base.replace("\n\n", "\n\n  \"n\": 1,\n");
    breaks("package.json", base, &yours, &new, "the key `n` stands twice");
}

#[test]
fn python_that_you_put_in_quotes_and_the_template_adds_quotes_to_is_a_conflict() {
    let base = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n";
    let yours = "a = 1\n\"\"\"\nb = 2\nc = 3\nd = 4\n\"\"\"\ne = 5\n";
    breaks("app.py", base, yours, &base.replace("c = 3\n", "c = 3\ns = \"\"\"text\"\"\"\n"), "not Python");
}

#[test]
fn a_brace_that_both_move_is_a_conflict() {
    let base = "server {\n  a;\n  b;\n  c;\n  d;\n  e;\n}\n";
    let moved = |line: &str| base.replace("}\n", "").replace(line, &format!("{line}}}\n"));
    let (yours, new) = (moved("  a;\n"), moved("  c;\n"));
    breaks("nginx/site.conf", base, &yours, &new, "not opened");
}

#[test]
fn a_fault_says_where_it_is() {
    let place = |at: &str, text: &str| {
        let broken = fault(at, text);
        assert!(!broken.message.is_empty());
        (broken.line, broken.column)
    };
    assert_eq!(place("a.yaml", "a: 1\nb: [1\n"), (2, 4));
    assert_eq!(place("a.yml", "a: 1\nb: 2\na: 3\n"), (3, 1));
    assert_eq!(place("a.yaml", "a:\n  b: {c: 1, c: 2}\n"), (2, 13));
    assert_eq!(place("a.yaml", "a: 1\n---\nb: 1\nb: 2\n"), (4, 1));
    assert_eq!(place("a.toml", "a = 1\na = 2\n"), (2, 1));
    assert_eq!(place("a.toml", "a = 1\n[b\n"), (2, 3));
    assert_eq!(place("a.json", "{\"a\": 1,\n \"a\": 2}\n"), (2, 4));
    assert_eq!(place("a.json", "{\"a\": 1,}\n"), (1, 9));
    assert_eq!(place("a.py", "x = 1\nif x\n    y = 2\n"), (2, 1));
    assert_eq!(place("nginx/site.conf", "server {\n  a b;\n"), (1, 8));
    assert_eq!(place("nginx/site.conf", "server {\n}\n}\n"), (3, 1));
    assert_eq!(place("nginx.conf", "a \"b;\n"), (1, 3));
}

#[test]
fn what_people_write_is_not_a_fault() {
    for (at, text) in [
        ("a.yaml", ""),
        ("a.yaml", "# nothing\n"),
        ("a.yaml", "\u{feff}a: 1\r\nb: 2\r\n"),
        ("compose.override.yaml", "services:\n  web:\n    ports: !reset []\n    a: !override\n      - 1\n"),
        ("a.yaml", "---\na: &x {b: 1}\nc: *x\nd:\n  <<: *x\n---\n- 1\n---\n"),
        ("a.yaml", "on: push\nyes: 1\n1: 2\n? [a, b]\n: c\n"),
        ("a.json", "[1, -1, 1.5, null, true, \"x\", {\"a\": {\"a\": []}}]"),
        ("a.py", "match x:\n    case {\"a\": [1, *rest]}:\n        print(f\"{x!r:>{10}} {y['a']}\")\n"),
        (
            "nginx/a.conf",
            "log_format j '{\"a\":\"$b\"}'; # it's {\nlocation ~ \"^/x{2}$\" { set $a \\{; set $b a\"b; set $c ${d}; }\n",
        ),
        ("redis.conf", "save \"\"\nrename-command FLUSHALL it's # {\n"),
        ("unknown.txt", "}{"),
        ("Dockerfile", "FROM x\n"),
    ] {
        assert_eq!(check(&path(at), text), Ok(()), "{at}: {text}");
    }
}
