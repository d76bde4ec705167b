//! `status`: how every generated file stands, and a broken state made anew.

use anyhow::{Context, Result};

use crate::apply;
use crate::cli::{Format, Global, StatusArgs};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::report::{self, Screen};

/// # Errors
/// No manifest yet, a state that is broken, or files that cannot be read; with `--repair`, or written.
pub fn run(args: &StatusArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    if args.repair {
        return super::repair::run(global, screen);
    }
    let road = Road::look(&global.directory)?;
    apply::left(road.workspace.root()).iter().for_each(|text| screen.warn(text));
    let text = road.state.manifest.as_deref();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let plan = road.walk(text)?.plan;
    let standings = plan.standings();
    match global.format() {
        Format::Json => screen.data(&report::status::json(&standings)?)?,
        Format::Text => screen.paged(&report::status::text(&standings, screen.out()))?,
    }
    Ok(Exit::Done)
}
