//! `undo`: back to the state before the last apply.

use anyhow::Result;

use crate::apply::{self, Recovered, Undo};
use crate::cli::{Format, Global, UndoArgs};
use crate::commands::finish::unwritten;
use crate::exit::{Exit, Interrupted};
use crate::plan::{Action, Change, Plan};
use crate::report::{self, Screen};
use crate::wizard::prompter::Prompter;
use crate::wizard::review::accepted;
use crate::workspace::Workspace;

/// # Errors
/// There is nothing to undo, or files that cannot be read or written; then nothing was.
pub fn run(args: UndoArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let workspace = Workspace::open(&global.directory)?;
    let root = workspace.root();
    if apply::recover(root)? == Recovered::RolledBack {
        // The last apply is this one: undoing the one before it as well is more than was asked for.
        show(&[], global, screen)?;
        screen.say("The last command was interrupted. It was taken back now: every file is what it was before it.");
        return Ok(Exit::Done);
    }
    let undo = apply::last(root, args.keep_edited)?;
    show(&undo.changes, global, screen)?;
    if let Some(text) = stuck(&undo.changes) {
        screen.warn(&format!("nothing was written: {text}"));
        return Ok(Exit::Conflicts);
    }
    if undo.is_empty() {
        screen.say("Everything is what it was before the last command that wrote.");
        return Ok(Exit::Done);
    }
    let asks = !global.yes && !global.dry_run && !global.no_input && screen.can_ask();
    if asks && !accepted(prompter, screen, &undo.changes)? {
        return Err(Interrupted.into());
    }
    if !asks && (!global.yes || global.dry_run) {
        return Ok(unwritten(global, screen));
    }
    write(&workspace, &undo, screen)
}

/// The changes as a list; for programs and for a dry run, what changes as well.
fn show(changes: &[Change], global: &Global, screen: &Screen) -> Result<()> {
    let mut plan = Plan::default();
    plan.changes = changes.to_vec();
    match (global.format(), global.dry_run) {
        (Format::Json, _) => screen.data(&report::json::plan(&plan.changes, &[])?)?,
        (Format::Text, true) => {
            let written = changes.iter().filter(|change| change.action.writes());
            screen.paged(&written.map(|change| report::diff::text(change, screen.out())).collect::<String>())?;
        }
        (Format::Text, false) => {}
    }
    screen.say(&report::plan::summary(&plan, screen.err()));
    Ok(())
}

/// Why a person has to decide first, and how they get on.
fn stuck(changes: &[Change]) -> Option<String> {
    let edited: Vec<&Change> = changes.iter().filter(|change| change.action == Action::Conflict).collect();
    let names = edited.iter().map(|change| change.path.as_str()).collect::<Vec<_>>().join(", ");
    match edited.iter().any(|change| apply::remembers(&change.path)) {
        _ if edited.is_empty() => None,
        true => Some(format!(
            "{names} changed since, so what was written is not the last state any more\n\
             go back with git, or edit shipready.toml and run `shipready init`"
        )),
        false => Some(format!(
            "since then you edited {names}\n`shipready undo --keep-edited` leaves your edits and takes back the rest"
        )),
    }
}

fn write(workspace: &Workspace, undo: &Undo, screen: &Screen) -> Result<Exit> {
    apply::undo(workspace.root(), undo)?;
    screen.say("Done: everything is what it was before. `shipready undo` once more brings it back.");
    Ok(Exit::Done)
}
