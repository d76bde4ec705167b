//! The last question: every file with its lines, its diff on demand, and what shall be written.

mod clash;
mod own;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow};

pub use self::clash::settle;
pub use self::whole::accepted;
use super::prompter::Prompter;
use super::question::{Choice, Prompt};
use crate::plan::{Action, Change, Kept, Plan, Settlement};
use crate::report::{Screen, diff, plan};
use crate::tree::RelPath;

/// What the person decided so far, kept while a plan is made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Changes that are left out.
    pub skipped: BTreeSet<RelPath>,
    /// Files of the person's own that ours replaces.
    pub taken: BTreeSet<RelPath>,
    /// What becomes of files that are theirs and ours.
    pub settled: BTreeMap<RelPath, Settlement>,
}

/// How a review ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed {
    /// Everything but what is skipped is written.
    Accepted,
    /// Other files are taken than before: the plan has to be made anew.
    Anew,
    /// Nothing is written.
    Quit,
}

/// Shows the plan and asks until it is accepted or left. A plan that writes nothing is accepted without a question.
///
/// # Errors
/// [`crate::exit::Interrupted`] when the person stops; when the screen cannot be written.
pub fn review(prompter: &mut dyn Prompter, screen: &Screen, plan: &Plan, wishes: &mut Wishes) -> Result<Reviewed> {
    // Printed, never paged: the menu has to stand right below it.
    screen.complain(&format!("{}\n", plan::summary(plan, screen.err())));
    let written: Vec<&Change> = plan.changes.iter().filter(|change| is_written(change)).collect();
    wishes.skipped.retain(|path| written.iter().any(|change| change.path == *path));
    if written.is_empty() && wishes.taken.is_empty() {
        return Ok(Reviewed::Accepted);
    }
    loop {
        let menu = menu(written.len() - wishes.skipped.len(), wishes.skipped.len(), &plan.kept, &wishes.taken);
        match prompter.select(&prompt("review", "What shall be done?"), &menu, None)?.as_str() {
            "accept" => return Ok(Reviewed::Accepted),
            "look" => look_at_some(prompter, screen, &plan.changes)?,
            "look-all" => screen.show(&all_diffs(&plan.changes, screen))?,
            "skip" => wishes.skipped = ask_skipped(prompter, &written, &wishes.skipped)?,
            "own" => {
                if own::ask(prompter, screen, plan, wishes)? {
                    return Ok(Reviewed::Anew);
                }
            }
            _ => return Ok(Reviewed::Quit),
        }
    }
}

fn is_written(change: &Change) -> bool {
    change.action.writes()
}

fn prompt(id: &str, text: &str) -> Prompt {
    Prompt { id: id.into(), text: text.into(), ..Prompt::default() }
}

fn menu(writing: usize, skipping: usize, kept: &[Kept], taken: &BTreeSet<RelPath>) -> Vec<Choice> {
    let files = |number: usize| {
        if number == 1 { "1 file".to_owned() } else { format!("{number} files") }
    };
    let skip = if skipping == 0 { String::new() } else { format!("{} skipped so far", files(skipping)) };
    let accept = (writing > 0).then(|| Choice::new("accept", format!("Write {}", files(writing)), ""));
    let owned = (!kept.is_empty() || !taken.is_empty())
        .then(|| Choice::new("own", "Your own files", format!("{} kept; look, or take ours", files(kept.len()))));
    let others = [
        Choice::new("look", "Look at a file", "what changes in it, line by line"),
        Choice::new("look-all", "Look at all files", ""),
        Choice::new("skip", "Skip files", skip),
    ];
    let quit = Choice::new("quit", "Quit", "nothing is written");
    accept.into_iter().chain(others).chain(owned).chain([quit]).collect()
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
