use proptest::prelude::*;

use super::super::tests::rounds;
use super::*;

const WANTED: &str = "[project]\ndependencies = [\n    \"alembic>=1.13\",\n]\n";
const POETRY: &str = "[tool.poetry.dependencies]\nalembic = \">=1.13\"\n";

#[track_caller]
fn becomes(yours: &str, wanted: &str, expected: &str) {
    assert_eq!(rounds(edit, yours, wanted).text, expected);
}

/// A `[project]` with these dependencies.
#[track_caller]
fn listed(yours: &str, expected: &str) {
    let file =
        |list: &str| format!("[project]\nname = \"shop\"\ndependencies = {list}\n\n[tool.uv]\npackage = false\n");
    becomes(&file(yours), WANTED, &file(expected));
}

#[test]
fn a_list_keeps_its_layout() {
    listed("[]", "[\"alembic>=1.13\"]");
    listed("[ ]", "[\"alembic>=1.13\"]");
    listed("[\n]", "[\n    \"alembic>=1.13\",\n]");
    listed("[\"fastapi\"]", "[\"fastapi\", \"alembic>=1.13\"]");
    listed("[\"fastapi\",\"uvicorn\"]", "[\"alembic>=1.13\",\"fastapi\",\"uvicorn\"]");
    listed("[\"uvicorn\", \"fastapi\", ]", "[\"uvicorn\", \"fastapi\", \"alembic>=1.13\", ]");
    listed("[\n  \"uvicorn\",\n  \"fastapi\",\n]", "[\n  \"uvicorn\",\n  \"fastapi\",\n  \"alembic>=1.13\",\n]");
    listed("[\n  \"uvicorn\",\n  \"fastapi\"\n]", "[\n  \"uvicorn\",\n  \"fastapi\",\n  \"alembic>=1.13\"\n]");
    listed("[\n  \"a\",\n  \"fastapi\",\n]", "[\n  \"a\",\n  \"alembic>=1.13\",\n  \"fastapi\",\n]");
    listed("[\n  \"fastapi\",\n  \"uvicorn\",\n]", "[\n  \"alembic>=1.13\",\n  \"fastapi\",\n  \"uvicorn\",\n]");
}

#[test]
fn comments_stay_with_what_they_speak_of() {
    let new = "    \"alembic>=1.13\"";
    listed("[  # web\n    \"b\",\n    \"c\",\n]", &format!("[  # web\n{new},\n    \"b\",\n    \"c\",\n]"));
    listed("[\n    \"c\",\n    \"b\",  # why\n]", &format!("[\n    \"c\",\n    \"b\",  # why\n{new},\n]"));
    listed("[\n    \"c\",\n    \"b\"  # why\n]", &format!("[\n    \"c\",\n    \"b\",  # why\n{new}\n]"));
    listed("[\n    \"c\",\n    \"b\",\n    # end\n]", &format!("[\n    \"c\",\n    \"b\",\n{new},\n    # end\n]"));
    listed("[\n    # none yet\n]", &format!("[\n    # none yet\n{new},\n]"));
    listed("[ # none\n]", &format!("[ # none\n{new},\n]"));
    listed(
        "[\n    \"c\",\n    \"b\" # why\n    , # so\n]",
        &format!("[\n    \"c\",\n    \"b\", # why\n{new}\n    , # so\n]"),
    );
}

#[test]
fn a_package_of_the_users_is_left_alone_however_it_is_written() {
    for own in ["Alembic", "alembic[tz] ~= 1.9 ; python_version < '3.13'", "alembic @ https://x/y.whl"] {
        let yours = format!("[project]\ndependencies = [\"fastapi\", \"{own}\"]\n");
        becomes(&yours, WANTED, &yours);
    }
    let yours = "[tool.poetry.dependencies]\npython = \"^3.12\"\nAlembic = {version = \"^1\", extras = [\"tz\"]}\n";
    becomes(yours, POETRY, yours);
}

#[test]
fn tables_take_keys_and_are_made_where_they_are_missing() {
    becomes(
        "[tool.poetry.dependencies]\npython = \"^3.12\" # why\nfastapi = \"*\"\n\n[build-system]\nrequires = []\n",
        POETRY,
        "[tool.poetry.dependencies]\npython = \"^3.12\" # why\nfastapi = \"*\"\nalembic = \">=1.13\"\n\n[build-system]\nrequires = []\n",
    );
    becomes("[tool.poetry]\nname = \"a\"\n", POETRY, &format!("[tool.poetry]\nname = \"a\"\n\n{POETRY}"));
    becomes("[tool.poetry]\nname = \"a\"", POETRY, &format!("[tool.poetry]\nname = \"a\"\n\n{}", POETRY.trim_end()));
    becomes("", POETRY, POETRY);
    becomes("[project]\nname = \"a\"\n", WANTED, "[project]\nname = \"a\"\ndependencies = [\"alembic>=1.13\"]\n");
    becomes("[packages]\n\n[dev-packages]\n", "[packages]\na = \"*\"\n", "[packages]\na = \"*\"\n\n[dev-packages]\n");
    becomes("t = {b = 1}\n", "[t]\na = 2\n", "t = {b = 1, a = 2}\n");
}

