//! What an apply may touch, whatever a plan or a journal says.

use anyhow::{Result, bail};

use crate::state::{BASE_DIR, LOCK_PATH, STATE_DIR, UNDO_DIR, closed, foreign};
use crate::tree::RelPath;

/// # Errors
/// `path` is git's, holds secrets, or is in `.shipready/` and neither the lock nor a base.
pub(super) fn file(path: &RelPath) -> Result<()> {
    if path.as_str() == LOCK_PATH {
        return Ok(());
    }
    permitted(path, closed(&inner(path)?))
}

/// # Errors
/// As [`file`].
pub(super) fn folder(path: &RelPath) -> Result<()> {
    if matches!(path.as_str(), STATE_DIR | BASE_DIR | UNDO_DIR) {
        return Ok(());
    }
    permitted(path, foreign(&inner(path)?))
}

/// A base is judged by the path that it is the base of.
fn inner(path: &RelPath) -> Result<RelPath> {
    path.below(&RelPath::new(BASE_DIR)?).map_or_else(|| Ok(path.clone()), RelPath::new)
}

fn permitted(path: &RelPath, why_not: Option<&str>) -> Result<()> {
    match why_not {
        Some(why) => bail!("cannot write `{path}`: {why}\nnext: remove it from the templates or from `.shipready/`"),
        None => Ok(()),
    }
}
