//! What somebody else put into a repository decides nothing that its owner would not: paths, journals, locks.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::Command;

use shipready::apply::{self, Recovered, Step, apply_watched, left, recover};
use shipready::plan::{Action, Policy, Rendered, Settlement};

use crate::repo::{Repo, path, rendered, with};

/// A journal as an apply in `repo` would leave it, of a file that it would have created.
fn journal(repo: &Repo, target: &str, number: u64) -> String {
    let root = fs::metadata(repo.root()).unwrap();
    let full = fs::metadata(repo.root().join(target)).unwrap();
    let hash = shipready::state::hash(&repo.read(target));
    format!(
        r#"{{"root":{{"device":{},"number":{number}}},"folders":[],"files":[{{"path":"{target}","new":"{hash}","old":false,"staged":{{"device":{},"number":{}}},"backup":null}}]}}"#,
        root.dev(),
        full.dev(),
        full.ino()
    )
}

fn inode(repo: &Repo) -> u64 {
    fs::metadata(repo.root()).unwrap().ino()
}

#[test]
fn a_journal_of_another_folder_is_named_and_not_followed() {
    let repo = Repo::new().file("app/main.py", "mine\n");
    for name in [".shipready/.journal", ".shipready/.journal.done"] {
        repo.write(name, &journal(&repo, "app/main.py", inode(&repo) + 1));
        let before = repo.snapshot();
        assert_eq!(recover(repo.root()).unwrap(), Recovered::NotOurs);
        assert!(left(repo.root()).unwrap().contains(name));
        assert_eq!(repo.snapshot(), before);
        repo.remove(name);
    }
    repo.write(".shipready/.journal", &journal(&repo, "app/main.py", inode(&repo) + 1));
    repo.apply(&rendered(&[("compose.yaml", "a: 1\n")]));
    assert_eq!((repo.read("app/main.py").as_str(), left(repo.root())), ("mine\n", None));
}

#[test]
fn a_journal_never_reaches_git_secrets_or_templates() {
    let repo = Repo::new();
    for target in [".git/HEAD", "sub/.GIT/config", ".env", ".shipready/templates/x", ".shipready/base/.git/HEAD"] {
        repo.write(target, "x\n");
        repo.write(".shipready/.journal", &journal(&repo, target, inode(&repo)));
        assert_eq!(recover(repo.root()).unwrap(), Recovered::NotOurs, "{target}");
        assert_eq!(repo.read(target), "x\n");
    }
    repo.write("compose.yaml", "x\n");
    repo.write(".shipready/.journal", &journal(&repo, "compose.yaml", inode(&repo)));
    assert_eq!(recover(repo.root()).unwrap(), Recovered::RolledBack, "the forgery is what an apply writes");
    assert!(!repo.root().join("compose.yaml").exists());
}

#[test]
fn a_file_that_took_the_place_of_ours_stays_even_with_its_content() {
    let repo = Repo::new();
    let plan = repo.plan(&rendered(&[("compose.yaml", "a: 1\n")]));
    let died = catch_unwind(AssertUnwindSafe(|| {
        apply_watched(repo.root(), &plan, &mut |step| {
            if *step == Step::Commit { resume_unwind(Box::new("killed")) } else { Ok(()) }
        })
    }));
    assert!(died.is_err());
    repo.write("copy", "a: 1\n");
    fs::rename(repo.root().join("copy"), repo.root().join("compose.yaml")).unwrap();
    assert!(left(repo.root()).unwrap().contains("interrupted"));
    assert_eq!(recover(repo.root()).unwrap(), Recovered::RolledBack);
    assert_eq!(repo.read("compose.yaml"), "a: 1\n");
}

#[test]
fn a_journal_that_is_a_link_is_not_written_through() {
    let elsewhere = Repo::new();
    let repo = Repo::new().file(".shipready/templates/x", "");
    symlink(elsewhere.root().join("target"), repo.root().join(".shipready/.journal")).unwrap();
    repo.apply(&rendered(&[("compose.yaml", "a: 1\n")]));
    assert!(elsewhere.snapshot().is_empty());
}

#[test]
fn no_template_reaches_git_secrets_or_shipready() {
    let repo = Repo::new().file(".git/hooks/pre-commit", "mine\n");
    for target in [".git/hooks/pre-commit", "sub/.Git/config", ".env", "certs/tls.key", ".shipready/lock"] {
        for policy in [Policy::Owned, Policy::Starter] {
            let new = with(Rendered::new(), target, "x\n", policy);
            let mut plan = repo.plan(&new);
            let change = plan.conflicts().next().unwrap();
            assert!(change.path.as_str() == target && change.why.is_some(), "{change:?}");
            assert!(!plan.settle(&path(target), &Settlement::Ours), "{target}");
            assert!(apply::apply(repo.root(), &plan).unwrap().written.is_empty());
        }
    }
    assert_eq!(repo.read(".git/hooks/pre-commit"), "mine\n");
}

#[test]
fn a_lock_cannot_have_files_of_git_deleted() {
    let repo = Repo::new();
    repo.apply(&rendered(&[("compose.yaml", "a: 1\n")]));
    for file in [".git/HEAD", ".shipready/base/.git/HEAD"] {
        repo.write(file, "ref: refs/heads/main\n");
    }
    let lock = repo.read(".shipready/lock").replace("compose.yaml", ".git/HEAD");
    repo.write(".shipready/lock", &lock);
    assert_eq!(repo.action(&Rendered::new(), ".git/HEAD"), Some(Action::Keep));
    repo.apply(&Rendered::new());
    assert_eq!(repo.read(".git/HEAD"), "ref: refs/heads/main\n");
}

#[test]
fn what_cannot_be_compared_is_a_conflict_only_when_ours_moved_on() {
    for content in ["\0binary".to_owned(), "x".repeat(3 << 20)] {
        for base in [true, false] {
            let repo = Repo::new();
            let first = rendered(&[("compose.yaml", "a: 1\n")]);
            repo.apply(&first);
            repo.write("compose.yaml", &content);
            if !base {
                repo.remove(".shipready/base/compose.yaml");
            }
            assert_eq!(repo.action(&first, "compose.yaml"), Some(Action::Keep));
            let next = rendered(&[("compose.yaml", "a: 2\n")]);
            assert_eq!(repo.action(&next, "compose.yaml"), Some(Action::Conflict));
            assert_eq!(Repo::new().file("compose.yaml", &content).action(&next, "compose.yaml"), Some(Action::Keep));
        }
    }
}

#[test]
fn a_command_that_reads_only_says_that_an_apply_was_interrupted() {
    let repo = Repo::new().file("shipready.toml", "");
    let plan = repo.plan(&rendered(&[("compose.yaml", "a: 1\n")]));
    let died = catch_unwind(AssertUnwindSafe(|| {
        apply_watched(repo.root(), &plan, &mut |step| {
            if *step == Step::Commit { resume_unwind(Box::new("killed")) } else { Ok(()) }
        })
    }));
    assert!(died.is_err());
    let before = repo.snapshot();
    for command in ["detect", "diff"] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_shipready")).arg(command).current_dir(repo.root()).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(said.contains("an apply was interrupted"), "{command}: {said}");
        assert_eq!(repo.snapshot(), before, "{command}");
    }
}
