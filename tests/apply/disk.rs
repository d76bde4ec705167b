//! Real disks that refuse: full, read-only, with folders that are mounts. Skipped where nothing may be mounted.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use shipready::apply;

use crate::repo::{Repo, rendered};

struct Mount<'a>(&'a Path);

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

fn mount<'a>(arguments: &[&str], at: &'a Path) -> Option<Mount<'a>> {
    let mounted = Command::new("mount").args(arguments).arg(at).stderr(std::process::Stdio::null()).status();
    if mounted.is_ok_and(|status| status.success()) {
        return Some(Mount(at));
    }
    println!("skipped: this user may not mount");
    None
}

fn tmpfs(at: &Path) -> Option<Mount<'_>> {
    mount(&["-t", "tmpfs", "-o", "size=256k", "tmpfs"], at)
}

#[test]
fn a_full_disk_leaves_the_old_tree_and_says_what_to_do() {
    let repo = Repo::new();
    let Some(_mount) = tmpfs(repo.root()) else { return };
    let first = rendered(&[("compose.yaml", "a: 1\n"), ("deploy/old.conf", "x\n")]);
    repo.apply(&first);
    let (old, big) = (repo.snapshot(), "line\n".repeat(20_000));
    let next = rendered(&[
        ("compose.yaml", "a: 2\n"),
        ("deploy/a.conf", &big),
        ("deploy/new/b.conf", &big),
        ("deploy/new/c.conf", &big),
    ]);
    let error = apply::apply(repo.root(), &repo.plan(&next)).unwrap_err().to_string();
    assert!(
        error.contains("No space left") && error.contains("next: free some space") && error.contains(".conf"),
        "{error}"
    );
    assert_eq!(repo.snapshot(), old);
}

#[test]
fn a_read_only_disk_leaves_the_old_tree() {
    let repo = Repo::new();
    let Some(_mount) = tmpfs(repo.root()) else { return };
    let first = rendered(&[("compose.yaml", "a: 1\n")]);
    repo.apply(&first);
    let old = repo.snapshot();
    let plan = repo.plan(&rendered(&[("compose.yaml", "a: 2\n"), ("deploy/x", "x\n")]));
    assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(repo.root()).status().unwrap().success());
    let error = apply::apply(repo.root(), &plan).unwrap_err().to_string();
    assert!(error.contains("Read-only file system") && error.ends_with("nothing was changed"), "{error}");
    assert_eq!(repo.snapshot(), old);
}

#[test]
fn a_folder_that_is_a_mount_of_its_own_is_written_to_all_the_same() {
    let repo = Repo::new().file("deploy/mine", "x\n");
    let at = repo.root().join("deploy");
    let Some(_mount) = tmpfs(&at) else { return };
    repo.apply(&rendered(&[("compose.yaml", "a: 1\n"), ("deploy/api/x", "x\n")]));
    assert_eq!(repo.read("deploy/api/x"), "x\n");
}

#[test]
fn a_read_only_folder_in_the_middle_rolls_everything_back() {
    let repo = Repo::new().file("docs/mine", "x\n");
    let at = repo.root().join("docs");
    let Some(_mount) = mount(&["-t", "tmpfs", "-o", "ro", "tmpfs"], &at) else { return };
    let old = repo.snapshot();
    let plan =
        repo.plan(&rendered(&[("compose.yaml", "a: 1\n"), ("deploy/a/b/c", "c\n"), ("docs/operations/x", "x\n")]));
    let error = apply::apply(repo.root(), &plan).unwrap_err().to_string();
    assert!(error.contains("`docs/operations`") && error.contains("make the file system writable"), "{error}");
    assert_eq!(repo.snapshot(), old);
}

#[test]
fn a_file_that_is_a_mount_rolls_everything_back() {
    let repo = Repo::new();
    let (first, next) =
        (rendered(&[("a", "1\n"), ("compose.yaml", "a: 1\n")]), rendered(&[("a", "2\n"), ("compose.yaml", "a: 2\n")]));
    repo.apply(&first);
    let at = repo.root().join("compose.yaml");
    let Some(_mount) = mount(&["--bind", at.to_str().unwrap()], &at) else { return };
    let (old, plan) = (repo.snapshot(), repo.plan(&next));
    let error = apply::apply(repo.root(), &plan).unwrap_err().to_string();
    assert!(error.contains("`compose.yaml`") && error.contains("nothing was changed"), "{error}");
    assert_eq!(repo.snapshot(), old);
}

