//! What git keeps: asked of git itself, which alone knows worktrees, submodules and every form of its index.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use super::program::{Ended, find, run};
use crate::audit::secrets::history::Added;
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

/// A longer line was not written by a person.
const LONGEST: usize = 4096;

/// Whether git has only the newest commits.
pub fn is_shallow(root: &Path) -> bool {
    let words = ["git", "rev-parse", "--is-shallow-repository"].map(str::to_owned);
    matches!(run(&words, root, SECONDS, &AtomicBool::new(false)), Ended::With { code: 0, said } if said.trim() == "true")
}

/// Every line that a commit of the history added, the newest commit first.
///
/// # Errors
/// Why git could not be asked, as a sentence.
pub fn added_lines(root: &Path, each: &mut dyn FnMut(Added<'_>)) -> Result<(), String> {
    let program = find("git").ok_or("git is not installed")?;
    let words = [
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.quotePath=false",
        "log",
        "--all",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--no-show-signature",
        "--text",
        "--diff-merges=first-parent",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--unified=0",
        "--format=commit %h",
        "--patch",
        "--",
        ".",
    ];
    let mut command = Command::new(program);
    // Neither another repository, nor the network, nor a program that settings name.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env("GIT_NO_LAZY_FETCH", "1");
    command.args(words).current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("git cannot be started: {error}"))?;
    let (mut commit, mut path, mut line, mut head) = (String::new(), None, 0_u32, false);
    for raw in child.stdout.take().into_iter().flat_map(|pipe| BufReader::new(pipe).split(b'\n')) {
        let raw = raw.map_err(|error| format!("git cannot be read: {error}"))?;
        let text = String::from_utf8_lossy(&raw);
        if let Some(hash) = text.strip_prefix("commit ") {
            hash.clone_into(&mut commit);
        } else if let Some(named) = text.strip_prefix("+++ ").filter(|_| head) {
            // A name that git quotes is shown as it quotes it.
            let named = named.trim_matches('"').trim_end_matches('\t');
            path = RelPath::new(named.strip_prefix("b/").unwrap_or(named)).ok();
        } else if let Some(places) = text.strip_prefix("@@ ") {
            line = places.split_once('+').and_then(|(_, to)| to.split([',', ' ']).next()?.parse().ok()).unwrap_or(0);
        } else if let (Some(added), Some(path)) = (text.strip_prefix('+'), &path) {
            if added.len() <= LONGEST {
                each(Added { commit: &commit, path, line, text: added });
            }
            line = line.saturating_add(1);
        }
        head = text.starts_with("--- ");
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("git ended with {status}")),
        Err(error) => Err(format!("git cannot be waited for: {error}")),
    }
}
