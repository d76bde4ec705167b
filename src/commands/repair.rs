//! `status --repair`: the lock and the bases anew, from what can be known.

use anyhow::{Context, Result};

use crate::apply::apply;
use crate::cli::Global;
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::plan::{Remains, repair};
use crate::report::Screen;
use crate::state::LOCK_PATH;

/// # Errors
/// No manifest that could be read, or a state that cannot be written.
pub fn run(global: &Global, screen: &Screen) -> Result<Exit> {
    let (road, broken) = Road::enter_broken(&global.directory)?;
    let text = road.state.manifest.as_deref();
    let text = text.context("there is no shipready.toml here, so nothing says what was set up\nbring it back first")?;
    let (rendered, yours) = road.render(text)?;
    let templates = road.catalog.changelog.version;
    let lock = broken.is_none().then_some(&road.state.lock);
    let (plan, repaired) = repair(&Remains { lock, base: &road.state.base, yours: &yours, new: &rendered, templates });
    broken.iter().for_each(|error| screen.warn(&format!("{LOCK_PATH} could not be read\n{error}")));
    if plan.is_empty() {
        screen.say("Nothing to repair.");
        return Ok(Exit::Done);
    }
    for path in &repaired.lost {
        screen.warn(&format!("`{path}` counts as yours: nothing says what shipready wrote there last"));
    }
    if global.dry_run {
        screen.say("Nothing was written: this was a dry run.");
        return Ok(Exit::Done);
    }
    apply(road.workspace.root(), &plan)?;
    screen.say(&format!(
        "The state of {} files is known again. `shipready status` shows how they stand.",
        repaired.known
    ));
    Ok(Exit::Done)
}
