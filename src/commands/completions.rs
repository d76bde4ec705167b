//! `completions`: the script that completes commands in a shell.

use anyhow::Result;

use crate::cli::{Shell, completion_script};
use crate::exit::Exit;
use crate::report::Screen;

/// Prints the script for `shell`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(shell: Shell, screen: &Screen) -> Result<Exit> {
    screen.data(&String::from_utf8_lossy(&completion_script(shell)))?;
    Ok(Exit::Done)
}