#[test]
fn line_endings_and_marks_stay() {
    let yours = "\u{feff}[project]\r\ndependencies = [\r\n  \"b\",\r\n]\r\n";
    becomes(yours, WANTED, "\u{feff}[project]\r\ndependencies = [\r\n  \"b\",\r\n  \"alembic>=1.13\",\r\n]\r\n");
    becomes("[tool]\r\na = 1\r\n", POETRY, &format!("[tool]\r\na = 1\r\n\r\n{}", POETRY.replace('\n', "\r\n")));
}

#[test]
fn broken_files_and_places_that_are_none_are_errors() {
    let wrong = edit("[project]\ndependencies = [\n", WANTED, None).unwrap_err();
    assert!(wrong.contains("not valid TOML at line"), "{wrong}");
    for yours in ["project.dependencies = \"a\"\n", "[[project]]\n", "project = 1\n", "project.name = \"a\"\n"] {
        let wrong = edit(yours, WANTED, None).unwrap_err();
        assert!(wrong.contains("`/project/dependencies") && wrong.contains("has no place"), "{yours}: {wrong}");
    }
}

#[test]
fn what_the_user_edited_or_took_out_is_theirs() {
    let entries = ["/project/dependencies/alembic".to_owned()];
    let earlier = Some(Earlier { wanted: WANTED, entries: &entries });
    for yours in [
        "[project]\ndependencies = [\"alembic==1.14\"]\n",
        "[project]\ndependencies = [\n    \"b\",\n    \"alembic>=1.13\", # mine\n]\n",
    ] {
        assert_eq!(edit(yours, "", earlier).unwrap().text, yours);
    }
    let gone = edit("[project]\ndependencies = [\"b\"]\n", WANTED, earlier).unwrap();
    assert_eq!((gone.text.as_str(), gone.ours.len()), ("[project]\ndependencies = [\"b\"]\n", 0));
    let newer = WANTED.replace("1.13", "2");
    let edited = edit("[project]\ndependencies = [\"b\", \"alembic>=1.13\"]\n", &newer, earlier).unwrap();
    assert_eq!(edited.text, "[project]\ndependencies = [\"b\", \"alembic>=2\"]\n");
}

/// What the tools themselves write.
#[test]
fn files_as_the_managers_leave_them() {
    let uv = "[project]\nname = \"shop\"\nversion = \"0.1.0\"\nrequires-python = \">=3.12\"\ndependencies = [\n    \"fastapi[standard]>=0.115.0\",\n    \"pydantic-settings>=2.6 ; python_version >= '3.12'\",\n]\n\n[dependency-groups]\ndev = [\n    {include-group = \"test\"},\n    \"alembic>=1\",\n]\n\n[tool.uv.sources]\nshared = { workspace = true }\n\n[[tool.uv.index]]\nurl = \"https://example.com\"\n";
    becomes(
        uv,
        WANTED,
        &uv.replace("dependencies = [\n    \"fa", "dependencies = [\n    \"alembic>=1.13\",\n    \"fa"),
    );
    let groups = "[dependency-groups]\ndev = [\n    \"ruff>=0.6\",\n]\n";
    becomes(uv, groups, &uv.replace("    \"alembic>=1\",\n", "    \"alembic>=1\",\n    \"ruff>=0.6\",\n"));

    let poetry = "[tool.poetry]\nname = \"shop\"\nauthors = [\"A <a@example.com>\"]\n\n[tool.poetry.dependencies]\npython = \">=3.11,<4.0\"\nuvicorn = {extras = [\"standard\"], version = \"^0.30\"}\nfoo = [\n    {version = \"<=1.9\", python = \">=3.6,<3.8\"},\n    {version = \"^2.0\", python = \">=3.8\"}\n]\n\n[tool.poetry.group.dev.dependencies]\npytest = \"^8\"\n";
    becomes(poetry, POETRY, &poetry.replace("}\n]\n", "}\n]\nalembic = \">=1.13\"\n"));

    let pdm = "[project]\ndependencies = [\"uvicorn>=0.30\", \"fastapi>=0.115\"]\nrequires-python = \">=3.12\"\n[project.optional-dependencies]\ns3 = [\"boto3\"]\n[tool.pdm.dev-dependencies]\ntest = [\"pytest\"]\n";
    becomes(pdm, WANTED, &pdm.replace("0.115\"]", "0.115\", \"alembic>=1.13\"]"));

    let setuptools = "[build-system]\nrequires = [\"setuptools>=70\"]\nbuild-backend = \"setuptools.build_meta\"\n\n[project]\nname = \"shop\"\n\n[project.scripts]\nshop = \"shop:main\"\n\n[tool.setuptools]\npackages = [\"shop\"]\n";
    becomes(
        setuptools,
        WANTED,
        &setuptools.replace("\"shop\"\n\n[project.s", "\"shop\"\ndependencies = [\"alembic>=1.13\"]\n\n[project.s"),
    );
}

