//! Edits that people make, each under the name of what must come of it.

use shipready::merge::{Labels, Merged, markers};

use crate::{clean, conflict, merge, text};

const SERVERS: &str = "\
http {
    server {
        listen 80;
        server_name _;
        location / {
            proxy_pass http://shop;
        }
    }

    server {
        listen 443;
        server_name _;
        location / {
            proxy_pass http://shop;
        }
    }
}
";

/// `text` with the `nth` (from 0) occurrence of `old` replaced.
fn nth(text: &str, old: &str, nth: usize, new: &str) -> String {
    let (at, _) = text.match_indices(old).nth(nth).expect("it is there");
    format!("{}{new}{}", &text[..at], &text[at + old.len()..])
}

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[test]
fn a_side_that_changed_nothing_gives_way() {
    let changed = SERVERS.replace("80", "8080");
    assert_eq!(clean(merge(SERVERS, SERVERS, &changed)), changed);
    assert_eq!(clean(merge(SERVERS, &changed, SERVERS)), changed);
    assert_eq!(clean(merge(SERVERS, &changed, &changed)), changed);
    assert_eq!(clean(merge("", "", "")), "");
    assert_eq!(clean(merge("a\n", "a\n", "")), "");
    assert_eq!(clean(merge("", "", "a\n")), "a\n");
}

#[test]
fn a_setting_in_the_second_of_two_similar_blocks_stays_there() {
    let place = "proxy_pass http://shop;\n";
    let setting = "proxy_pass http://shop;\n            proxy_read_timeout 300s;\n";
    let yours = nth(SERVERS, place, 1, setting);
    // The template gives both blocks another name, and a third one before them.
    let third = "http {\n    server {\n        listen 8080;\n        server_name status;\n    }\n\n";
    let new = SERVERS.replace("server_name _;", "server_name shop.example.com;").replacen("http {\n", third, 1);
    let merged = clean(merge(SERVERS, &yours, &new));
    assert_eq!(merged, nth(&new, place, 1, setting));
}

#[test]
fn a_setting_in_one_of_two_blocks_stays_when_the_template_adds_a_similar_one_between() {
    let place = "        listen 443;\n";
    let setting = "        listen 443;\n        client_max_body_size 50m;\n";
    let yours = nth(SERVERS, place, 0, setting);
    let block = "    server {\n        listen 8443;\n        server_name _;\n        location / {\n            \
                 proxy_pass http://shop;\n        }\n    }\n\n";
    let second = SERVERS.match_indices("    server {\n").nth(1).unwrap().0;
    let new = format!("{}{block}{}", &SERVERS[..second], &SERVERS[second..]);
    assert_eq!(clean(merge(SERVERS, &yours, &new)), nth(&new, place, 0, setting));
}

#[test]
fn lines_of_each_side_come_out_with_your_endings() {
    let yours = SERVERS.replace("listen 80;", "listen 8080;");
    let new = SERVERS.replace("listen 443;", "listen 443 ssl;\n        ssl_protocols TLSv1.3;");
    let both = clean(merge(SERVERS, &yours, &new));
    assert_eq!(clean(merge(SERVERS, &crlf(&yours), &new)), crlf(&both));
}

#[test]
fn a_file_with_other_endings_alone_takes_a_new_render() {
    let new = SERVERS.replace("80", "8080");
    assert_eq!(clean(merge(SERVERS, &crlf(SERVERS), &new)), crlf(&new));
}

#[test]
fn mixed_endings_stay_as_they_are_and_new_lines_follow_the_majority() {
    let yours = "one\r\ntwo\r\nthree\nfour\r\n";
    assert_eq!(
        clean(merge("one\ntwo\nthree\nfour\n", yours, "zero\none\ntwo\nthree\nfour\n")),
        format!("zero\r\n{yours}")
    );
    let yours = "one\r\ntwo\nthree\n";
    assert_eq!(clean(merge("one\ntwo\nthree\n", yours, "one\ntwo\nthree\nfour\n")), format!("{yours}four\n"));
}

#[test]
fn a_carriage_return_within_a_line_is_part_of_it() {
    let (base, yours) = ("a\nb\nc\nd\n", "a\nb\rB\nc\nd\n");
    assert_eq!(clean(merge(base, yours, "a\nb\nc\nD\n")), "a\nb\rB\nc\nD\n");
}

#[test]
fn the_byte_order_mark_stays() {
    let yours = "\u{feff}one\ntwo\nthree\nmine\n";
    assert_eq!(clean(merge("one\ntwo\nthree\n", yours, "ONE\ntwo\nthree\n")), "\u{feff}ONE\ntwo\nthree\nmine\n");
}

