//! Disks that refuse.

use super::support::disk::Disk;
use super::support::{Ran, Repo, samples};

#[test]
fn a_read_only_disk_is_named_and_nothing_is_left() {
    let repo = Repo::new();
    let Some(disk) = Disk::mount(repo.root(), "4m") else { return };
    let repo = samples::below("", repo, "", &[]);
    disk.read_only();
    let ran = repo.run("init --yes --with nginx").code(1).wrote_nothing();
    ran.error(&["Read-only file system", "nothing was changed"]).run("detect").code(0);
}

#[test]
fn a_full_disk_takes_everything_back() {
    let repo = Repo::new();
    let Some(_disk) = Disk::mount(repo.root(), "128k") else { return };
    let repo = samples::below("", repo, "", &[]);
    let ran: Ran = repo.run("init --yes --with nginx").code(1).wrote_nothing();
    let ran = ran.error(&["No space left on device", "nothing was changed"]);
    // The next command finds nothing to finish.
    ran.run("detect").code(0).wrote_nothing();
}

#[test]
fn a_full_disk_keeps_the_files_that_were_there() {
    let repo = Repo::new();
    let Some(_disk) = Disk::mount(repo.root(), "1200k") else { return };
    let ran = samples::below("", repo, "", &[]).run("init --yes --with nginx").code(0);
    let taken = vec![b'x'; 4096];
    let mut repo = ran.then();
    for number in 0.. {
        let full = repo.root().join(format!("filler-{number}"));
        if std::fs::write(&full, &taken).is_err() {
            let _ = std::fs::remove_file(full);
            break;
        }
        repo = repo.file(".keep", "");
    }
    repo.run("add redis --yes").code(1).wrote_nothing().error(&["No space left on device", "nothing was changed"]);
}
