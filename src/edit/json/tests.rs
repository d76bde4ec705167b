use proptest::prelude::*;

use super::super::tests::rounds;
use super::*;

const WANTED: &str = "{\n  \"dependencies\": {\n    \"pino\": \"^9.0.0\"\n  }\n}\n";

#[track_caller]
fn becomes(yours: &str, expected: &str) {
    assert_eq!(rounds(edit, yours, WANTED).text, expected);
}

#[test]
fn a_package_goes_where_the_alphabet_wants_it_or_to_the_end() {
    let file = |list: &str| {
        format!("{{\n  \"name\": \"shop\",\n  \"dependencies\": {{\n{list}\n  }},\n  \"private\": true\n}}\n")
    };
    let new = "    \"pino\": \"^9.0.0\"";
    let (a, z) = ("    \"axios\": \"1\"", "    \"zod\": \"3\"");
    becomes(&file(&format!("{a},\n{z}")), &file(&format!("{a},\n{new},\n{z}")));
    becomes(&file(&format!("{z},\n{a}")), &file(&format!("{z},\n{a},\n{new}")));
    let (y, z) = ("    \"yup\": \"1\"", "    \"zod\": \"3\"");
    becomes(&file(&format!("{y},\n{z}")), &file(&format!("{new},\n{y},\n{z}")));
}

#[test]
fn indentation_line_endings_and_marks_stay() {
    for unit in ["  ", "    ", "\t"] {
        let yours = format!("{{\n{unit}\"name\": \"ä\\u00e4\",\n{unit}\"dependencies\": {{}}\n}}");
        let list = format!("{{\n{unit}{unit}\"pino\": \"^9.0.0\"\n{unit}}}");
        becomes(&yours, &format!("{{\n{unit}\"name\": \"ä\\u00e4\",\n{unit}\"dependencies\": {list}\n}}"));
        let without = format!("\u{feff}{{\r\n{unit}\"name\": \"a\"\r\n}}\r\n");
        let list = list.replace('\n', "\r\n");
        becomes(&without, &format!("\u{feff}{{\r\n{unit}\"name\": \"a\",\r\n{unit}\"dependencies\": {list}\r\n}}\r\n"));
    }
}

#[test]
fn a_file_in_one_line_stays_in_one_line() {
    becomes("{\"name\":\"a\"}", "{\"name\":\"a\",\"dependencies\":{\"pino\":\"^9.0.0\"}}");
    becomes("{ \"name\": \"a\" }\n", "{ \"name\": \"a\", \"dependencies\": {\"pino\": \"^9.0.0\"} }\n");
    becomes("{}", "{\"dependencies\": {\"pino\": \"^9.0.0\"}}");
    becomes("{\n}\n", "{\n  \"dependencies\": {\n    \"pino\": \"^9.0.0\"\n  }\n}\n");
}

#[test]
fn a_key_of_the_users_is_left_alone() {
    let yours = "{\"dependencies\": {\"pino\": \"workspace:*\"}}";
    becomes(yours, yours);
}

#[test]
fn broken_files_and_places_that_are_none_are_errors() {
    for yours in ["{\"a\": 1,}", "{\"a\": // c\n1}", "{\"dependencies\": {", "{\"a\" 1}"] {
        let wrong = edit(yours, WANTED, None).unwrap_err();
        assert!(wrong.contains("not valid JSON at line 1, column"), "{yours}: {wrong}");
    }
    for yours in ["[]", "", "{\"dependencies\": []}"] {
        let wrong = edit(yours, WANTED, None).unwrap_err();
        assert!(wrong.contains("has no place"), "{yours}: {wrong}");
    }
}

#[test]
fn a_file_that_is_too_deep_is_an_error() {
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert!(edit(&deep, WANTED, None).is_err());
}

#[test]
fn what_the_user_edited_is_theirs_and_what_is_ours_follows() {
    let yours = "{\"dependencies\": {\"pino\": \"^9.0.0\"}, \"scripts\": {}}";
    let entries = ["/dependencies/pino".to_owned()];
    let earlier = Some(Earlier { wanted: WANTED, entries: &entries });
    let newer = WANTED.replace("9.0.0", "10.0.0");
    assert_eq!(edit(yours, &newer, earlier).unwrap().text, yours.replace("9.0.0", "10.0.0"));
    let edited = yours.replace("9.0.0", "9.1.0");
    assert_eq!(edit(&edited, &newer, earlier).unwrap().text, edited);
    assert_eq!(edit(&edited, "", earlier).unwrap().text, edited);
}

