//! `keep`: files that shipready leaves alone, remembered in the manifest.

use anyhow::{Context, Result};

use crate::catalog::option::Value;
use crate::catalog::unknown;
use crate::cli::{Global, KeepArgs};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish};
use crate::commands::road::Road;
use crate::exit::{Exit, WrongUsage};
use crate::manifest::{Manifest, edit};
use crate::report::Screen;
use crate::tree::RelPath;
use crate::wizard::prompter::Prompter;

/// # Errors
/// No manifest yet, a path where nothing is rendered, or files that cannot be read or written.
pub fn run(args: &KeepArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let road = Road::enter(&global.directory)?;
    let text = road.state.manifest.clone();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let kept = Manifest::parse(&text)?.keep;
    let next = if args.release { without(kept, &args.paths)? } else { with(&road, &text, kept, &args.paths)? };
    let value = Value::List(next.iter().map(ToString::to_string).collect());
    let manifest = edit::set(&text, &["files", "keep"], &value)?;
    let arrival = road.walk(&manifest)?;
    finish(&road, Proposal { manifest, decisions: Decisions::default(), arrival }, global, screen, prompter)
}

fn with(road: &Road, text: &str, mut kept: Vec<RelPath>, paths: &[RelPath]) -> Result<Vec<RelPath>> {
    let arrival = road.walk(text)?;
    let changes = arrival.plan.changes.iter().map(|change| &change.path);
    let ours: Vec<&RelPath> = changes.chain(road.state.lock.files.keys()).collect();
    for path in paths {
        if !ours.iter().any(|own| *own == path || own.below(path).is_some()) {
            let known = ours.iter().map(|path| path.as_str());
            return Err(WrongUsage(unknown("file of ours at", path.as_str(), known)).into());
        }
        if !kept.contains(path) {
            kept.push(path.clone());
        }
    }
    Ok(kept)
}

fn without(kept: Vec<RelPath>, paths: &[RelPath]) -> Result<Vec<RelPath>> {
    if let Some(path) = paths.iter().find(|path| !kept.contains(path)) {
        let known = kept.iter().map(RelPath::as_str);
        return Err(WrongUsage(unknown("kept file", path.as_str(), known)).into());
    }
    Ok(kept.into_iter().filter(|path| !paths.contains(path)).collect())
}
