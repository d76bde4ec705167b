//! `apply`: writes what a saved plan shows, and nothing else.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::apply::{apply, write_aside};
use crate::cli::{ApplyArgs, Global};
use crate::commands::beside::Decisions;
use crate::commands::finish::written;
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::report::{self, Screen};
use crate::workspace::text_at;

/// The newest form of a saved plan.
const FORMAT: u32 = 1;

/// A saved plan: what it was made from, and what it came to. It is made anew when it is applied, so that nobody can
/// write anything by editing one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    format: u32,
    /// The shipready that made it: another one renders other files.
    tool: String,
    /// SHA-256 over every change and the state that it leaves.
    digest: String,
    /// The text of shipready.toml.
    manifest: String,
    decisions: Decisions,
    /// For people and programs to read.
    plan: serde_json::Value,
}

/// Writes `plan` to the file `to`, for `shipready apply`.
///
/// # Errors
/// The file cannot be written.
pub fn save(to: &Path, manifest: &str, decisions: &Decisions, plan: &Plan) -> Result<()> {
    let saved = Saved {
        format: FORMAT,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        digest: plan.digest()?,
        manifest: manifest.to_owned(),
        decisions: decisions.clone(),
        plan: serde_json::from_str(&report::json::plan(&plan.changes, &plan.kept)?)?,
    };
    write_aside("plan", to, &report::json::pretty(&saved)?, |text| serde_json::from_str::<Saved>(text).is_ok())
}

fn read(from: &Path) -> Result<Saved> {
    let shown = from.display();
    let text =
        text_at(from).with_context(|| format!("cannot read the plan\nmake one with `shipready diff -o {shown}`"))?;
    let saved: Saved = serde_json::from_str(&text).map_err(|error| {
        anyhow!("`{shown}` is no plan of this shipready: {error}\nmake one with `shipready diff -o {shown}`")
    })?;
    let tool = env!("CARGO_PKG_VERSION");
    if saved.format != FORMAT || saved.tool != tool {
        bail!(
            "`{shown}` was made by shipready {}, this is {tool}\nmake it anew with `shipready diff -o {shown}`",
            saved.tool
        );
    }
    Ok(saved)
}

/// # Errors
/// A file that is no plan, a repository that is no longer what the plan was made from, or files that cannot be written.
pub fn run(args: &ApplyArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let saved = read(&args.plan)?;
    let road = Road::enter(&global.directory)?;
    let mut arrival =
        road.walk_deciding(&saved.manifest, &saved.decisions).context("the plan does not fit any more")?;
    arrival.plan.settle_all(saved.decisions.on_conflict);
    let shows =
        serde_json::from_str::<serde_json::Value>(&report::json::plan(&arrival.plan.changes, &arrival.plan.kept)?)?;
    if arrival.plan.digest()? != saved.digest || shows != saved.plan {
        let shown = args.plan.display();
        bail!(
            "the plan is stale: the repository is not what it was made from\nnothing was written; look again with \
             `shipready diff -o {shown}`"
        );
    }
    screen.say(&report::plan::summary(&arrival.plan, screen.err()));
    if arrival.plan.conflicts().next().is_some() {
        let shown = args.plan.display();
        screen.warn(&format!(
            "the plan has conflicts, so nothing was written\nmake one that decides them: `shipready diff -o {shown} \
             --on-conflict keep` (or take, or markers)"
        ));
        return Ok(Exit::Conflicts);
    }
    if global.dry_run || arrival.plan.is_empty() {
        return Ok(Exit::Done);
    }
    apply(road.workspace.root(), &arrival.plan)?;
    written(&road, &arrival, screen)
}
