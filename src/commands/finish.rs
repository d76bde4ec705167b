//! The end of the road: review, apply, and what to do next.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::apply::apply;
use crate::blueprint::Blueprint;
use crate::catalog::supply::SecretStore;
use crate::cli::{Format, Global};
use crate::commands::road::{Arrival, Road};
use crate::commands::wanted::tell_wanted;
use crate::exit::{Exit, Interrupted};
use crate::plan::Plan;
use crate::report::{self, Screen};
use crate::tree::RelPath;
use crate::wizard::prompter::Prompter;
use crate::wizard::review::{Reviewed, Wishes, review};

/// What is shown to be accepted, and what it was made from.
pub struct Proposal {
    /// The text of the manifest.
    pub manifest: String,
    /// Files of the repository's own that ours replaces.
    pub taken: BTreeSet<RelPath>,
    pub arrival: Arrival,
}

/// Shows the plan, lets a person decide, and writes what was accepted.
///
/// # Errors
/// What could not be written; then nothing was.
pub fn finish(
    road: &Road,
    proposal: Proposal,
    global: &Global,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<Exit> {
    let Arrival { blueprint, plan } = &proposal.arrival;
    for notice in &blueprint.notices {
        screen.warn(&report::notice::line(notice));
    }
    if global.format == Format::Json {
        screen.data(&report::json::plan(&plan.changes, &plan.kept)?)?;
    }
    let stuck = plan.conflicts().next().is_some();
    let asks = !stuck && !plan.is_empty() && !global.yes && !global.dry_run && !global.no_input && screen.can_ask();
    if !asks {
        screen.say(&report::plan::summary(plan, screen.err()));
    }
    if stuck {
        let files: Vec<&str> = plan.conflicts().map(|change| change.path.as_str()).collect();
        screen.warn(&format!("nothing was written: {}", way_out(&files)));
        return Ok(Exit::Conflicts);
    }
    if plan.is_empty() {
        return Ok(Exit::Done);
    }
    tell_wanted(road, blueprint, screen)?;
    let Arrival { blueprint, plan } = match asks {
        true => reviewed(road, proposal, screen, prompter)?,
        false if global.yes && !global.dry_run => proposal.arrival,
        false => return Ok(unwritten(global, screen)),
    };
    write(road, &blueprint, &plan, screen)
}

/// What a person accepted; every file of theirs that they exchange for ours, or take back, is planned anew.
fn reviewed(road: &Road, proposal: Proposal, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Arrival> {
    let Proposal { manifest, taken, mut arrival } = proposal;
    let mut wishes = Wishes { skipped: BTreeSet::new(), taken };
    loop {
        match review(prompter, screen, &arrival.plan, &mut wishes)? {
            Reviewed::Accepted => {
                let Arrival { blueprint, plan } = arrival;
                return Ok(Arrival { blueprint, plan: plan.without(&wishes.skipped) });
            }
            Reviewed::Anew => arrival = road.walk_taking(&manifest, &wishes.taken)?,
            Reviewed::Quit => return Err(Interrupted.into()),
        }
    }
}

/// How a person gets on after a conflict.
fn way_out(files: &[&str]) -> String {
    let first = files.first().unwrap_or(&"");
    format!(
        "you changed {} and so did what is rendered\n`shipready diff {first}` shows ours beside yours\n\
         `shipready init --take {first}` writes ours in its place; make your change once more then",
        files.join(", "),
    )
}

/// Nothing was written because nobody accepted it: says how to go on.
fn unwritten(global: &Global, screen: &Screen) -> Exit {
    if global.dry_run {
        screen.say("Nothing was written: this was a dry run.");
        return Exit::Done;
    }
    screen
        .say("Nothing was written: nobody is here to accept it. Run the same command with --yes to write these files.");
    Exit::Differences
}

fn write(road: &Road, blueprint: &Blueprint, plan: &Plan, screen: &Screen) -> Result<Exit> {
    apply(road.workspace.root(), plan)?;
    let kept: Vec<String> = road.workspace.list_secrets()?.into_iter().map(|secret| secret.name).collect();
    let files = blueprint.secret_store == SecretStore::Files;
    let missing = files && blueprint.secrets.iter().any(|secret| !kept.contains(&secret.name));
    let secrets = if missing { "shipready secrets generate      # passwords and keys, one file each\n  " } else { "" };
    let start = blueprint.start.trim_end().replace('\n', "\n  ");
    screen.say(&format!("Done. Next:\n  {}{secrets}{start}", exchanges(plan)));
    Ok(Exit::Done)
}

/// What stays theirs and keeps something from working: the way to ours comes first.
fn exchanges(plan: &Plan) -> String {
    let hindering = plan.kept.iter().filter(|kept| kept.without.is_some() && kept.fixed.is_none());
    let line =
        |path: &RelPath| format!("shipready init --take {path}      # ours; yours does not know what is new\n  ");
    hindering.map(|kept| line(&kept.path)).collect()
}
