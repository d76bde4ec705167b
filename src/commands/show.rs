//! `show`: one component, what it brings and its options.

use anyhow::Result;

use crate::catalog::unknown;
use crate::cli::{Format, Global, ShowArgs};
use crate::commands::user_catalog;
use crate::exit::{Exit, WrongUsage};
use crate::report::{self, Screen};

/// # Errors
/// No such component; the nearest is suggested.
pub fn run(args: &ShowArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let catalog = user_catalog(&global.directory)?;
    let Some(component) = catalog.components.get(&args.component) else {
        let ids = catalog.components.keys().map(String::as_str);
        return Err(WrongUsage(unknown("component", &args.component, ids)).into());
    };
    let files: Vec<&str> = catalog.source.below(&component.folder).map(|(path, _)| path).collect();
    match global.format {
        Format::Json => screen.data(&report::catalog::component_json(component, &files)?)?,
        Format::Text => screen.paged(&report::catalog::component(component, &files, screen.out()))?,
    }
    Ok(Exit::Done)
}
