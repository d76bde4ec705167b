//! Repositories and command lines that mean harm.

use super::support::{Repo, samples};

#[test]
fn values_that_could_break_out_are_refused() {
    for (option, value) in [
        ("domain", "x; return 200"),
        ("nginx.hosts", "a b; deny all;"),
        ("nginx.hsts", "x\"; add_header Foo \"$http_x"),
        ("nginx.trusted_proxies", "10.0.0.0/8; allow all"),
        ("postgres.database", "a\"; drop table x; --"),
        ("entry", "a:b\nRUN id"),
        ("path", "/a { }"),
    ] {
        let words = ["init", "--yes", "--with", "postgres,nginx", "--set", &format!("{option}={value}")];
        samples::app("", &[]).run_words(&words).code(2).wrote_nothing().error(&[option]);
    }
}

#[test]
fn a_component_cannot_write_into_git_or_our_own_folder() {
    for target in [".git/hooks/pre-commit", ".GIT/config", ".shipready/lock"] {
        let folder = ".shipready/templates/services/queue";
        let repo = samples::app("", &[])
            .file(&format!("{folder}/component.yaml"), "kind: service\ntitle: Queue\nsummary: A queue.\n")
            .file(&format!("{folder}/repo/{target}"), "#!/bin/sh\n");
        repo.run("init --yes --with queue").code(1).wrote_nothing().error(&["no component may write", target]);
    }
}

#[test]
fn a_journal_that_came_with_a_clone_is_not_obeyed() {
    // The print of the file itself: whoever obeys takes it for a half-finished new file, and deletes it.
    let print = shipready::state::hash(&samples::app("", &[]).read("main.py"));
    let files = format!(r#"[{{"path":"main.py","new":"{print}","old":false}}]"#);
    let journal = format!(r#"{{"root":[1,1],"folders":[],"files":{files}}}"#);
    let repo = samples::app("", &[]).file(".shipready/.journal", journal);
    let kept = repo.read("main.py");
    let ran = repo.run("detect");
    assert_eq!(ran.repo().read("main.py"), kept);
    let ran = ran.run("init --yes --with nginx");
    assert_eq!(ran.repo().read("main.py"), kept);
}

#[test]
fn values_of_the_users_own_example_stay_values() {
    let repo = Repo::new()
        .file("requirements.txt", "fastapi\nuvicorn\n")
        .file("main.py", "import os\nfrom fastapi import FastAPI\nORIGINS = os.environ[\"ORIGINS\"]\napp = FastAPI()\n")
        .file(".env.example", "ORIGINS=[\"http://a\",\"http://b}\"]\n");
    let ran = repo.run("init --yes --with nginx").code(0);
    serde_yaml::from_str::<serde_json::Value>(&ran.repo().read("compose.yaml")).unwrap();
    ran.run("init --yes").code(0).wrote_nothing();
}
