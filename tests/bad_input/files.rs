//! Files, links and folders that nobody expects in a repository.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::support::{Repo, contains, samples};

#[test]
fn binary_and_huge_files_are_passed_by() {
    let repo = samples::app("", &[]).file("logo.py", b"\x00\xff\xfe".repeat(10)).file("huge.py", vec![b'#'; 3_000_000]);
    repo.run("init --yes --with nginx").code(0).has("compose.yaml").holds("main.py", contains("FastAPI"));
}

#[test]
fn links_that_go_in_circles_are_passed_by() {
    let repo = samples::app("", &[]).folder("a").link("loop", ".").link("a/up", "..").link("self", "self");
    repo.run("init --yes --with nginx").code(0).has("compose.yaml");
}

#[test]
fn a_binary_main_module_stops_clearly() {
    let repo = Repo::new().file("requirements.txt", "fastapi\n").file("main.py", b"\x00from fastapi import FastAPI\n");
    repo.run("init --yes").code(1).error(&["nothing to start was found", "entry ="]).wrote_nothing();
}

#[test]
fn a_folder_where_a_file_must_go_is_a_conflict_for_a_person() {
    let ran = samples::app("", &[]).folder("compose.yaml").run("init --yes --with nginx").code(3).wrote_nothing();
    ran.stderr(contains("conflict  compose.yaml")).stderr(contains("nothing was written"));
}

#[test]
fn a_file_where_a_folder_must_go_is_a_conflict_for_a_person() {
    let ran = samples::app("", &[]).file("deploy", "mine\n").run("init --yes --with nginx").code(3).wrote_nothing();
    ran.stderr(contains("conflict  deploy/nginx/nginx.conf"));
}

#[test]
fn a_link_where_a_file_must_go_is_never_written_through() {
    let ran = samples::app("", &[]).link("compose.yaml", "../elsewhere").run("init --yes --with nginx").code(0);
    let ran = ran.stderr(contains("a symbolic link is there; it is never written through"));
    let link = fs::read_link(ran.repo().root().join("compose.yaml")).unwrap();
    assert_eq!(link.to_str(), Some("../elsewhere"));
    assert!(!ran.repo().exists("../elsewhere"));
}

#[test]
fn a_folder_that_is_a_link_out_of_the_repository_is_never_written_into() {
    let repo = Repo::new().folder("../outside");
    let ran = samples::below("", repo, "", &[]).link("deploy", "../outside").run("init --yes --with nginx");
    assert_eq!(fs::read_dir(ran.repo().root().join("../outside")).unwrap().count(), 0, "{}", ran.err());
    ran.code(3).wrote_nothing().stderr(contains("conflict  deploy/nginx/nginx.conf"));
}

#[test]
fn a_pipe_is_not_waited_for() {
    let repo = samples::app("", &[]);
    assert!(Command::new("mkfifo").arg(repo.root().join("pipe.py")).status().unwrap().success());
    repo.run("detect").code(0);
}

#[test]
fn a_pipe_in_the_place_of_the_manifest_is_named() {
    let repo = samples::app("", &[]);
    assert!(Command::new("mkfifo").arg(repo.root().join("shipready.toml")).status().unwrap().success());
    let parts = ["cannot read `shipready.toml`: it is no file", "move it away"];
    repo.run("status").code(1).error(&parts).run("audit").code(1).error(&parts);
}

#[test]
fn a_folder_that_cannot_be_read_is_left_alone() {
    let repo = samples::app("", &[]).file("deploy/mine", "x\n");
    let deploy = repo.root().join("deploy");
    fs::set_permissions(&deploy, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&deploy).is_ok() {
        eprintln!("skipped: root reads every folder");
        return;
    }
    let ran = repo.run("init --yes --with nginx");
    fs::set_permissions(&deploy, fs::Permissions::from_mode(0o755)).unwrap();
    ran.code(3).stderr(contains("deploy"));
}

#[test]
fn a_folder_that_a_dockerfile_cannot_name_is_refused() {
    let ran = samples::below("my app/", Repo::called("shop"), "", &[]).run("init --yes --with nginx");
    ran.code(1).wrote_nothing().error(&["`my app`", "rename it"]);
}

#[test]
fn other_letters_in_paths_are_only_names() {
    let repo = samples::below("äpp/", Repo::called("a shop ü"), "", &[]);
    let ran = repo.run("init --yes --with nginx").code(0).has("äpp/Dockerfile").has("compose.yaml");
    let compose: serde_json::Value = serde_yaml::from_str(&ran.repo().read("compose.yaml")).unwrap();
    let name = compose["name"].as_str().unwrap();
    assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
    for (service, content) in compose["services"].as_object().unwrap() {
        assert!(service.is_ascii() && !service.contains(' '), "{service}");
        if let Some(file) = content["build"]["dockerfile"].as_str() {
            assert_eq!(file, "äpp/Dockerfile");
        }
    }
    ran.run("init --yes").code(0).wrote_nothing();
}

#[test]
fn a_repository_below_blanks_works_from_outside() {
    let repo = Repo::called("outer").files(&[("in ner/requirements.txt", "fastapi\n")]);
    let repo = repo.file("in ner/main.py", "from fastapi import FastAPI\napp = FastAPI()\n");
    repo.run_words(&["-C", "in ner", "init", "--yes", "--with", "nginx"]).code(0).has("in ner/compose.yaml");
}
