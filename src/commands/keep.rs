//! `keep`: files that shipready leaves alone, remembered in the manifest.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use crate::catalog::unknown;
use crate::cli::{Global, KeepArgs};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish};
use crate::commands::road::{Arrival, Road};
use crate::exit::{Exit, WrongUsage};
use crate::manifest::{Manifest, edit};
use crate::report::Screen;
use crate::state::MANIFEST_PATH;
use crate::tree::RelPath;
use crate::wizard::prompter::Prompter;

/// # Errors
/// No manifest yet, a path where nothing is rendered, or files that cannot be read or written.
pub fn run(args: &KeepArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let road = Road::enter(&global.directory)?;
    let text = road.state.manifest.clone();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let kept = Manifest::parse(&text)?.keep;
    match args.release {
        true => released(&kept, &args.paths)?,
        false => ours(&road, &text, &args.paths)?,
    }
    let paths: Vec<String> = args.paths.iter().map(ToString::to_string).collect();
    let manifest = edit::list(&text, &["files", "keep"], &paths, !args.release)?;
    let Arrival { blueprint, plan } = road.walk(&manifest)?;
    // What else there is to write waits for a command that is asked to.
    let arrival = Arrival { blueprint, plan: plan.only(&RelPath::new(MANIFEST_PATH)?) };
    finish(&road, Proposal { manifest, decisions: Decisions::default(), arrival }, global, screen, prompter)
}

fn ours(road: &Road, text: &str, paths: &[RelPath]) -> Result<()> {
    let arrival = road.walk(text)?;
    let changes = arrival.plan.changes.iter().filter(|change| !change.owners.is_empty()).map(|change| &change.path);
    let ours: Vec<&RelPath> = changes.chain(road.state.lock.files.keys()).chain(road.renamed.values()).collect();
    for path in paths {
        if !ours.iter().any(|own| *own == path || own.below(path).is_some()) {
            let known: BTreeSet<&str> = ours.iter().map(|path| path.as_str()).collect();
            return Err(WrongUsage(unknown("file of ours at", path.as_str(), known.into_iter())).into());
        }
    }
    Ok(())
}

fn released(kept: &[RelPath], paths: &[RelPath]) -> Result<()> {
    match paths.iter().find(|path| !kept.contains(path)) {
        Some(path) => Err(WrongUsage(unknown("kept file", path.as_str(), kept.iter().map(RelPath::as_str))).into()),
        None => Ok(()),
    }
}
