//! `detect`: what was seen, with its evidence.

use anyhow::Result;

use crate::cli::{DetectArgs, Format, Global};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::report::{self, Screen};

/// # Errors
/// A repository that cannot be read.
pub fn run(args: &DetectArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    if args.schema {
        screen.data(&report::json::facts_schema()?)?;
        return Ok(Exit::Done);
    }
    let facts = Road::look(&global.directory)?.facts;
    match global.format() {
        Format::Json => screen.data(&report::json::facts(&facts)?)?,
        Format::Text => screen.paged(&report::facts::text(&facts, screen.out()))?,
    }
    Ok(Exit::Done)
}
