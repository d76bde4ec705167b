//! `update`: newer templates into the files of a repository, with the user's changes kept.

use anyhow::{Context, Result};

use crate::blueprint::Blueprint;
use crate::catalog::changelog::News;
use crate::catalog::component::Kind;
use crate::cli::{Format, Global, UpdateArgs};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish};
use crate::commands::road::{Arrival, Road};
use crate::exit::Exit;
use crate::report::{self, Screen};
use crate::wizard::prompter::Prompter;

/// # Errors
/// No manifest yet, a file that is not missing, or files that cannot be read or written.
pub fn run(args: &UpdateArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let road = if args.check { Road::look(&global.directory)? } else { Road::enter(&global.directory)? };
    let manifest = road.state.manifest.clone();
    let manifest = manifest.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let decisions = Decisions { restored: args.restore.iter().cloned().collect(), ..Decisions::of(&args.writing) };
    let arrival = road.walk_deciding(&manifest, &decisions)?;
    if args.check {
        return check(&road, &arrival, global, screen);
    }
    let news = news(&road, &arrival.blueprint);
    if !news.is_empty() && !arrival.plan.moving().is_empty() {
        screen.say(&report::news::text(&news, screen.err()));
    }
    finish(&road, Proposal { manifest, decisions, arrival }, global, screen, prompter)
}

/// What the templates bring since the last render, for the components of this repository.
fn news<'a>(road: &'a Road, blueprint: &Blueprint) -> Vec<&'a News> {
    let seen = road.state.lock.templates;
    let is_base = |id: &str| road.catalog.get(Kind::Base, id).is_ok();
    road.catalog.changelog.since(seen, |id| blueprint.has(id) || is_base(id)).filter(|_| seen > 0).collect()
}

/// Whether a render differs from the last one, whatever was done to the files since.
fn check(road: &Road, arrival: &Arrival, global: &Global, screen: &Screen) -> Result<Exit> {
    let Arrival { blueprint, plan } = arrival;
    let news = news(road, blueprint);
    let (yours, newest) = (road.state.lock.templates, road.catalog.changelog.version);
    let files = plan.moving();
    match global.format() {
        Format::Json => screen.data(&report::news::json(&news, [yours, newest], &files)?)?,
        Format::Text if files.is_empty() => screen.say("Up to date."),
        Format::Text => {
            let news = report::news::text(&news, screen.err());
            screen.say(&format!("{news}{}", report::news::files(&files, screen.err())));
        }
    }
    Ok(if files.is_empty() { Exit::Done } else { Exit::Differences })
}
