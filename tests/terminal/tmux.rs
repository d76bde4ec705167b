//! A real terminal, which tmux provides: keys go in, the screen is read.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::support::Repo;

const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal with a program in it; it ends with this value.
pub struct Terminal {
    socket: String,
}

impl Terminal {
    /// Runs `line` in `repo`; None, with a word on standard error, where there is no tmux.
    pub fn run(repo: &Repo, line: &str) -> Option<Terminal> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("skipped: tmux is not installed");
            return None;
        }
        let terminal = Terminal { socket: repo.home().join("tmux").to_string_lossy().into_owned() };
        let program = env!("CARGO_BIN_EXE_shipready");
        let home = repo.home().display().to_string();
        let shell = format!(
            "env HOME='{home}' EDITOR='{home}/editor' NO_COLOR=1 PAGER=cat '{program}' {line}; \
                 echo \"ended with $?\"; sleep 60"
        );
        let folder = repo.root().to_string_lossy().into_owned();
        let output = terminal.tmux(&["new-session", "-d", "-x", "100", "-y", "200", "-c", &folder, &shell]);
        assert!(output.status.success(), "{output:?}");
        Some(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.args(["-S", &self.socket, "-f", "/dev/null"]).args(arguments).env("TERM", "xterm").output().unwrap()
    }

    pub fn screen(&self) -> String {
        String::from_utf8_lossy(&self.tmux(&["capture-pane", "-p"]).stdout).trim_end().to_owned()
    }

    /// Waits until `text` is the end of what is on the screen, or stands anywhere in it.
    #[track_caller]
    pub fn sees(&self, text: &str) -> &Terminal {
        let start = Instant::now();
        while !self.screen().contains(text) {
            assert!(start.elapsed() < PATIENCE, "`{text}` does not come:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(30));
        }
        self
    }

    pub fn keys(&self, keys: &[&str]) -> &Terminal {
        let arguments: Vec<&str> = ["send-keys"].iter().chain(keys).copied().collect();
        assert!(self.tmux(&arguments).status.success());
        // A list redraws itself after each key.
        std::thread::sleep(Duration::from_millis(150));
        self
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

impl Terminal {
    /// What the whole dialogue left on the screen is what `transcripts/<name>.txt` holds; `SHIPREADY_BLESS=1` writes it.
    #[track_caller]
    pub fn is_as_before(&self, name: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/terminal/transcripts/{name}.txt"));
        let screen: String = self.screen().lines().map(|line| format!("{}\n", line.trim_end())).collect();
        if std::env::var_os("SHIPREADY_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, screen).unwrap();
            return;
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(screen, kept, "the dialogue `{name}` went otherwise");
    }
}
