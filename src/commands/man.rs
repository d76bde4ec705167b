//! `man`: the manual pages.

use anyhow::Result;

use crate::cli::man_pages;
use crate::exit::{Exit, WrongUsage};
use crate::report::Screen;

/// Prints the page of `command`, or of shipready itself, in roff.
///
/// # Errors
/// When there is no such command, or standard output cannot be written.
pub fn run(command: Option<&str>, screen: &Screen) -> Result<Exit> {
    let name = command.map_or("shipready.1".to_owned(), |command| format!("shipready-{command}.1"));
    let pages = man_pages()?;
    let page = pages.iter().find(|page| page.name == name);
    let page =
        page.ok_or_else(|| WrongUsage(format!("there is no page `{name}`\n`shipready --help` lists the commands")))?;
    screen.data(&String::from_utf8_lossy(&page.text))?;
    Ok(Exit::Done)
}
