//! `add`: one more service in the manifest, then the same road.

use anyhow::{Result, bail};

use crate::choose::{add, check, set};
use crate::cli::{AddArgs, Global};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::report::Screen;
use crate::wizard::prompter::Prompter;

/// # Errors
/// No manifest yet, an unknown service, or files that cannot be read or written.
pub fn run(args: &AddArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let road = Road::enter(&global.directory)?;
    let Some(mut text) = road.state.manifest.clone() else {
        bail!("there is no shipready.toml here yet\nstart with `shipready init --with {}`", args.services.join(","));
    };
    for id in &args.services {
        text = add(&road.catalog, &text, id)?;
    }
    check(&road.catalog, &text)?;
    for setting in &args.set {
        text = set(&road.catalog, &road.facts, &text, &setting.key, &setting.value)?;
    }
    let decisions = Decisions::of(&args.writing);
    let arrival = road.walk_deciding(&text, &decisions)?;
    finish(&road, Proposal { manifest: text, decisions, arrival }, global, screen, prompter)
}
