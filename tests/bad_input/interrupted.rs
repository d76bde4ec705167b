//! Ctrl-C, and a second shipready at the same time.

use std::fs::File;
use std::process::{Child, Stdio};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process};

use super::support::{Files, Repo, samples};

fn interrupt(child: &Child) {
    // Asked of the system itself: on a busy machine the program `kill` would come too late.
    let id = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    match kill_process(id, signal()) {
        Ok(()) | Err(Errno::SRCH) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Ctrl-C, or TERM where whoever started the tests has it ignored, as a shell does for what runs in the background.
fn signal() -> Signal {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    let bit = 1 << (Signal::INT.as_raw() - 1);
    if ignored & bit == 0 { Signal::INT } else { Signal::TERM }
}

/// The tree without the folder of leftovers that the next command clears.
fn tree(repo: &Repo) -> Files {
    repo.snapshot()
}

#[test]
fn ctrl_c_at_any_moment_leaves_the_old_tree_or_the_new_one() {
    let old = tree(&samples::app("", &[]));
    let new = tree(&samples::app("", &[]).run("init --yes --with nginx,redis").code(0).then());
    let mut seen = [0, 0];
    for wait in (0..24).map(|step| step * 8) {
        let repo = samples::app("", &[]);
        let mut command = repo.command(&["init", "--yes", "--with", "nginx,redis"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        interrupt(&child);
        child.wait().unwrap();
        // Any command that may write puts right what was interrupted.
        let repo = repo.run("init --dry-run --with nginx,redis").code(0).then();
        let now = tree(&repo);
        let place = [&old, &new].iter().position(|whole| **whole == now);
        let place = place.unwrap_or_else(|| panic!("after {wait} ms: {:?}", now.keys().collect::<Vec<_>>()));
        seen[place] += 1;
    }
    assert!(seen[0] > 0, "no run was interrupted before it was done: {seen:?}");
}

#[test]
fn a_second_writer_is_turned_away() {
    let repo = samples::app("", &[]);
    let folder = File::open(repo.root()).unwrap();
    folder.try_lock().unwrap();
    let ran = repo.run("init --yes --with nginx").code(1).wrote_nothing();
    let ran = ran.error(&["another shipready is writing to", "wait until it is done"]);
    drop(folder);
    ran.run("init --yes --with nginx").code(0).has("compose.yaml");
}

#[test]
fn reading_is_allowed_while_another_writes() {
    let repo = samples::app("", &[]);
    let folder = File::open(repo.root()).unwrap();
    folder.try_lock().unwrap();
    repo.run("init --dry-run").code(0).run("detect").code(0);
}

#[test]
fn two_at_once_end_as_one() {
    let repo = samples::app("", &[]);
    let start = || {
        let mut command = repo.command(&["init", "--yes", "--with", "nginx"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let outputs = [start(), start()].map(|child| child.wait_with_output().unwrap());
    let done = outputs.iter().filter(|output| output.status.code() == Some(0)).count();
    assert!(done >= 1, "{outputs:?}");
    let expected = samples::app("", &[]).run("init --yes --with nginx").code(0).then();
    assert_eq!(repo.snapshot(), expected.snapshot());
}
