//! `remove`: a service out of the manifest, then the same road; what it leaves behind is said.

use anyhow::{Context, Result};

use crate::blueprint::{App, Blueprint};
use crate::choose::remove;
use crate::cli::{Global, RemoveArgs};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::facts::Evidence;
use crate::report::Screen;
use crate::wizard::prompter::Prompter;

/// Places in the code that are named, per client.
const SHOWN: usize = 3;

/// # Errors
/// No manifest yet, a service that is not there or that another one needs, or files that cannot be read or written.
pub fn run(args: &RemoveArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let road = Road::enter(&global.directory)?;
    let old = road.state.manifest.clone();
    let old = old.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let manifest = remove(&road.catalog, &old, &args.services)?;
    let decisions = Decisions::of(&args.writing);
    let arrival = road.walk_deciding(&manifest, &decisions)?;
    // Templates that no longer load must not keep anybody from removing their service.
    if let Ok(before) = road.walk(&old) {
        data(&before.blueprint, &arrival.blueprint).iter().for_each(|text| screen.warn(text));
    }
    users(&road, &arrival.blueprint.apps, &args.services).iter().for_each(|text| screen.warn(text));
    finish(&road, Proposal { manifest, decisions, arrival }, global, screen, prompter)
}

/// What keeps existing although nothing uses it any more: data where it ran.
fn data(before: &Blueprint, after: &Blueprint) -> Vec<String> {
    let volumes = before.volumes.iter().filter(|(name, _)| !after.volumes.contains_key(*name));
    let project = &before.project.name;
    let kept = volumes.map(|(name, summary)| {
        let next = match &before.commands.discard {
            Some(command) => format!("once you no longer need it: {}", command.replace("{name}", name)),
            None => format!("once you no longer need it, remove it at {}", before.target_title),
        };
        format!("the data of `{name}` of {project} stays where it runs: {summary}\n{next}")
    });
    let provided = before.supplies.iter().filter(|old| after.supplies.iter().all(|new| new.service != old.service));
    let instances = provided.map(|supply| {
        format!("{} keeps {} with its data until you delete it there", before.target_title, supply.title)
    });
    kept.chain(instances).collect()
}

/// Code that still uses a removed service, with where that is seen.
fn users(road: &Road, apps: &[App], services: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (app, seen) in apps.iter().filter_map(|app| Some((app, road.facts.apps.iter().find(|s| s.root == app.root)?))) {
        for client in seen.clients.iter().filter(|client| services.contains(&client.value.service)) {
            let places: Vec<String> = client.evidence.iter().take(SHOWN).map(place).collect();
            found.push(format!("the code of {} still uses {}\n{}", app.name, client.value.service, places.join("\n")));
        }
    }
    found
}

fn place(evidence: &Evidence) -> String {
    let line = evidence.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}: {}", evidence.path, evidence.text)
}
