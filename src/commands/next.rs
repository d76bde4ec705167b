//! What a person does next, once files were written.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::blueprint::Blueprint;
use crate::catalog::supply::SecretStore;
use crate::commands::road::Road;
use crate::manifest::Manifest;
use crate::plan::Plan;
use crate::tree::RelPath;

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
    }
    steps.extend(blueprint.steps.iter().flat_map(|step| [format!("# {}", step.makes), step.command.clone()]));
    let added = added(road, blueprint);
    let own: Vec<&String> = added.iter().filter_map(|id| blueprint.next.get(*id)).collect();
    // What was just added and says its own step runs beside the stack: that need not start for it.
    let beside = road.state.manifest.is_some() && !own.is_empty() && own.len() == added.len();
    let start = (!beside).then_some(&blueprint.start);
    steps.extend(start.into_iter().chain(own).flat_map(|text| text.trim_end().lines()).map(ToOwned::to_owned));
    Ok(steps)
}

/// Lists of dependencies that the plan edits, each with the command that renews the lock that follows from it.
pub fn stale<'a>(blueprint: &'a Blueprint, plan: &'a Plan) -> impl Iterator<Item = (&'a RelPath, &'a str)> {
    let edited = |path: &RelPath| plan.changes.iter().any(|change| change.path == *path && change.action.writes());
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
    let files = blueprint.secret_store == SecretStore::Files;
    Ok(files && blueprint.secrets.iter().any(|secret| !there.contains(&secret.name)))
}

/// Services that the manifest did not hold before.
fn added<'b>(road: &Road, blueprint: &'b Blueprint) -> Vec<&'b str> {
    let before = road.state.manifest.as_deref().and_then(|text| Manifest::parse(text).ok());
    let before: BTreeSet<String> = before.into_iter().flat_map(|manifest| manifest.services.into_keys()).collect();
    blueprint.selected.iter().map(String::as_str).filter(|id| !before.contains(*id)).collect()
}
