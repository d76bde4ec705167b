//! Files of settings that the code opens and that the repository does not hold.

use anyhow::Result;

use crate::apply;
use crate::blueprint::{Blueprint, Owned};
use crate::commands::road::Road;
use crate::report::Screen;

/// Makes those that are missing: empty where their settings come from `.env`, else as the repository's example.
///
/// # Errors
/// Something that is no folder is in the way, or the system refuses.
pub fn make(road: &Road, blueprint: &Blueprint, screen: &Screen) -> Result<()> {
    let root = road.workspace.root();
    for file in blueprint.apps.iter().flat_map(|app| &app.insists) {
        if apply::make_empty(root, &file.path)? {
            screen.say(&format!("Made {}, empty: the code insists on it, and its settings come from .env.", file.path));
        }
    }
    for Owned { path, example, .. } in blueprint.apps.iter().flat_map(|app| &app.owned) {
        let there = road.workspace.look(&[example.clone()].into());
        let Some(text) = there.text(example.as_str()) else { continue };
        if apply::make_readable(root, path, text)? {
            screen.warn(&format!("made {path} from {example}; fill in what is yours, for the code reads it"));
        }
    }
    Ok(())
}
