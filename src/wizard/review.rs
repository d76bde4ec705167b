//! The last question: every file with its lines, its diff on demand, and what shall be written.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};

use super::prompter::Prompter;
use super::question::{Choice, Prompt};
use crate::plan::{Action, Change};
use crate::report::{Screen, diff, plan};
use crate::tree::RelPath;

/// What the person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reviewed {
    /// Everything but these is written.
    Accepted { skipped: BTreeSet<RelPath> },
    /// Nothing is written.
    Quit,
}

/// Shows the plan and asks until it is accepted or left. A plan that writes nothing is accepted without a question.
///
/// # Errors
/// [`crate::exit::Interrupted`] when the person stops; when the screen cannot be written.
pub fn review(prompter: &mut dyn Prompter, screen: &Screen, changes: &[Change]) -> Result<Reviewed> {
    // Printed, never paged: the menu has to stand right below it.
    screen.complain(&format!("{}\n", plan::summary(changes, screen.err())));
    let written: Vec<&Change> = changes.iter().filter(|change| is_written(change)).collect();
    let mut skipped = BTreeSet::new();
    if written.is_empty() {
        return Ok(Reviewed::Accepted { skipped });
    }
    loop {
        let menu = menu(written.len() - skipped.len(), skipped.len());
        match prompter.select(&prompt("review", "What shall be done?"), &menu, None)?.as_str() {
            "accept" => return Ok(Reviewed::Accepted { skipped }),
            "look" => look_at_some(prompter, screen, changes)?,
            "look-all" => screen.show(&all_diffs(changes, screen))?,
            "skip" => skipped = ask_skipped(prompter, &written, &skipped)?,
            _ => return Ok(Reviewed::Quit),
        }
    }
}

fn is_written(change: &Change) -> bool {
    matches!(change.action, Action::Create | Action::Update | Action::Delete)
}

fn prompt(id: &str, text: &str) -> Prompt {
    Prompt { id: id.into(), text: text.into(), ..Prompt::default() }
}

fn menu(writing: usize, skipping: usize) -> Vec<Choice> {
    let files = |number: usize| {
        if number == 1 { "1 file".to_owned() } else { format!("{number} files") }
    };
    let skip = if skipping == 0 { String::new() } else { format!("{} skipped so far", files(skipping)) };
    let accept = (writing > 0).then(|| Choice::new("accept", format!("Write {}", files(writing)), ""));
    let others = [
        Choice::new("look", "Look at a file", "what changes in it, line by line"),
        Choice::new("look-all", "Look at all files", ""),
        Choice::new("skip", "Skip files", skip),
        Choice::new("quit", "Quit", "nothing is written"),
    ];
    accept.into_iter().chain(others).collect()
}

/// Files one after the other, until the person goes back.
fn look_at_some(prompter: &mut dyn Prompter, screen: &Screen, changes: &[Change]) -> Result<()> {
    let shown: Vec<&Change> = changes.iter().filter(|change| change.before != change.after).collect();
    let back = Choice::new(BACK, "Back", "");
    let choices: Vec<Choice> = shown.iter().map(|change| file(change)).chain([back]).collect();
    let mut next = None;
    loop {
        let taken = prompter.select(&prompt("review.look", "Which file?"), &choices, next)?;
        let Some(place) = shown.iter().position(|change| change.path.as_str() == taken) else {
            return Ok(());
        };
        let change = shown.get(place).ok_or_else(|| anyhow!("`{taken}` is not in the plan"))?;
        screen.show(&diff::text(change, screen.person()))?;
        next = choices.get(place + 1).map(|choice| choice.value.as_str());
    }
}

/// Not a path: a path has no part `..`.
const BACK: &str = "..";

fn file(change: &Change) -> Choice {
    let note = match change.action {
        Action::Keep => "kept as yours".to_owned(),
        Action::Conflict => "conflict".to_owned(),
        _ => plan::numbers(change),
    };
    Choice::new(change.path.as_str(), change.path.as_str(), note)
}

fn all_diffs(changes: &[Change], screen: &Screen) -> String {
    changes.iter().filter(|change| is_written(change)).map(|change| diff::text(change, screen.person())).collect()
}

fn ask_skipped(
    prompter: &mut dyn Prompter,
    written: &[&Change],
    skipped: &BTreeSet<RelPath>,
) -> Result<BTreeSet<RelPath>> {
    let choices: Vec<Choice> = written.iter().map(|change| file(change)).collect();
    let marked: Vec<String> = skipped.iter().map(ToString::to_string).collect();
    let taken = prompter.multi_select(&prompt("review.skip", "Which files shall be left out?"), &choices, &marked)?;
    taken.iter().map(|path| RelPath::new(path)).collect()
}

#[cfg(test)]
mod tests;
