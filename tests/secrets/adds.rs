//! `secrets generate` only ever adds: what is there stays to the last byte, and what dies in the middle leaves no half.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::disk::Disk;
use super::support::{Repo, contains, samples};
use super::{VALUES, shop, value};

/// So many secrets that a run can be met in its middle.
const MANY: usize = 40;

fn many() -> Repo {
    let names: Vec<String> = (0..MANY).map(|number| format!("PART{number}_JWT_SECRET")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    samples::stated("", &names).run("init --yes --with nginx").code(0).then()
}

/// The secrets that are there, each a whole one.
fn whole(repo: &Repo) -> usize {
    let folder = repo.root().join(VALUES);
    let files = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap());
    let secrets = files.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let check = |path: &Path| {
        let (text, mode) = (fs::read_to_string(path).unwrap(), fs::metadata(path).unwrap().permissions().mode());
        assert_eq!((text.len(), mode & 0o7777), (64, 0o444), "{}: {text}", path.display());
    };
    secrets.map(|entry| check(&entry.path())).count()
}

#[test]
fn what_is_there_stays_to_the_last_byte() {
    let repo = shop("REGION=x\n# mine\nSTRIPE_API_KEY=sk_live_1\n");
    let repo = repo.file(&value("SECRET_KEY"), "mine\r\n\n").file(&value("OTHER"), "x").file(&value("EMPTY"), "");
    for (path, mode) in [(value("SECRET_KEY"), 0o600), (value("OTHER"), 0o640), (".env".to_owned(), 0o640)] {
        fs::set_permissions(repo.root().join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::set_permissions(repo.root().join(VALUES), fs::Permissions::from_mode(0o700)).unwrap();
    let before = repo.snapshot();
    let ran = repo.run("secrets generate").code(0);
    let after = ran.repo().snapshot();
    for (path, old) in before.iter().filter(|(path, _)| *path != ".env") {
        assert_eq!(after.get(path), Some(old), "{path}");
    }
    assert!(after[".env"].starts_with(&before[".env"]), "{}", after[".env"]);
    let mut new: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    new.sort();
    assert_eq!(new, [&value("POSTGRES_PASSWORD"), &value("STRIPE_API_KEY")]);
    ran.run("secrets generate").code(0).wrote_nothing().stderr(contains("Every secret that can be made up is there."));
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_the_rest() {
    let mut in_the_middle = 0;
    for stop in [0, 1, 3, 8, 15, 25] {
        let repo = many();
        let mut child = repo.command(&["secrets", "generate"]).stderr(Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        let folder = repo.root().join(VALUES);
        let count = || fs::read_dir(&folder).map_or(0, Iterator::count);
        while count() < stop && child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(60), "it does not end");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let there = whole(&repo);
        in_the_middle += usize::from(0 < there && there < MANY);
        let repo = repo.run("secrets generate").code(0).then();
        assert_eq!(whole(&repo), MANY);
        assert_eq!(count(), MANY, "nothing of the run that died is left");
        assert!(!repo.exists(".env.shipready-new"));
    }
    assert!(in_the_middle > 0, "no run was met in its middle");
}

#[test]
fn what_a_dead_run_left_half_written_is_no_secret() {
    let repo = many().file(&format!("{VALUES}/.shipready-PART7_JWT_SECRET.new"), "half");
    let repo = repo.run("secrets generate").code(0).then();
    assert_eq!(whole(&repo), MANY);
    assert_eq!(fs::read_dir(repo.root().join(VALUES)).unwrap().count(), MANY);
}

#[test]
fn a_folder_that_cannot_be_written_is_one_clear_error() {
    let repo = Repo::new();
    let Some(disk) = Disk::mount(repo.root(), "8m") else { return };
    let repo = samples::below("", repo, "", &["SECRET_KEY"]).run("init --yes --with nginx").code(0).then();
    disk.read_only();
    let ran = repo.run("secrets generate").code(1).wrote_nothing();
    ran.error(&["cannot make the folder `deploy/secrets", "Read-only file system", "make the file system writable"]);
}

#[test]
fn a_full_disk_leaves_no_half_file() {
    let repo = Repo::new();
    let Some(_disk) = Disk::mount(repo.root(), "1200k") else { return };
    let names = ["ONE_JWT_SECRET", "TWO_JWT_SECRET", "SECRET_KEY"];
    let repo = samples::below("", repo, "", &names).run("init --yes --with nginx").code(0).then();
    for number in 0.. {
        let full = repo.root().join(format!("filler-{number}"));
        if fs::write(&full, [b'x'; 4096]).is_err() {
            let _ = fs::remove_file(full);
            break;
        }
    }
    let ran = repo.run("secrets generate").code(1).error(&["No space left on device", "free some space"]);
    whole(ran.repo());
}
