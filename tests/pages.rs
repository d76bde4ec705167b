//! What is built into pages: told to the build, and no secret.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::Repo;
use support::parsed::yaml;

const PACKAGE: &str =
    r#"{"name": "pages", "private": true, "scripts": {"build": "BUILD"}, "dependencies": {"TOOL": "1.0.0"}}"#;

fn package(build: &str, tool: &str) -> String {
    PACKAGE.replace("BUILD", build).replace("TOOL", tool)
}

/// The arguments of the build in Compose, and the Dockerfile.
fn built(repo: &Repo) -> (Vec<String>, String) {
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let args = compose["services"]["pages-web"]["build"]["args"].as_object().expect("arguments of the build");
    (args.keys().cloned().collect(), repo.read("Dockerfile"))
}

#[test]
fn a_static_site_is_built_with_its_variables() {
    let code = "console.log(import.meta.env.VITE_API_URL, import.meta.env.VITE_MAPS_API_KEY);\n";
    let repo = Repo::new().file("package.json", package("vite build", "vite")).file("index.html", "<p></p>\n");
    let repo = repo.file("src/main.js", code).run("init --yes --name pages").code(0).then();
    let (args, dockerfile) = built(&repo);
    assert_eq!(args, ["VITE_API_URL", "VITE_MAPS_API_KEY"]);
    assert!(dockerfile.contains("\nARG VITE_API_URL\n") && dockerfile.contains("\nARG VITE_MAPS_API_KEY\n"));
}

#[test]
fn a_server_of_next_is_built_with_what_browsers_see_alone() {
    let page = "export default () => process.env.NEXT_PUBLIC_MAP_KEY + process.env.SESSION_SECRET.length;\n";
    let repo = Repo::new().file("package.json", package("next build", "next")).file("app/page.js", page);
    let repo = repo.run("init --yes --name pages").code(0).then();
    let (args, dockerfile) = built(&repo);
    assert_eq!(args, ["NEXT_PUBLIC_MAP_KEY"]);
    assert!(dockerfile.contains("\nARG NEXT_PUBLIC_MAP_KEY\n"));
    assert!(!dockerfile.contains("ARG SESSION_SECRET"), "a secret stays out of the build");
    let compose = repo.read("compose.yaml");
    assert!(compose.contains("      - SESSION_SECRET\n"), "it is a file while it runs\n{compose}");
}

#[test]
fn pages_of_next_have_the_domain_and_a_program_beside_them_its_own_place() {
    let api =
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get(\"/api/hello\")\ndef hello():\n    return {}\n";
    let repo = Repo::new().file("web/package.json", package("next build", "next")).file("web/app/page.js", "");
    let repo = repo.file("api/main.py", api).file("api/requirements.txt", "fastapi==0.128.0\nuvicorn==0.40.0\n");
    let repo = repo.run("init --yes").code(0).then();
    let manifest = repo.read("shipready.toml");
    let of = |name: &str| manifest.split(&format!("[apps.{name}]")).nth(1).unwrap().split("\n\n").next().unwrap();
    assert!(of("api").contains("path = ") || of("api").contains("host = "), "{manifest}");
    assert!(!of("web").contains("path = ") && !of("web").contains("host = "), "{manifest}");
}
