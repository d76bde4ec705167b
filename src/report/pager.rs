//! A pager for what is longer than the terminal.

use std::env;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag;
use unicode_width::UnicodeWidthStr as _;

/// Leaves at once what fits, keeps colors, leaves the text on the terminal, and says how to get out.
const LESS: &str = "less -FRX -P'q goes back, Space turns the page'";

/// Shows `text` in a pager. False when it should be printed instead: it fits, none is wanted, or none can be started.
pub fn shown(text: &str, height: usize, width: Option<usize>) -> bool {
    let variable = env::var("PAGER").ok();
    let Some(pager) = chosen(variable.as_deref(), rows(text, width), height) else {
        return false;
    };
    let Some(dies) = dies_on_interrupt() else {
        return false;
    };
    dies.store(false, Ordering::SeqCst);
    let finished = start(&pager).ok().and_then(|child| feed(child, text));
    dies.store(true, Ordering::SeqCst);
    // 126 and 127 are the shell's: the command cannot be run, or does not exist.
    finished.is_some_and(|code| !matches!(code, Some(126 | 127)))
}

/// Whether Ctrl-C ends this process, as it does by default. The pager shares the terminal and takes Ctrl-C itself;
/// dying under it would leave it on the terminal without an owner.
fn dies_on_interrupt() -> Option<&'static AtomicBool> {
    static DIES: OnceLock<Option<Arc<AtomicBool>>> = OnceLock::new();
    let register = || {
        let dies = Arc::new(AtomicBool::new(true));
        flag::register_conditional_default(SIGINT, Arc::clone(&dies)).ok().map(|_| dies)
    };
    DIES.get_or_init(register).as_deref()
}

/// The command that shows `rows` rows on a terminal of `height`, or None where printing is enough.
fn chosen(variable: Option<&str>, rows: usize, height: usize) -> Option<String> {
    if rows < height {
        return None;
    }
    match variable.map(str::trim) {
        None => Some(LESS.to_owned()),
        Some("" | "cat") => None,
        Some(command) => Some(command.to_owned()),
    }
}

/// Rows that `text` takes, with long lines wrapped.
fn rows(text: &str, width: Option<usize>) -> usize {
    let taken = |line: &str| width.map_or(1, |width| line.width().div_ceil(width).max(1));
    text.lines().map(taken).sum()
}

fn start(pager: &str) -> std::io::Result<Child> {
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    // A bare `less` in PAGER would show colors as codes, and clear what it has shown when it ends.
    if env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    command.spawn()
}

/// The exit code, when there is one. A pager that is left before the end is no error.
fn feed(mut child: Child, text: &str) -> Option<Option<i32>> {
    if let Some(mut input) = child.stdin.take() {
        let _left_early = input.write_all(text.as_bytes());
    }
    child.wait().ok().map(|status| status.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_longer_than_the_terminal_is_paged() {
        assert_eq!(chosen(None, 10, 24), None);
        assert_eq!(chosen(None, 24, 24).as_deref(), Some(LESS));
        assert_eq!(rows("short\nlong line\n", Some(5)), 3);
    }

    #[test]
    fn the_person_chooses_the_pager_or_none() {
        assert_eq!(chosen(Some("most -s"), 99, 24).as_deref(), Some("most -s"));
        assert_eq!(chosen(Some(""), 99, 24), None);
        assert_eq!(chosen(Some("cat"), 99, 24), None);
    }

    #[test]
    fn a_pager_that_cannot_start_leaves_the_text_to_be_printed() {
        let code = start("no-such-pager-here 2>/dev/null").ok().and_then(|child| feed(child, "text"));
        assert_eq!(code, Some(Some(127)));
    }
}
