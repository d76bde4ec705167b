//! `shipready audit` as people and pipelines use it: what it prints, what it ends with, what it writes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use serde_json::Value;
use support::{Ran, Repo};

const MAIN: &str =
    "import os\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\nJWT_SECRET = \"strandkorb-secret-77\"\n";

/// An application with a secret in its source and no `.gitignore`.
fn shop() -> Repo {
    Repo::new().file("requirements.txt", "fastapi==0.121.0\n").file("main.py", MAIN)
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(ran.out()).unwrap_or_else(|error| panic!("{error}\n{}", ran.out()))
}

fn findings(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = report["findings"].as_array().unwrap().iter();
    all.map(|one| (text(&one["rule"]), text(&one["evidence"][0]["path"]))).collect()
}

#[test]
fn it_exits_with_4_only_where_it_is_told_to() {
    shop().run("audit").code(0).run("audit --fail-on critical").code(4);
    let clean = shop().edited("main.py", "\"strandkorb-secret-77\"", "os.environ[\"JWT_SECRET\"]");
    clean.run("audit --fail-on critical").code(0).wrote_nothing();
}

#[test]
fn a_value_is_never_shown_in_any_form() {
    for form in ["text", "json", "sarif", "markdown", "html"] {
        let ran = shop().run(&format!("audit -v --format {form}")).code(0);
        assert!(!ran.out().contains("strandkorb"), "{form}: {}", ran.out());
        assert!(ran.out().contains("main.py"), "{form}: {}", ran.out());
    }
}

#[test]
fn its_json_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(shop().run("audit --schema").code(0).out()).unwrap();
    let report = json(&shop().run("audit --format json").code(0));
    let checked = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = checked.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(findings(&report).contains(&("secret-hardcoded".into(), "main.py".into())));
    assert!(report["readiness"]["now"].as_u64().unwrap() < report["readiness"]["raised"].as_u64().unwrap());
}