/// One array of dependencies in any layout that people and formatters leave behind.
fn array() -> impl Strategy<Value = String> {
    let name = "[a-z][a-z0-9-]{0,4}[a-z]( ?>=[0-9])?";
    let inline = (proptest::collection::vec(name, 0..4), "(, |,|,  )", "(|,| ,|, )", "( |)").prop_map(
        |(names, gap, end, pad)| {
            let items: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            let end = if items.is_empty() { "" } else { &end };
            format!("[{pad}{}{end}{pad}]", items.join(&gap))
        },
    );
    let item = (name, "(|  # [a-z#,]{0,5})", "(|    # [a-z ]{0,5}\n|\n)", "(|[ ]{2}|[ ]{4}|\t)");
    let lines = (proptest::collection::vec(item, 0..4), "(|  # [a-z]{0,5})", any::<bool>(), "(|    # [a-z]{0,4}\n)")
        .prop_map(|(items, open, trailing, end)| {
            let last = items.len().saturating_sub(1);
            let lines = items.iter().enumerate().map(|(at, (name, comment, above, indent))| {
                let comma = if at < last || trailing { "," } else { "" };
                format!("{above}{indent}\"{name}\"{comma}{comment}\n")
            });
            format!("[{open}\n{}{end}]", lines.collect::<String>())
        });
    prop_oneof![inline, lines]
}

/// A whole file around such arrays.
fn file() -> impl Strategy<Value = String> {
    let table = prop_oneof![
        array().prop_map(|list| format!("[project]\nname = \"a\"\ndependencies = {list}\n")),
        Just("[project]\nname = \"a\"  # why\n".to_owned()),
        Just(String::new()),
    ];
    let poetry = prop_oneof![
        Just(String::new()),
        proptest::collection::btree_map("[a-z]{2,4}", "(\"\\*\"|\"\\^1\"  # [a-z]{1,3}|\\{ version = \"1\" \\})", 0..4)
            .prop_map(|keys| {
                let lines: String = keys.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
                format!("[tool.poetry.dependencies]\n{lines}")
            }),
    ];
    let group =
        prop_oneof![Just(String::new()), array().prop_map(|list| format!("[dependency-groups]\ndev = {list}\n")),];
    (table, poetry, group, "(|\n|# [a-z]{0,5}\n)", "(\n|\n\n|# [a-z]{1,3}\n)", any::<(bool, bool, bool)>()).prop_map(
        |(table, poetry, group, head, gap, (crlf, mark, cut))| {
            let mut text = format!("{head}{table}{gap}{poetry}{gap}{group}");
            if cut {
                text.truncate(text.trim_end_matches('\n').len());
            }
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            if mark {
                text.insert(0, '\u{feff}');
            }
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_and_taking_back_changes_nothing(
        yours in file(),
        names in proptest::collection::btree_set("[a-z]{2,3}", 1..4),
        keys in proptest::collection::btree_set("[a-z]{2,3}", 0..3),
    ) {
        let list: Vec<String> = names.iter().map(|name| format!("\"{name}>=1\"")).collect();
        let keys: String = keys.iter().map(|key| format!("{key} = \">=1\"\n")).collect();
        let wanted = format!("[project]\ndependencies = [{}]\n\n[tool.poetry.dependencies]\n{keys}", list.join(", "));
        let edited = rounds(edit, &yours, &wanted);
        let entries = super::keys(&edited.text);
        for key in super::keys(&wanted) {
            prop_assert!(entries.contains(&key), "{key} is missing in\n{}", edited.text);
        }
        let comments = |text: &str| -> Vec<String> {
            text.lines().filter_map(|line| Some(line.split_once('#')?.1.to_owned())).collect()
        };
        prop_assert_eq!(comments(&edited.text), comments(&yours));
    }
}
