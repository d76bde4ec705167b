//! `diff`: what would be written, as a patch.

use anyhow::{Context, Result};

use crate::apply;
use crate::cli::{DiffArgs, Format, Global};
use crate::commands::apply::save;
use crate::commands::beside::Decisions;
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::plan::{Action, Change, Clash, Kept};
use crate::report::{self, Screen};
use crate::tree::RelPath;

/// # Errors
/// No manifest yet, a path outside the repository, or files that cannot be read.
pub fn run(args: &DiffArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let road = Road::look(&global.directory)?;
    apply::left(road.workspace.root()).iter().for_each(|text| screen.warn(text));
    let text = road.state.manifest.as_deref();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init --dry-run`")?;
    let decisions = Decisions::of(&args.writing);
    let mut plan = road.walk_deciding(text, &decisions)?.plan;
    plan.settle_all(decisions.on_conflict);
    if let Some(to) = &args.output {
        save(to, text, &decisions, &plan)?;
    }
    let asked: Vec<RelPath> = args.paths.iter().map(|path| RelPath::new(path)).collect::<Result<_>>()?;
    let chosen = |change: &&Change| match asked.is_empty() {
        true => change.action.writes() || change.action == Action::Conflict,
        false => asked.iter().any(|path| covers(path, &change.path)),
    };
    let changes: Vec<Change> = plan.changes.iter().filter(chosen).map(shown).collect();
    for conflict in changes.iter().filter(|change| change.action == Action::Conflict) {
        let why = conflict.why.as_deref().unwrap_or_default();
        screen.warn(&format!("{} is in conflict, so nothing would be written: {why}", conflict.path));
    }
    // Those in ours' own place are among the changes already.
    let named = |kept: &&Kept| kept.path != kept.ours && asked.iter().any(|path| covers(path, &kept.path));
    let kept: Vec<Kept> = plan.kept.iter().filter(named).cloned().collect();
    match global.format() {
        Format::Json => screen.data(&report::json::plan(&changes, &kept)?)?,
        Format::Text => {
            let patches: String = changes.iter().map(|change| report::diff::text(change, screen.out())).collect();
            let beside: String = kept.iter().map(|kept| report::diff::beside(kept, screen.out())).collect();
            screen.paged(&(patches + &beside))?;
        }
    }
    // A file that stays is shown when it is asked for, and is no difference.
    let stays = |change: &Change| plan.kept.iter().any(|kept| kept.path == change.path);
    let differs = changes.iter().any(|change| change.before != change.after && !stays(change));
    Ok(if differs && args.exit_code { Exit::Differences } else { Exit::Done })
}

/// A change as it is shown: of lines that collide, both with markers between them.
fn shown(change: &Change) -> Change {
    match &change.clash {
        Some(Clash::Lines { marked, .. }) => Change { after: Some(marked.clone()), ..change.clone() },
        _ => change.clone(),
    }
}

/// Whether `path` is `asked`, or in the folder of that name.
fn covers(asked: &RelPath, path: &RelPath) -> bool {
    path == asked || path.below(asked).is_some()
}