#[test]
fn the_last_line_keeps_its_ending_or_its_lack_of_one() {
    let base = "one\ntwo\nthree\n";
    assert_eq!(clean(merge(base, "one\ntwo\nthree", "ONE\ntwo\nthree\n")), "ONE\ntwo\nthree");
    assert_eq!(clean(merge(base, "one\ntwo\nthree", "one\ntwo\nthree\nfour\n")), "one\ntwo\nthree\nfour\n");
    assert_eq!(clean(merge(base, "one\ntwo\nthree\nmine", "ONE\ntwo\nthree\n")), "ONE\ntwo\nthree\nmine");
    assert_eq!(clean(merge(base, "MINE\ntwo\nthree", "MINE\ntwo\n")), "MINE\ntwo\n");
}

#[test]
fn the_same_change_on_both_sides_comes_once() {
    let base = "image: redis:8.0\nports: []\n";
    let changed = "image: redis:8.2\nports: []\nuser: redis\n";
    assert_eq!(clean(merge(base, changed, changed)), changed);
    let yours = changed.replace("ports: []", "ports: [6379]");
    let merged = clean(merge(
        "image: redis:8.0\na: 1\nports: []\n",
        "image: redis:8.2\na: 1\nports: [1]\n",
        "image: redis:8.2\na: 1\nports: []\n",
    ));
    assert_eq!(merged, "image: redis:8.2\na: 1\nports: [1]\n");
    assert_eq!(text(&merge(base, &yours, changed)).matches("redis:8.2").count(), 2, "it touches another change");
}

#[test]
fn different_lines_at_the_same_place_are_a_conflict() {
    let merged = conflict(merge("one\ntwo\n", "one\nmine\ntwo\n", "one\ntheirs\ntwo\n"));
    assert_eq!(merged.conflicts, 1);
    assert_eq!(merged.text, "one\n<<<<<<< yours\nmine\n||||||| base\n=======\ntheirs\n>>>>>>> new\ntwo\n");
    assert!(markers(&merged.text).is_some());
}

#[test]
fn a_conflict_shows_all_three_sides_in_your_endings() {
    let merged = conflict(merge("a\nb\nc\n", "a\r\nmine\r\nc", "a\ntheirs\nC\n"));
    assert_eq!(
        merged.text,
        "a\r\n<<<<<<< yours\r\nmine\r\nc\r\n||||||| base\r\nb\r\nc\r\n=======\r\ntheirs\r\nC\r\n>>>>>>> new\r\n"
    );
}

#[test]
fn a_line_that_you_changed_and_the_template_removed_is_a_conflict() {
    let merged = conflict(merge("a\nb\nc\n", "a\nmine\nc\n", "a\nc\n"));
    assert!(merged.text.contains("mine\n"), "{}", merged.text);
}

#[test]
fn conflicts_are_counted() {
    let (base, yours, new) = ("a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n", "x\n1\n2\n3\ny\n");
    assert_eq!(conflict(merge(base, yours, new)).conflicts, 2);
}

#[test]
fn a_label_stays_on_its_line() {
    let labels = Labels { yours: "yours\nis: evil", base: "", new: "new\r\n" };
    let Merged::Conflict(merged) = shipready::merge::merge("a\n", "b\n", "c\n", &labels) else { panic!("clean") };
    assert_eq!(merged.text, "<<<<<<< yours is: evil\nb\n|||||||\na\n=======\nc\n>>>>>>> new\n");
    assert!(markers(&merged.text).is_some());
}

#[test]
fn only_whole_markers_in_their_order_are_markers() {
    for bare in [
        "",
        "Title\n=======\ntext\n",
        "<<<<<<<\n>>>>>>>\n",
        "=======\n>>>>>>> x\n<<<<<<< x\n",
        "<<<<<<<< x\n========\n>>>>>>>> x\n",
        "  <<<<<<< x\n  =======\n  >>>>>>> x\n",
        "<<<<<<<x\n=======\n>>>>>>>x\n",
    ] {
        assert!(markers(bare).is_none(), "{bare:?}");
    }
    for marked in [
        "<<<<<<< a\n=======\n>>>>>>> b\n",
        "x\r\n<<<<<<<\r\n1\r\n=======\r\n>>>>>>>\r\n",
        "Title\n=======\n<<<<<<< a\n=======\nx\n>>>>>>> b",
    ] {
        assert!(markers(marked).is_some(), "{marked:?}");
    }
}
