//! How a run ends: the exit codes, and the two errors that have one of their own.

use std::fmt;
use std::process::ExitCode;

/// The one contract of exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done,
    /// It failed; the reason was printed.
    Error,
    /// The command line asks for something that does not exist.
    Usage,
    /// A person has to decide: nothing was written, or conflict markers that they asked for were.
    Conflicts,
    /// There are differences, and the command line asked to be told; or findings.
    Differences,
    /// The person stopped it; nothing was written.
    Interrupted,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Error => 1,
            Exit::Usage => 2,
            Exit::Conflicts => 3,
            Exit::Differences => 4,
            Exit::Interrupted => 130,
        }
    }

    /// What `error` ends the run with.
    pub fn of(error: &anyhow::Error) -> Self {
        if error.is::<Interrupted>() {
            Exit::Interrupted
        } else if error.is::<WrongUsage>() {
            Exit::Usage
        } else {
            Exit::Error
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Ctrl-C or Escape at a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("interrupted, nothing was written")
    }
}

impl std::error::Error for Interrupted {}

/// The command line names something that does not exist: an unknown service, an option of the wrong type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongUsage(pub String);

impl WrongUsage {
    /// `error` as the fault of the command line: the same words, exit code 2.
    #[must_use]
    pub fn because(error: anyhow::Error) -> anyhow::Error {
        let said: Vec<String> = error.chain().map(ToString::to_string).collect();
        WrongUsage(said.join("\n")).into()
    }
}

impl fmt::Display for WrongUsage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

#[cfg(test)]
mod tests {
    use anyhow::{Context as _, anyhow};

    use super::*;

    #[test]
    fn an_error_keeps_its_exit_code_under_context() {
        let stopped = anyhow::Error::new(Interrupted).context("asking for the stack");
        assert_eq!(Exit::of(&stopped).code(), 130);
        let unknown: anyhow::Result<()> = Err(WrongUsage("no service `reddis`".into())).context("adding it");
        assert_eq!(Exit::of(&unknown.unwrap_err()).code(), 2);
        assert_eq!(Exit::of(&anyhow!("the disk is full")).code(), 1);
    }
}