#[test]
fn an_unchangeable_file_rolls_everything_back() {
    let repo = Repo::new();
    let (first, next) =
        (rendered(&[("a", "1\n"), ("compose.yaml", "a: 1\n")]), rendered(&[("a", "2\n"), ("compose.yaml", "a: 2\n")]));
    repo.apply(&first);
    let chattr = |flag: &str| {
        let done = Command::new("chattr")
            .arg(flag)
            .arg(repo.root().join("compose.yaml"))
            .stderr(std::process::Stdio::null())
            .status();
        done.is_ok_and(|status| status.success())
    };
    if !chattr("+i") {
        return println!("skipped: this file system knows no immutable files");
    }
    let (old, plan) = (repo.snapshot(), repo.plan(&next));
    let result = apply::apply(repo.root(), &plan);
    let after = repo.snapshot();
    assert!(chattr("-i"));
    assert!(result.unwrap_err().to_string().contains("`compose.yaml`: Operation not permitted"));
    assert_eq!(after, old);
}

#[test]
fn an_undo_on_a_full_disk_changes_nothing_until_there_is_space() {
    let repo = Repo::new();
    let Some(_mount) = tmpfs(repo.root()) else { return };
    let first = rendered(&[("compose.yaml", "a: 1\n"), ("deploy/old.conf", "x\n")]);
    repo.apply(&first);
    repo.apply(&rendered(&[("compose.yaml", "a: 2\n")]));
    fill(repo.root());
    let old = repo.snapshot();
    let undo = || apply::undo(repo.root(), &apply::last(repo.root(), false).unwrap());
    let error = undo().unwrap_err().to_string();
    assert!(error.contains("next: free some space") && error.ends_with("nothing was changed"), "{error}");
    assert_eq!(repo.snapshot(), old);
    repo.remove("filler");
    undo().unwrap();
    assert!(repo.plan(&first).is_empty());
}

/// Takes every free block of a small disk.
fn fill(root: &Path) {
    let mut filler = fs::File::create(root.join("filler")).unwrap();
    while filler.write_all(&[b'x'; 1024]).is_ok() {}
}

#[test]
fn where_old_files_cannot_be_put_away_the_apply_ends_all_the_same() {
    let repo = Repo::new();
    repo.apply(&rendered(&[("compose.yaml", "a: 1\n"), ("deploy/old.conf", "x\n")]));
    let next = rendered(&[("compose.yaml", "a: 2\n")]);
    let at = repo.root().join(".shipready/undo");
    let Some(_mount) = mount(&["-t", "tmpfs", "-o", "size=8k,nr_inodes=3", "tmpfs"], &at) else { return };
    repo.apply(&next);
    assert!(!repo.snapshot().keys().any(|path| path.contains(".shipready-")), "{:?}", repo.snapshot().keys());
    assert_eq!(apply::left(repo.root()), None);
    assert!(apply::last(repo.root(), false).unwrap_err().to_string().contains("nothing to undo"));
    assert!(repo.plan(&next).is_empty());
}

#[test]
fn old_files_of_another_file_system_come_back_as_well() {
    let repo = Repo::new().file("deploy/mine", "x\n");
    let at = repo.root().join("deploy");
    let Some(_mount) = tmpfs(&at) else { return };
    let first = rendered(&[("compose.yaml", "a: 1\n"), ("deploy/api/x", "x\n"), ("deploy/gone", "x\n")]);
    repo.apply(&first);
    let kept = |repo: &Repo| {
        let mut files = repo.snapshot();
        files.retain(|path, _| !path.starts_with(".shipready/undo"));
        files
    };
    repo.chmod("deploy/api/x", 0o600);
    let old = kept(&repo);
    repo.apply(&rendered(&[("compose.yaml", "a: 1\n"), ("deploy/api/x", "y\n")]));
    let new = kept(&repo);
    for whole in [&old, &new, &old] {
        apply::undo(repo.root(), &apply::last(repo.root(), false).unwrap()).unwrap();
        assert_eq!(&kept(&repo), whole);
    }
}
