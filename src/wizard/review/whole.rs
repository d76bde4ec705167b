//! Changes that are made together or not at all: to be looked at, then accepted or left.

use anyhow::Result;

use super::{all_diffs, is_written, look_at_some, prompt};
use crate::plan::Change;
use crate::report::Screen;
use crate::wizard::prompter::Prompter;
use crate::wizard::question::Choice;

/// Whether the person wants all of `changes`, which were shown as a list.
///
/// # Errors
/// As [`super::review`].
pub fn accepted(prompter: &mut dyn Prompter, screen: &Screen, changes: &[Change]) -> Result<bool> {
    let number = changes.iter().filter(|change| is_written(change)).count();
    let accept = if number == 1 { "Write 1 file".to_owned() } else { format!("Write {number} files") };
    let menu = [
        Choice::new("accept", accept, ""),
        Choice::new("look", "Look at a file", "what changes in it, line by line"),
        Choice::new("look-all", "Look at all files", ""),
        Choice::new("quit", "Quit", "nothing is written"),
    ];
    loop {
        match prompter.select(&prompt("review", "What shall be done?"), &menu, None)?.as_str() {
            "accept" => return Ok(true),
            "look" => look_at_some(prompter, screen, changes)?,
            "look-all" => screen.show(&all_diffs(changes, screen))?,
            _ => return Ok(false),
        }
    }
}
