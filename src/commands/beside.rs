//! Which files of the repository's own stand beside ours, and what a person decided about them by flags.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::blueprint::Blueprint;
use crate::cli::Writing;
use crate::detect::existing::counterpart;
use crate::exit::WrongUsage;
use crate::facts::ExistingFile;
use crate::plan::{Action, Beside, Change, OnConflict, Plan, Policy, Rendered, Settlement};
use crate::tree::RelPath;

/// What the command line says of files that a person had or changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Files of their own that ours replaces.
    pub taken: BTreeSet<RelPath>,
    /// Files of their own that ours is merged into.
    pub merged: BTreeSet<RelPath>,
    /// Files that they deleted and want back.
    pub restored: BTreeSet<RelPath>,
    pub on_conflict: OnConflict,
    /// Files of their own that are mended beside, where nothing else is done to them.
    #[serde(skip)]
    pub edits: Vec<Change>,
}

impl Decisions {
    pub fn of(writing: &Writing) -> Decisions {
        let Writing { take, merge, on_conflict } = writing;
        let set = |paths: &[RelPath]| paths.iter().cloned().collect();
        Decisions {
            taken: set(take),
            merged: set(merge),
            restored: BTreeSet::new(),
            on_conflict: *on_conflict,
            edits: Vec::new(),
        }
    }

    /// The files of their own at whose places ours is written.
    pub fn replaced(&self) -> impl Iterator<Item = &RelPath> {
        self.taken.iter().chain(&self.merged)
    }
}

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

/// Carries the decisions out, in the plan.
///
/// # Errors
/// Nothing of ours belongs at a path, what is there is never replaced, or there is nothing to bring back.
pub fn decide(plan: &mut Plan, beside: &[Beside], decisions: &Decisions) -> Result<()> {
    if let Some(path) = decisions.taken.intersection(&decisions.merged).next() {
        return Err(WrongUsage(format!("`{path}` is to be taken and merged at once: say one of both")).into());
    }
    let taken = decisions.taken.iter().map(|path| (path, Settlement::Ours));
    let merged = decisions.merged.iter().map(|path| (path, Settlement::Both));
    for (path, settlement) in taken.chain(merged) {
        let Some(change) = plan.changes.iter().find(|change| change.path == *path) else {
            return Err(nothing_there(path, beside));
        };
        let (action, why) = (change.action, change.why.clone());
        let stays = matches!(action, Action::Keep | Action::Conflict);
        if stays && !plan.settle(path, &settlement) {
            let why = why.as_deref().unwrap_or("it is not a plain text file");
            bail!("`{path}` cannot be replaced: {why}\nmove it away and run this again");
        }
    }
    decisions.restored.iter().try_for_each(|path| restore(plan, path))
}

fn restore(plan: &mut Plan, path: &RelPath) -> Result<()> {
    let change = plan.changes.iter().find(|change| change.path == *path);
    match change.map(|change| (change.action, change.before.is_some())) {
        Some((Action::Keep, false)) if plan.settle(path, &Settlement::Ours) => Ok(()),
        Some((Action::Create, _)) => Ok(()),
        Some(_) => Err(WrongUsage(format!(
            "`{path}` is not missing\n`shipready diff {path}` shows how it differs from ours; --take {path} writes ours in its place"
        ))
        .into()),
        None => Err(WrongUsage(format!(
            "nothing of ours belongs at `{path}`\n`shipready status` lists the files that are missing"
        ))
        .into()),
    }
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
