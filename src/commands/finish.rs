//! The end of the road: review, apply, and what to do next.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::apply::apply;
use crate::blueprint::Blueprint;
use crate::catalog::supply::SecretStore;
use crate::cli::{Format, Global};
use crate::commands::road::{Arrival, Road};
use crate::exit::{Exit, Interrupted};
use crate::plan::Plan;
use crate::report::{self, Screen};
use crate::tree::RelPath;
use crate::wizard::prompter::Prompter;
use crate::wizard::review::{Reviewed, Wishes, review};
use crate::workspace::SECRETS_DIR;

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
    if let Some(text) = wanted(road, blueprint)? {
        screen.warn(&text);
    }
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

/// What a person must set before the first start; secrets that have a value are done.
fn wanted(road: &Road, blueprint: &Blueprint) -> Result<Option<String>> {
    if blueprint.secret_store == SecretStore::Platform {
        let names = blueprint.asked().join(", ");
        let title = &blueprint.target_title;
        return Ok((!names.is_empty()).then(|| format!("{title} will ask you for these, which only you know\n{names}")));
    }
    let filled: Vec<String> =
        road.workspace.list_secrets()?.into_iter().filter(|file| !file.empty).map(|file| file.name).collect();
    let secrets = blueprint.wanted.secrets.iter().filter(|name| !filled.contains(name)).cloned().collect();
    let places = [(".env".to_owned(), blueprint.wanted.settings.clone()), (format!("{SECRETS_DIR}/"), secrets)];
    let lines: Vec<String> = places
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(place, names)| format!("in {place}: {}", names.join(", ")))
        .collect();
    Ok((!lines.is_empty()).then(|| format!("you must set before the first start\n{}", lines.join("\n"))))
}

fn write(road: &Road, blueprint: &Blueprint, plan: &Plan, screen: &Screen) -> Result<Exit> {
    apply(road.workspace.root(), plan)?;
    let kept: Vec<String> = road.workspace.list_secrets()?.into_iter().map(|secret| secret.name).collect();
    let files = blueprint.secret_store == SecretStore::Files;
    let missing = files && blueprint.secrets.iter().any(|secret| !kept.contains(&secret.name));
    let secrets = if missing { "shipready secrets generate      # passwords and keys, one file each\n  " } else { "" };
    let steps: String =
        blueprint.steps.iter().map(|step| format!("# {}\n  {}\n  ", step.makes, step.command)).collect();
    let start = blueprint.start.trim_end().replace('\n', "\n  ");
    screen.say(&format!("Done. Next:\n  {}{secrets}{steps}{start}", exchanges(plan)));
    Ok(Exit::Done)
}

/// What stays theirs and keeps something from working: the way to ours comes first.
fn exchanges(plan: &Plan) -> String {
    let hindering = plan.kept.iter().filter(|kept| kept.without.is_some() && kept.fixed.is_none());
    let line =
        |path: &RelPath| format!("shipready init --take {path}      # ours; yours does not know what is new\n  ");
    hindering.map(|kept| line(&kept.path)).collect()
}
