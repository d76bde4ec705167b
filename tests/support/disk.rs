//! Disks that refuse: read-only and full ones. Only root can make them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system in memory at a folder, gone with this value.
pub struct Disk {
    at: PathBuf,
}

impl Disk {
    /// None, with a word on standard error, where it cannot be mounted.
    #[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
    pub fn mount(at: &Path, size: &str) -> Option<Disk> {
        let options = format!("size={size},mode=0755");
        let mounted = run("mount", &["-t", "tmpfs", "-o", &options, "tmpfs"], at);
        if !mounted {
            eprintln!("skipped: a disk can only be mounted by root");
        }
        mounted.then(|| Disk { at: at.to_owned() })
    }

    pub fn read_only(&self) {
        assert!(run("mount", &["-o", "remount,ro"], &self.at), "remount {}", self.at.display());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = run("umount", &[], &self.at);
    }
}

fn run(program: &str, arguments: &[&str], at: &Path) -> bool {
    Command::new(program).args(arguments).arg(at).output().is_ok_and(|output| output.status.success())
}
