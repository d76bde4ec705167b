//! `init` with a person at the keys.

use crate::support::samples;
use crate::tmux::Terminal;

#[test]
fn enter_all_the_way_writes_everything() {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]);
    let Some(terminal) = Terminal::run(&repo, "init") else { return };
    terminal.sees("Where will it run?").keys(&["Enter"]);
    terminal.sees("Which services shall stand beside it?").keys(&["Enter"]);
    terminal.sees("Under which domain").keys(&["Enter"]);
    terminal.sees("What shall be done?").keys(&["Enter"]).sees("ended with 0").sees("Done. Next:");
    assert!(repo.exists("compose.yaml") && repo.read("shipready.toml").contains("[services.redis]"));
}

#[test]
fn a_diff_can_be_looked_at_before_leaving() {
    let repo = samples::stated("", &[]);
    let before = repo.snapshot();
    let Some(terminal) = Terminal::run(&repo, "init --target compose --with nginx --domain x.org") else { return };
    terminal.sees("What shall be done?").keys(&["Down", "Enter"]);
    terminal.sees("Which file?").keys(&["compose.yaml", "Enter"]).sees("+++ b/compose.yaml");
    terminal.keys(&["Escape"]).sees("ended with 130");
    assert_eq!(repo.snapshot(), before);
}

#[test]
fn a_file_can_be_skipped() {
    let repo = samples::stated("", &[]);
    let Some(terminal) = Terminal::run(&repo, "init --target compose --with nginx --domain x.org") else { return };
    terminal.sees("What shall be done?").keys(&["Skip", "Enter"]);
    terminal.sees("Which files shall be left out?").keys(&["compose.development", "Space", "Enter"]);
    terminal.sees("1 file skipped so far").keys(&["Enter"]).sees("ended with 0");
    assert!(repo.exists("compose.yaml") && !repo.exists("compose.development.yaml"));
}

#[test]
fn quitting_leaves_the_disk_as_it_was() {
    let repo = samples::stated("", &[]);
    let before = repo.snapshot();
    let Some(terminal) = Terminal::run(&repo, "init --target compose --with nginx --domain x.org") else { return };
    terminal.sees("What shall be done?").keys(&["Up", "Enter"]);
    terminal.sees("interrupted, nothing was written").sees("ended with 130");
    assert_eq!(repo.snapshot(), before);
}

#[test]
fn ctrl_c_at_each_question_leaves_the_disk_as_it_was() {
    let questions = ["Where will it run", "Which services", "Under which domain", "What shall be done?"];
    for stop in 0..questions.len() {
        let repo = samples::stated("", &[]);
        let before = repo.snapshot();
        let Some(terminal) = Terminal::run(&repo, "init") else { return };
        for question in &questions[..stop] {
            terminal.sees(question).keys(&["Enter"]);
        }
        terminal.sees(questions[stop]).keys(&["C-c"]).sees("ended with 130");
        let screen = terminal.screen();
        assert_eq!(screen.matches("interrupted, nothing was written").count(), 1, "{screen}");
        assert!(!screen.contains("error:"), "{screen}");
        assert_eq!(repo.snapshot(), before);
    }
}

#[test]
fn a_file_of_ones_own_can_be_exchanged_for_ours() {
    let repo = samples::stated("", &[]).file("Dockerfile", "FROM mine\n");
    let Some(terminal) = Terminal::run(&repo, "init --target compose --with nginx --domain x.org") else { return };
    terminal.sees("Yours, kept:").sees("What shall be done?").keys(&["Your own", "Enter"]);
    terminal.sees("Which of your files?").keys(&["Enter"]).sees("yours or ours?").keys(&["Enter"]).sees("-FROM mine");
    terminal.keys(&["Take ours", "Enter"]).sees("update  Dockerfile").keys(&["Enter"]).sees("ended with 0");
    assert!(repo.read("Dockerfile").contains("FROM python:"));
}