/// What the tools themselves write.
#[test]
fn files_as_the_managers_leave_them() {
    let npm = "{\n  \"name\": \"@shop/api\",\n  \"version\": \"1.0.0\",\n  \"main\": \"index.js\",\n  \"scripts\": {\n    \"test\": \"echo \\\"Error: no test\\\" && exit 1\"\n  },\n  \"keywords\": [],\n  \"dependencies\": {\n    \"@fastify/cors\": \"^10.0.0\",\n    \"fastify\": \"^5.0.0\",\n    \"zod\": \"^3.23.0\"\n  }\n}\n";
    becomes(npm, &npm.replace("    \"zod\"", "    \"pino\": \"^9.0.0\",\n    \"zod\""));

    let pnpm = "{\n\t\"name\": \"api\",\n\t\"private\": true,\n\t\"packageManager\": \"pnpm@9.12.0\",\n\t\"dependencies\": {\n\t\t\"zod\": \"catalog:\",\n\t\t\"shared\": \"workspace:*\"\n\t},\n\t\"pnpm\": {\n\t\t\"overrides\": {\n\t\t\t\"pino\": \"8\"\n\t\t}\n\t}\n}\n";
    becomes(pnpm, &pnpm.replace("workspace:*\"\n", "workspace:*\",\n\t\t\"pino\": \"^9.0.0\"\n"));

    let yarn = "{\r\n    \"name\": \"web\",\r\n    \"workspaces\": [\r\n        \"packages/*\"\r\n    ],\r\n    \"resolutions\": { \"a/b\": \"1\" }\r\n}";
    let list = ",\r\n    \"dependencies\": {\r\n        \"pino\": \"^9.0.0\"\r\n    }\r\n}";
    becomes(yarn, &yarn.replace("\r\n}", list));
}

/// An object of a package.json, in the layout of a formatter or of none.
fn object() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        "[\\^~]?[0-9]\\.[0-9]".prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        "[a-zäß\"\\\\ {},:\\[\\]#]{0,6}".prop_map(serde_json::Value::from),
        proptest::collection::vec("[a-z]{1,3}", 0..3).prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        proptest::collection::hash_map("(@[a-z]/)?[a-z~]{1,4}", inner, 0..4)
            .prop_map(|map| serde_json::Value::Object(map.into_iter().collect()))
    })
}

fn written(value: &serde_json::Value, unit: &str) -> String {
    use serde::Serialize as _;
    let mut out = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(unit.as_bytes());
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, format)).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_and_taking_back_changes_nothing(
        others in proptest::collection::hash_map("[a-z]{1,4}", object(), 0..4),
        mine in proptest::option::of(proptest::collection::hash_map("[a-d]{1,2}", "[a-z]{0,3}", 0..4)),
        wanted in proptest::collection::btree_map("[a-d]{1,2}", "[a-z0-9.]{1,3}", 1..4),
        unit in "( |  |    |\t|0|1)", crlf: bool, mark: bool, ended: bool,
    ) {
        let mut root: serde_json::Map<String, serde_json::Value> = others.into_iter().collect();
        if let Some(mine) = mine {
            let object = mine.into_iter().map(|(name, version)| (name, version.into())).collect();
            root.insert("dependencies".into(), serde_json::Value::Object(object));
        }
        let root = serde_json::Value::Object(root);
        let mut yours = match unit.as_str() {
            "0" => root.to_string(),
            "1" => written(&root, "").replace(",\n", ", ").replace('\n', " "),
            unit => written(&root, unit),
        };
        if ended { yours.push('\n'); }
        if crlf { yours = yours.replace('\n', "\r\n"); }
        if mark { yours.insert(0, '\u{feff}'); }
        let wanted = serde_json::json!({ "dependencies": wanted });
        let edited = rounds(edit, &yours, &written(&wanted, "  "));
        let after: serde_json::Value = serde_json::from_str(edited.text.trim_start_matches('\u{feff}')).unwrap();
        let mut expected = root;
        let list = expected.as_object_mut().unwrap().entry("dependencies").or_insert(serde_json::json!({}));
        for (name, version) in wanted["dependencies"].as_object().unwrap() {
            list.as_object_mut().unwrap().entry(name.clone()).or_insert(version.clone());
        }
        prop_assert_eq!(after, expected);
    }
}
