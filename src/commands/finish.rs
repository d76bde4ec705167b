//! The end of the road: review, apply, and what to do next.

use anyhow::Result;

use crate::apply::apply;
use crate::blueprint::Blueprint;
use crate::cli::{Format, Global};
use crate::commands::road::{Arrival, Road};
use crate::exit::{Exit, Interrupted};
use crate::plan::Plan;
use crate::report::{self, Screen};
use crate::wizard::prompter::Prompter;
use crate::wizard::review::{Reviewed, review};
use crate::workspace::SECRETS_DIR;

/// Shows the plan, lets a person decide, and writes what was accepted.
///
/// # Errors
/// What could not be written; then nothing was.
pub fn finish(
    road: &Road,
    arrival: Arrival,
    global: &Global,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<Exit> {
    let Arrival { blueprint, plan } = arrival;
    for notice in &blueprint.notices {
        screen.warn(&report::notice::line(notice));
    }
    if global.format == Format::Json {
        screen.data(&report::json::plan(&plan.changes)?)?;
    }
    let stuck = plan.conflicts().next().is_some();
    let asks = !stuck && !plan.is_empty() && !global.yes && !global.dry_run && !global.no_input && screen.can_ask();
    if !asks {
        screen.say(&report::plan::summary(&plan.changes, screen.err()));
    }
    if stuck {
        let files: Vec<&str> = plan.conflicts().map(|change| change.path.as_str()).collect();
        screen.warn(&format!("nothing was written: {}", way_out(&files)));
        return Ok(Exit::Conflicts);
    }
    if plan.is_empty() {
        return Ok(Exit::Done);
    }
    if let Some(text) = wanted(road, &blueprint)? {
        screen.warn(&text);
    }
    let plan = match asks {
        true => match review(prompter, screen, &plan.changes)? {
            Reviewed::Accepted { skipped } => plan.without(&skipped),
            Reviewed::Quit => return Err(Interrupted.into()),
        },
        false if global.yes && !global.dry_run => plan,
        false => return Ok(unwritten(global, screen)),
    };
    write(road, &blueprint, &plan, screen)
}

/// How a person gets on after a conflict.
fn way_out(files: &[&str]) -> String {
    format!(
        "you changed {} and so did what is rendered\n`shipready diff {}` shows ours beside yours\n{}",
        files.join(", "),
        files.first().unwrap_or(&""),
        "put its last render back from .shipready/base/, run this again, and make your change once more"
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
    let missing = blueprint.secrets.iter().any(|secret| !kept.contains(&secret.name));
    let secrets = if missing { "shipready secrets generate      # passwords and keys, one file each\n  " } else { "" };
    screen.say(&format!("Done. Next:\n  {secrets}{}", blueprint.start));
    Ok(Exit::Done)
}
