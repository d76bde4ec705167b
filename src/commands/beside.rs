//! Which files of the repository's own stand beside ours, and which of them a person wants replaced.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::blueprint::Blueprint;
use crate::detect::existing::counterpart;
use crate::exit::WrongUsage;
use crate::facts::ExistingFile;
use crate::plan::{Action, Beside, Plan, Policy, Rendered, Settlement};
use crate::tree::RelPath;

/// The files of `existing` that ours has a counterpart for at another path.
pub fn beside(existing: &[ExistingFile], blueprint: &Blueprint, rendered: &Rendered) -> Vec<Beside> {
    let owned = || rendered.iter().filter(|(_, file)| file.policy == Policy::Owned).map(|(path, _)| path);
    let others = existing.iter().filter(|file| !rendered.contains_key(&file.path));
    let pairs = others.filter_map(|file| {
        let path = file.path.clone();
        // An image that gave way is known to the app that it was written for.
        let aside = blueprint.apps.iter().find(|app| app.usual_dockerfile().is_ok_and(|usual| usual == path));
        let gave_way = rendered.iter().find(|(_, file)| file.gave_way.as_ref() == Some(&path)).map(|(path, _)| path);
        match aside.map(|app| &app.dockerfile).or(gave_way).cloned() {
            Some(ours) if rendered.contains_key(&ours) => Some(Beside { path, ours, aside: true }),
            _ => counterpart(file, owned()).map(|ours| Beside { path, ours: ours.clone(), aside: false }),
        }
    });
    pairs.collect()
}

/// Puts ours in the place of `taken`, in the plan.
///
/// # Errors
/// Nothing of ours belongs there, or what is there is never replaced.
pub fn take(plan: &mut Plan, beside: &[Beside], taken: &BTreeSet<RelPath>) -> Result<()> {
    for path in taken {
        let Some(change) = plan.changes.iter().find(|change| change.path == *path) else {
            return Err(nothing_there(path, beside));
        };
        let (action, why) = (change.action, change.why.clone());
        let stays = matches!(action, Action::Keep | Action::Conflict);
        if stays && !plan.settle(path, Settlement::Ours) {
            let why = why.as_deref().unwrap_or("it is not a plain text file");
            bail!("`{path}` cannot be replaced: {why}\nmove it away and run this again");
        }
    }
    Ok(())
}

fn nothing_there(path: &RelPath, beside: &[Beside]) -> anyhow::Error {
    let text = match beside.iter().find(|pair| pair.path == *path) {
        Some(Beside { ours, .. }) => {
            format!(
                "`{path}` stands in nobody's way: ours has a place of its own, {ours}\nremove yours once you no longer need it"
            )
        }
        None => format!("nothing of ours belongs at `{path}`\n`shipready init --dry-run` lists what is written"),
    };
    WrongUsage(text).into()
}
