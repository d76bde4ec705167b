//! What a person does next, once files were written.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::blueprint::Blueprint;
use crate::catalog::supply::SecretStore;
use crate::commands::road::Road;
use crate::manifest::Manifest;
use crate::plan::{Action, Plan};
use crate::tree::RelPath;

/// Stands for the command that starts everything, in what a service says of its next steps.
const START: &str = "{start}";

/// The next steps in order, a command or a remark each.
///
/// # Errors
/// A folder of secrets that cannot be read.
pub fn steps(road: &Road, blueprint: &Blueprint, plan: &Plan) -> Result<Vec<String>> {
    let mut steps = exchanges(plan);
    steps.extend(
        stale(blueprint, plan).map(|(listing, command)| format!("{command}      # the lock follows {listing}")),
    );
    if lacks_secrets(road, blueprint)? {
        steps.push("shipready secrets generate      # passwords and keys, one file each".to_owned());
        let fill =
            blueprint.keeper.iter().map(|keeper| format!("{}      # takes them to {}", keeper.fill, keeper.title));
        steps.extend(fill);
    }
    steps.extend(lacking(road, blueprint).map(|file| format!("# {file}: fill in what is yours; the code reads it")));
    steps.extend(blueprint.steps.iter().flat_map(|step| [format!("# {}", step.makes), step.command.clone()]));
    let added = added(road, blueprint);
    let own: Vec<&String> = added.iter().filter_map(|id| blueprint.next.get(*id)).collect();
    // What was just added and says its own step runs beside the stack: that need not start for it.
    let beside = road.state.manifest.is_some() && !own.is_empty() && own.len() == added.len();
    steps.extend(lines(&blueprint.start).filter(|_| !beside));
    let mut own: Vec<String> = own.into_iter().flat_map(|text| lines(text)).collect();
    // Who says so wants what runs to follow, once.
    let starts = own.iter().any(|line| line == START);
    own.retain(|line| line != START);
    own.extend(lines(&blueprint.start).filter(|_| starts && beside));
    steps.extend(own);
    Ok(steps)
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.trim_end().lines().map(ToOwned::to_owned)
}

/// Lists of dependencies that the plan edits, each with the command that renews the lock that follows from it.
pub fn stale<'a>(blueprint: &'a Blueprint, plan: &'a Plan) -> impl Iterator<Item = (&'a RelPath, &'a str)> {
    // A list that the beginning of an application brings comes with its lock.
    let edits = |action: Action| action.writes() && action != Action::Create;
    let edited = move |path: &RelPath| plan.changes.iter().any(|change| change.path == *path && edits(change.action));
    let locked = blueprint.apps.iter().filter_map(|app| Some((app.listing.path.as_ref()?, app.relock.as_deref()?)));
    locked.filter(move |(path, _)| edited(path))
}

/// What stays theirs and keeps something from working: the way to ours comes first.
fn exchanges(plan: &Plan) -> Vec<String> {
    let hindering = plan.kept.iter().filter(|kept| kept.without.is_some() && kept.fixed.is_none());
    hindering
        .map(|kept| format!("shipready init --take {}      # ours; yours does not know what is new", kept.path))
        .collect()
}

fn lacks_secrets(road: &Road, blueprint: &Blueprint) -> Result<bool> {
    let there: Vec<String> = road.workspace.list_secrets()?.into_iter().map(|secret| secret.name).collect();
    // What somebody else keeps is not missing here, once it was taken there.
    let filled = blueprint.keeper.as_ref().filter(|keeper| !added(road, blueprint).contains(&keeper.service.as_str()));
    let needed = blueprint.secrets.iter().filter(|secret| filled.is_none_or(|keeper| !keeper.keeps(secret)));
    let lacks = needed.into_iter().any(|secret| !there.contains(&secret.name));
    Ok(keeps_files(blueprint) && (lacks || lacking(road, blueprint).next().is_some()))
}

fn keeps_files(blueprint: &Blueprint) -> bool {
    blueprint.secret_store == SecretStore::Files
}

/// Files of settings that only their owner has, and that are not there yet.
fn lacking<'a>(road: &'a Road, blueprint: &'a Blueprint) -> impl Iterator<Item = &'a RelPath> {
    let owned = blueprint.apps.iter().flat_map(|app| &app.owned).map(|file| &file.path);
    owned.filter(move |path| {
        keeps_files(blueprint) && !road.workspace.look(&[(*path).clone()].into()).contains(path.as_str())
    })
}

/// Services that the manifest did not hold before.
fn added<'b>(road: &Road, blueprint: &'b Blueprint) -> Vec<&'b str> {
    let before = road.state.manifest.as_deref().and_then(|text| Manifest::parse(text).ok());
    let before: BTreeSet<String> = before.into_iter().flat_map(|manifest| manifest.services.into_keys()).collect();
    blueprint.selected.iter().map(String::as_str).filter(|id| !before.contains(*id)).collect()
}