#[test]
fn sarif_names_the_rule_the_place_and_the_same_finding_again() {
    let result = |repo: Repo| {
        let log = json(&repo.run("audit --only secret-hardcoded --format sarif").code(0));
        log["runs"][0]["results"][0].clone()
    };
    let first = result(shop());
    assert_eq!(first["ruleId"], "secret-hardcoded");
    assert_eq!(first["locations"][0]["physicalLocation"]["region"]["startLine"], 6);
    let moved = result(shop().edited("main.py", "import os\n", "import os\nimport sys\n"));
    assert_eq!(moved["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
    assert_eq!(first["partialFingerprints"], moved["partialFingerprints"]);
}

#[test]
fn a_comment_or_the_manifest_settles_a_finding_and_the_reason_is_kept() {
    let line = "JWT_SECRET = \"strandkorb-secret-77\"";
    let by = "# shipready: ignore[secret-hardcoded] the demonstration has no users\n";
    let report = json(&shop().edited("main.py", line, &format!("{by}{line}")).run("audit --format json").code(0));
    assert!(!findings(&report).iter().any(|(rule, _)| rule == "secret-hardcoded"));
    assert_eq!(report["ignored"][0]["reason"], "the demonstration has no users");
    let set_up = shop().run("init --yes --quiet").code(0).then();
    let manifest = set_up.read("shipready.toml")
        + "\n[[audit.ignore]]\nrule = \"secret-hardcoded\"\npath = \"main.py\"\nreason = \"no users\"\n";
    let report = json(&set_up.file("shipready.toml", manifest).run("audit --format json").code(0));
    assert!(!findings(&report).iter().any(|(rule, _)| rule == "secret-hardcoded"));
    assert_eq!(report["ignored"][0]["reason"], "no users");
}

#[test]
fn an_entry_without_a_rule_names_its_line() {
    let set_up = shop().run("init --yes --quiet").code(0).then();
    let manifest = set_up.read("shipready.toml") + "\n[[audit.ignore]]\nreason = \"x\"\n";
    let line = manifest.lines().count() - 1;
    let ran = set_up.file("shipready.toml", manifest).run("audit").code(1);
    assert!(ran.err().contains(&format!("shipready.toml:{line}")), "{}", ran.err());
}

#[test]
fn a_baseline_leaves_out_what_is_known_and_nothing_else() {
    let repo = shop().run("audit --write-baseline known.json").code(0).then();
    let repo = repo.run("audit --baseline known.json --fail-on low").code(0).then();
    let worse = repo.edited("main.py", "app = FastAPI()", "app = FastAPI()\nAPI_TOKEN = \"Zk39fQ2xLm7Vb8Wd\"");
    let ran = worse.run("audit --baseline known.json --fail-on low").code(4);
    assert!(ran.out().contains("API_TOKEN") && !ran.out().contains("JWT_SECRET"), "{}", ran.out());
    let ran = ran.then().file("known.json", "{\"findings\": 1}").run("audit --baseline known.json").code(1);
    assert!(ran.err().contains("known.json") && ran.err().contains("--write-baseline"), "{}", ran.err());
    ran.then().file("notes.txt", "mine").run("audit --write-baseline notes.txt").code(1).wrote_nothing();
}

#[test]
fn what_can_be_mended_is_written_after_a_yes_and_taken_back_by_undo() {
    let repo = shop().file(".gitignore", "node_modules\n");
    let repo = repo.run("audit --fix").code(4).wrote_nothing().then();
    let ran = repo.run("audit --fix --yes").code(0);
    assert_eq!(ran.repo().read(".gitignore"), "node_modules\n.env\n");
    assert_eq!(ran.repo().read("main.py"), MAIN, "only a person can change a secret");
    assert_eq!(ran.run("undo --yes").code(0).repo().read(".gitignore"), "node_modules\n");
}

#[test]
fn a_rule_explains_itself_and_a_misspelt_one_gets_the_nearest() {
    let ran = shop().run("audit --explain secret-hardcoded").code(0);
    assert!(ran.out().starts_with("# `secret-hardcoded`") && ran.out().contains("## Not found"), "{}", ran.out());
    let ran = ran.run("audit --explain secret-hardcode").code(2);
    assert!(ran.err().contains("secret-hardcoded"), "{}", ran.err());
    ran.run("audit --only no-such-thing").code(2);
}

#[test]
fn other_commands_know_no_form_of_the_audit() {
    let ran = shop().run("detect --format sarif").code(2);
    assert!(ran.err().contains("audit"), "{}", ran.err());
}

#[test]
fn an_empty_folder_has_nothing_to_find_fault_with() {
    let report = json(&Repo::new().run("audit --format json").code(0));
    let found = findings(&report);
    assert!(found.iter().all(|(rule, _)| rule == "env-tracked"), "{found:?}");
}

/// pre-commit runs the entry as it stands, in the repository of whoever uses the hook.
#[test]
fn the_hook_for_pre_commit_runs_what_there_is() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.pre-commit-hooks.yaml")).unwrap();
    let entry = text.lines().find_map(|line| line.trim().strip_prefix("entry: shipready ")).unwrap();
    shop().run(entry).code(4).wrote_nothing();
}

/// Code that leads back to itself, or nests as no person writes, is no reason to stop.
#[test]
fn nothing_ends_the_program() {
    let node = "{\"name\": \"x\", \"scripts\": {\"start\": \"node index.js\"}, \"dependencies\": {\"express\": \"4\"}}";
    for index in [
        "var port = port || 3000; require('express')().listen(port);",
        "const express = require('express'); let app = app || express(); app.listen(3000);",
        "const a = b; const b = a; require('express')().use(a);",
        "const f = () => f(); require('express')().listen(f());",
    ] {
        Repo::new().file("package.json", node).file("index.js", index).run("audit").code(0);
        Repo::new().file("package.json", node).file("index.js", index).run("detect").code(0);
    }
    let chain: String = (0..2000).map(|at| format!("const a{at} = a{};\n", at + 1)).collect();
    Repo::new()
        .file("package.json", node)
        .file("index.js", chain + "require('express')().listen(a0);")
        .run("audit")
        .code(0);
    let settings = "from .base import *\nALLOWED_HOSTS = ALLOWED_HOSTS + [\"x\"]\n";
    let django = Repo::new().file("requirements.txt", "django\n").file("shop/base.py", "ALLOWED_HOSTS = []\n");
    let manage = "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"shop.settings\")\n";
    django
        .file("manage.py", manage)
        .file("shop/settings.py", settings)
        .file("shop/__init__.py", "")
        .run("audit")
        .code(0);
    let deep = format!("services: {}x{}\n", "{a: ".repeat(3000), "}".repeat(3000));
    Repo::new().file("compose.yaml", deep).run("audit").code(0);
    let nested: String = (0..600).map(|at| format!("{}if x:\n", " ".repeat(at))).collect();
    Repo::new().file("deep.py", nested + &" ".repeat(600) + "pass\n").run("audit").code(0);
}

#[test]
fn no_rule_quotes_a_secret() {
    let repo = Repo::new()
        .file("requirements.txt", "flask\npyjwt\n")
        .file("app.py", "import jwt\nfrom flask import Flask\n\napp = Flask(__name__)\nkey = jwt.encode({\"exp\": 1}, \"topSecretValue77\")\n")
        .file("Procfile", "web: SECRET_KEY=topSecretValue88 python app.py --reload\n")
        .file("Dockerfile", concat!("FROM python:3.13\nCMD [\"flask\", \"run\", \"--key=sk_", "live_Z8yMc3Nd0UaL5nB7\"]\n"));
    for form in ["text", "json", "sarif", "markdown", "html"] {
        let ran = repo.command(&["audit", "-v", "--format", form]).output().unwrap();
        let said = String::from_utf8(ran.stdout).unwrap();
        for secret in ["topSecretValue77", "topSecretValue88", "Z8yMc3Nd0UaL5nB7"] {
            assert!(!said.contains(secret), "{form} shows {secret}:\n{said}");
        }
    }
}

#[test]
fn another_value_is_another_finding() {
    let repo = shop().run("audit --write-baseline known.json").code(0).then();
    let changed = repo.edited("main.py", "strandkorb-secret-77", "strandkorb-secret-78");
    changed.run("audit --baseline known.json --fail-on critical").code(4);
}

#[test]
fn a_comment_settles_its_own_line_or_the_next_but_not_both() {
    let two = "A_SECRET = \"strandkorb-1\"  # shipready: ignore[secret-hardcoded] for the demonstration\nB_SECRET = \"strandkorb-2\"\n";
    let ran = Repo::new().file("main.py", two).run("audit --only secret-hardcoded");
    assert!(ran.out().contains("B_SECRET") && !ran.out().contains("A_SECRET"), "{}", ran.out());
    let quoted = "text = \"# shipready: ignore[secret-hardcoded] no\"\nB_SECRET = \"strandkorb-2\"\n";
    let ran = Repo::new().file("main.py", quoted).run("audit --only secret-hardcoded");
    assert!(ran.out().contains("B_SECRET"), "{}", ran.out());
}

#[test]
fn a_manifest_may_hold_nothing_but_what_is_lived_with() {
    let own = "[[audit.ignore]]\nrule = \"secret-hardcoded\"\nreason = \"no users\"\n";
    let ran = shop().file("shipready.toml", own).run("audit --fail-on critical").code(0);
    let set_up = ran.run("init --yes --quiet").code(0).then();
    let text = set_up.read("shipready.toml");
    assert!(text.contains("target = ") && text.contains(own), "{text}");
    set_up.run("audit --fail-on critical").code(0);
}
