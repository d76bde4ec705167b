//! The end of the road: decide what collides, review, apply, and what to do next.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::apply::apply;
use crate::cli::{Format, Global};
use crate::commands::beside::Decisions;
use crate::commands::next::{stale, steps};
use crate::commands::road::{Arrival, Road};
use crate::commands::wanted::tell_wanted;
use crate::exit::{Exit, Interrupted};
use crate::plan::{Clash, Plan, Settlement};
use crate::report::{self, Screen};
use crate::tree::RelPath;
use crate::wizard::prompter::Prompter;
use crate::wizard::review::{Reviewed, Wishes, review, settle};

/// What is shown to be accepted, and what it was made from.
pub struct Proposal {
    /// The text of the manifest.
    pub manifest: String,
    pub decisions: Decisions,
    pub arrival: Arrival,
}

/// Shows the plan, lets a person decide, and writes what was accepted.
///
/// # Errors
/// What could not be written; then nothing was.
pub fn finish(
    road: &Road,
    mut proposal: Proposal,
    global: &Global,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<Exit> {
    let notices = &proposal.arrival.blueprint.notices;
    notices.iter().for_each(|notice| screen.warn(&report::notice::line(notice)));
    let asks = asks(&proposal.arrival.plan, global, screen);
    let plan = &mut proposal.arrival.plan;
    plan.settle_all(proposal.decisions.on_conflict);
    let mut settled = BTreeMap::new();
    if asks {
        settle(prompter, screen, plan, &mut settled)?;
    }
    if global.format() == Format::Json {
        screen.data(&report::json::plan(&plan.changes, &plan.kept)?)?;
    }
    let stuck = plan.conflicts().next().is_some();
    if !asks || stuck {
        screen.say(&report::plan::summary(plan, screen.err()));
    }
    if stuck {
        screen.warn(&way_out(plan));
        return Ok(Exit::Conflicts);
    }
    if plan.is_empty() {
        return Ok(Exit::Done);
    }
    warn_of_locks(&proposal.arrival, screen);
    tell_wanted(road, &proposal.arrival.blueprint, screen)?;
    let arrival = match asks {
        true => reviewed(road, proposal, settled, screen, prompter)?,
        false if global.yes && !global.dry_run => proposal.arrival,
        false => return Ok(unwritten(global, screen)),
    };
    apply(road.workspace.root(), &arrival.plan)?;
    written(road, &arrival, screen)
}

/// Whether there is anything to decide, and a person who decides it.
fn asks(plan: &Plan, global: &Global, screen: &Screen) -> bool {
    let idle = plan.is_empty() && plan.conflicts().next().is_none();
    !idle && !global.yes && !global.dry_run && !global.no_input && screen.can_ask()
}

fn warn_of_locks(arrival: &Arrival, screen: &Screen) {
    for (listing, command) in stale(&arrival.blueprint, &arrival.plan) {
        screen.warn(&format!(
            "{listing} is about to change, and the lock made from it does not follow by itself: then run\n{command}"
        ));
    }
}

/// What a person accepted; every file of theirs that they exchange for ours, or take back, is planned anew.
fn reviewed(
    road: &Road,
    proposal: Proposal,
    settled: BTreeMap<RelPath, Settlement>,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<Arrival> {
    let Proposal { manifest, mut decisions, mut arrival } = proposal;
    let mut wishes = Wishes { skipped: BTreeSet::new(), taken: decisions.taken.clone(), settled };
    loop {
        match review(prompter, screen, &arrival.plan, &mut wishes)? {
            Reviewed::Accepted => {
                let Arrival { blueprint, plan } = arrival;
                return Ok(Arrival { blueprint, plan: plan.without(&wishes.skipped) });
            }
            Reviewed::Anew => {
                decisions.taken.clone_from(&wishes.taken);
                arrival = road.walk_deciding(&manifest, &decisions)?;
                arrival.plan.settle_all(decisions.on_conflict);
                for (path, settlement) in &wishes.settled {
                    arrival.plan.settle(path, settlement);
                }
            }
            Reviewed::Quit => return Err(Interrupted.into()),
        }
    }
}

/// How a person gets on after a conflict.
fn way_out(plan: &Plan) -> String {
    let mut lines = vec!["nothing was written".to_owned()];
    let mut collide = false;
    for change in plan.conflicts() {
        let (path, why) = (&change.path, change.why.as_deref().unwrap_or("something is in the way"));
        lines.push(match &change.clash {
            Some(Clash::Lines { .. }) => {
                collide = true;
                format!("{path}: {why}")
            }
            Some(Clash::Unresolved { .. }) => {
                format!("{path}: {why}; edit it, then run this again, or `shipready keep {path}`")
            }
            Some(Clash::InTheWay) | None => format!("{path}: {why}; move it away, or `shipready keep {path}`"),
        });
    }
    if collide {
        lines.push(
            "In a terminal you are asked file by file. Without one, the same command with --on-conflict decides:"
                .into(),
        );
        lines.push("keep (yours where they collide), take (ours there), or markers (both, for you to resolve)".into());
    }
    lines.join("\n")
}

/// Nothing was written because nobody accepted it: says how to go on.
pub fn unwritten(global: &Global, screen: &Screen) -> Exit {
    if global.dry_run {
        screen.say("Nothing was written: this was a dry run.");
        return Exit::Done;
    }
    screen
        .say("Nothing was written: nobody is here to accept it. Run the same command with --yes to write these files.");
    Exit::Differences
}

/// What is to be done after the plan of `arrival` was written.
///
/// # Errors
/// The folder of secrets cannot be read.
pub fn written(road: &Road, Arrival { blueprint, plan }: &Arrival, screen: &Screen) -> Result<Exit> {
    let marked = plan.marked();
    if !marked.is_empty() {
        let places: Vec<String> = marked.iter().map(|(path, line)| format!("{path}:{line}")).collect();
        screen.warn(&format!("conflict markers were written, resolve them before you go on\n{}", places.join("\n")));
        return Ok(Exit::Conflicts);
    }
    let steps: Vec<String> = steps(road, blueprint, plan)?.into_iter().map(|step| format!("\n  {step}")).collect();
    screen.say(&format!("Done. Next:{}", steps.concat()));
    Ok(Exit::Done)
}
