//! What the audit asks git: which files it keeps, which it ignores, and what its history holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::path::Path;
use std::process::Command;

use support::Repo;

fn shop() -> Repo {
    let main = "from fastapi import FastAPI\n\napp = FastAPI()\n";
    Repo::new().file("requirements.txt", "fastapi==0.121.0\n").file("main.py", main)
}

fn git(root: &Path, words: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    let done = Command::new("git").args(who).args(words).current_dir(root).output().unwrap();
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_folder_of_a_repository_has_the_rules_of_the_folders_above() {
    let asks = |ignored: &str| {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"]);
        std::fs::write(folder.path().join(".gitignore"), ignored).unwrap();
        std::fs::create_dir_all(folder.path().join("shop/app")).unwrap();
        std::fs::write(folder.path().join("shop/app/main.py"), "import fastapi\n\napp = fastapi.FastAPI()\n").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_shipready"));
        command.args(["audit", "--only", "env-tracked"]).current_dir(folder.path().join("shop"));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let message = "`.gitignore` does not list `.env`";
    assert!(asks("node_modules\n").contains(message));
    assert!(asks(".env\n!.env\n").contains(message));
    assert!(!asks(".env\n").contains(message));
}

#[test]
fn history_is_looked_into_when_asked() {
    let repo = shop().file(".env", concat!("RAZORPAY_KEY=rzp_", "live_Q7wLx2Vb9TzK4m\n"));
    let git = |words: &[&str]| git(repo.root(), words);
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "all of it"]);
    git(&["rm", "--quiet", "--cached", ".env"]);
    git(&["commit", "--quiet", "--message", "without the file"]);
    let ran = repo.run("audit --only secret-hardcoded").code(0);
    assert!(!ran.out().contains("Razorpay"), "{}", ran.out());
    let ran = ran.run("audit --only secret-hardcoded --history").code(0);
    assert!(ran.out().contains("a live key of Razorpay stands in git's history"), "{}", ran.out());
    assert!(!ran.out().contains("Q7wLx2Vb9TzK4m"), "{}", ran.out());
}

#[test]
fn a_key_that_replaced_another_is_found_in_history() {
    let (head, end) =
        (concat!("-----BEGIN OPENSSH ", "PRIVATE KEY-----"), concat!("-----END OPENSSH ", "PRIVATE KEY-----"));
    let same = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW";
    let key = |own: &str| format!("{head}\n{same}\n{own}AACBq7Wx2Vb9TzK4mL8pQ3rN6sD1fG5hJ0kZcXyUtRwEoIaSdFg\n{end}\n");
    let repo = shop();
    git(repo.root(), &["init", "--quiet"]);
    for own in ["QyNTUxOQ1", "QyNTUxOQ2", "QyNTUxOQ3"] {
        std::fs::write(repo.root().join("key.txt"), key(own)).unwrap();
        git(repo.root(), &["add", "--all"]);
        git(repo.root(), &["commit", "--quiet", "--message", "another key"]);
    }
    let ran = repo.run("audit --only secret-hardcoded --history");
    let out = ran.out();
    assert_eq!(out.matches("a private key stands in git's history").count(), 2, "{out}");
    assert_eq!(out.matches("a private key stands here").count(), 1, "{out}");
}
