//! Folders that go away or may not be written: everything is put back, and one error says what to do.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use shipready::apply::{self, Step};

use crate::repo::{Repo, rendered};

#[test]
fn a_folder_that_vanishes_in_the_middle_rolls_the_rest_back() {
    let first = rendered(&[("compose.yaml", "a: 1\n"), ("docs/operations/run.md", "# 1\n")]);
    let next = rendered(&[("compose.yaml", "a: 2\n"), ("deploy/new/x", "x\n"), ("docs/operations/run.md", "# 2\n")]);
    for folder in ["docs", "deploy/new"] {
        for when in ["stage", "sync", "rename"] {
            let repo = Repo::new();
            repo.apply(&first);
            let mut old = repo.snapshot();
            let is_now = |step: &Step| match (step, when) {
                (Step::Stage(path), "stage") | (Step::Rename(path), "rename") => path.as_str().starts_with(folder),
                (Step::Sync, "sync") => true,
                _ => false,
            };
            let error = apply::apply_watched(repo.root(), &repo.plan(&next), &mut |step| {
                if is_now(step) {
                    fs::remove_dir_all(repo.root().join(folder)).unwrap();
                }
                Ok(())
            });
            let error = error.unwrap_err().to_string();
            assert!(error.contains(folder) && error.contains("next:"), "{when} {folder}: {error}");
            assert!(error.ends_with("nothing was changed"), "{when} {folder}: {error}");
            // What somebody else removed is theirs to bring back.
            old.retain(|path, _| !path.starts_with(folder));
            assert_eq!(repo.snapshot(), old, "{when} {folder}");
        }
    }
}

#[test]
fn a_folder_that_this_user_may_not_write_rolls_everything_back() {
    const NOBODY: u32 = 65534;
    let repo = Repo::new();
    let given = Command::new("chown").args(["-R", "65534:65534"]).arg(repo.root()).output();
    if !given.is_ok_and(|output| output.status.success()) {
        return println!("skipped: only root can be somebody else");
    }
    // Where the program was built, others may not be allowed to look. Another process copies it: what this one writes, a
    // test beside may have inherited, and then nobody can start it.
    let elsewhere = Repo::new();
    elsewhere.chmod("", 0o755);
    let program = elsewhere.root().join("shipready");
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_shipready")).arg(&program).status();
    assert!(copied.unwrap().success());
    let as_nobody = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(repo.root()).uid(NOBODY).gid(NOBODY).output().unwrap()
    };
    fs::create_dir(repo.root().join("docs")).unwrap();
    let old = repo.snapshot();
    let output = as_nobody(&["init", "--preset", "fastapi-postgres", "--yes"]);
    let said = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<&str> = said.split("error: ").skip(1).collect();
    assert_eq!((output.status.code(), errors.len()), (Some(1), 1), "{said}");
    assert!(errors[0].contains("Permission denied") && errors[0].contains("`docs/operations"), "{said}");
    assert!(errors[0].contains("check who owns it") && errors[0].contains("nothing was changed"), "{said}");
    assert_eq!(repo.snapshot(), old);
}
