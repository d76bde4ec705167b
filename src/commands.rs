//! One file for each command, and the road that they share.

pub mod add;
pub mod apply;
pub mod audit;
mod beside;
pub mod completions;
pub mod detect;
pub mod diff;
pub mod explain;
mod finish;
pub mod init;
pub mod keep;
pub mod list;
pub mod man;
mod next;
mod reasons;
pub mod remove;
mod repair;
mod road;
pub mod secrets;
pub mod show;
pub mod status;
mod theirs;
pub mod undo;
pub mod update;
pub mod verify;
mod wanted;

use std::path::Path;

use anyhow::Result;

use crate::catalog::Catalog;
use crate::workspace::Workspace;

/// The catalog as the repository at `directory` sees it: with its own templates.
///
/// # Errors
/// A folder that cannot be read, or a component that is wrong.
pub fn user_catalog(directory: &Path) -> Result<Catalog> {
    Catalog::load(&Workspace::open(directory)?.read_state()?.templates)
}
