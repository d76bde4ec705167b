//! What git keeps: asked of git itself, which alone knows worktrees, submodules and every form of its index.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::program::{Ended, find, run};
use crate::tree::RelPath;

/// A listing of a few paths takes milliseconds; a network file system may need longer.
const SECONDS: u64 = 60;

/// The files among `paths`, and below the folders among them, that git's index holds. None outside of git.
///
/// # Errors
/// Why git could not be asked, as a sentence.
pub fn tracked(root: &Path, paths: &[RelPath]) -> Result<Option<Vec<RelPath>>, String> {
    if !root.ancestors().any(|folder| folder.join(".git").exists()) {
        return Ok(None);
    }
    if find("git").is_none() {
        return Err("git is not installed".to_owned());
    }
    // The repository's own settings may name a program that git would start.
    let words = ["git", "-c", "core.fsmonitor=false", "--literal-pathspecs", "ls-files", "--cached", "-z", "--"];
    let words: Vec<String> = words.into_iter().chain(paths.iter().map(RelPath::as_str)).map(str::to_owned).collect();
    match run(&words, root, SECONDS, &AtomicBool::new(false)) {
        Ended::With { code: 0, said } => {
            // Each path ends in NUL; what git complains of stands behind the last one.
            let listed = said.rsplit_once('\0').map_or("", |(listed, _)| listed);
            Ok(Some(listed.split('\0').filter_map(|path| RelPath::new(path).ok()).collect()))
        }
        Ended::With { said, .. } => Err(format!("git says: {}", said.lines().next().unwrap_or("nothing"))),
        Ended::Late { .. } => Err(format!("git took longer than {SECONDS} s")),
        Ended::Not(why) => Err(why),
    }
}
