//! `update` with a person at the keys: a conflict decided in each of its ways, files skipped, and every way out.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::support::Repo;
use crate::support::own::{newer, with};
use crate::tmux::Terminal;

const PATH: &str = "deploy/own/app.conf";
const OTHER: &str = "deploy/own/other.conf";

/// Both sides changed the first line of one file; another one is merely newer.
fn clashing() -> Repo {
    let repo = with(&[(PATH, "a = 1\n\nb = 2\n"), (OTHER, "x = 1\n")]).edited(PATH, "a = 1", "a = 7");
    newer(repo, &[(PATH, "a = 2\n\nb = 2\n"), (OTHER, "x = 2\n")])
}

#[test]
fn a_conflict_is_looked_at_and_yours_is_kept() {
    let repo = clashing();
    let Some(terminal) = Terminal::run(&repo, "update") else { return };
    terminal.sees("which lines shall it have?").keys(&["Enter"]).sees("+||||||| as shipready wrote it").sees("+a = 2");
    terminal.keys(&["Down", "Enter"]).sees("What shall be done?").keys(&["Enter"]).sees("ended with 0");
    terminal.is_as_before("conflict-yours");
    assert_eq!((repo.read(PATH).as_str(), repo.read(OTHER).as_str()), ("a = 7\n\nb = 2\n", "x = 2\n"));
}

#[test]
fn a_conflict_is_decided_for_ours() {
    let repo = clashing();
    let Some(terminal) = Terminal::run(&repo, "update") else { return };
    terminal.sees("which lines shall it have?").keys(&["Ours", "Enter"]).sees("What shall be done?").keys(&["Enter"]);
    terminal.sees("ended with 0").is_as_before("conflict-ours");
    assert_eq!(repo.read(PATH), "a = 2\n\nb = 2\n");
}

#[test]
fn a_conflict_is_written_with_markers() {
    let repo = clashing();
    let Some(terminal) = Terminal::run(&repo, "update") else { return };
    terminal.sees("which lines shall it have?").keys(&["Both", "Enter"]).sees("What shall be done?").keys(&["Enter"]);
    terminal.sees("ended with 3").is_as_before("conflict-markers");
    assert!(repo.read(PATH).starts_with("<<<<<<< yours\na = 7\n"), "{}", repo.read(PATH));
}

#[test]
fn a_conflict_is_resolved_in_an_editor_and_not_before_its_markers_are_gone() {
    let repo = clashing();
    let editor = repo.home().join("editor");
    // The first time it leaves the file as it is, the second time it resolves it.
    let script = "#!/bin/sh\nif [ -e \"$HOME/again\" ]; then printf 'a = 72\\n\\nb = 2\\n' > \"$1\"; fi\ntouch \"$HOME/again\"\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let Some(terminal) = Terminal::run(&repo, "update") else { return };
    terminal.sees("which lines shall it have?").keys(&["editor", "Enter"]).sees("make one of both").keys(&["e"]);
    terminal.keys(&["Enter"]).sees("a conflict is left in line 1").keys(&["e"]).keys(&["Enter"]);
    terminal.sees("What shall be done?").keys(&["Enter"]).sees("ended with 0").is_as_before("conflict-editor");
    assert_eq!(repo.read(PATH), "a = 72\n\nb = 2\n");
}

#[test]
fn a_merged_file_can_be_skipped_in_the_review() {
    let repo = with(&[(PATH, "a = 1\n\nb = 2\n"), (OTHER, "x = 1\n")]).edited(PATH, "a = 1", "a = 7");
    let repo = newer(repo, &[(PATH, "a = 1\n\nb = 3\n"), (OTHER, "x = 2\n")]);
    let Some(terminal) = Terminal::run(&repo, "update") else { return };
    terminal.sees("merge").sees("What shall be done?").keys(&["Skip", "Enter"]);
    terminal.sees("Which files shall be left out?").keys(&["app.conf", "Space", "Enter"]);
    terminal.sees("1 file skipped so far").keys(&["Enter"]).sees("ended with 0").is_as_before("review-skip");
    assert_eq!((repo.read(PATH).as_str(), repo.read(OTHER).as_str()), ("a = 7\n\nb = 2\n", "x = 2\n"));
    // It was only left out this time.
    let ran = repo.run("update --yes").code(0);
    assert_eq!(ran.repo().read(PATH), "a = 7\n\nb = 3\n");
}

#[test]
fn an_interrupt_at_each_prompt_leaves_the_disk_as_it_was() {
    let prompts: [(&str, &[&str]); 5] = [
        ("conflict", &[]),
        ("editor", &["editor", "Enter"]),
        ("review", &["Ours", "Enter"]),
        ("look", &["Ours", "Enter", "Down", "Enter"]),
        ("skip", &["Ours", "Enter", "Skip", "Enter"]),
    ];
    let asks = ["which lines shall it have?", "make one of both", "What shall be done?", "Which file?", "left out?"];
    for ((name, keys), question) in prompts.into_iter().zip(asks) {
        let repo = clashing();
        let before = repo.snapshot();
        let Some(terminal) = Terminal::run(&repo, "update") else { return };
        terminal.sees("which lines shall it have?");
        for key in keys {
            terminal.keys(&[key]);
        }
        terminal.sees(question).keys(&["C-c"]).sees("ended with 130");
        terminal.is_as_before(&format!("interrupt-{name}"));
        assert_eq!(repo.snapshot(), before, "interrupted at {name}");
    }
}

#[test]
fn a_file_of_ones_own_takes_ours_in() {
    let repo =
        newer(with(&[(OTHER, "x = 1\n")]).file(PATH, "a = 7\n\nb = 2\n"), &[(PATH, "a = 7\n\nb = 2\n\nc = 3\n")]);
    let repo = newer(repo, &[(OTHER, "x = 2\n"), (PATH, "a = 7\n\nb = 2\n\nc = 3\n")]);
    let Some(terminal) = Terminal::run(&repo, "update") else { return };
    terminal.sees("What shall be done?").keys(&["own", "Enter"]).sees("Which of your files?").keys(&["Enter"]);
    terminal.sees("yours or ours?").keys(&["Merge", "Enter"]).sees("What shall be done?").keys(&["Enter"]);
    terminal.sees("ended with 0").is_as_before("own-merged");
    assert_eq!(repo.read(PATH), "a = 7\n\nb = 2\n\nc = 3\n");
}
