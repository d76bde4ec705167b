//! What git keeps: asked of git itself, which alone knows worktrees, submodules and every form of its index.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use super::program::{Ended, find, run};
use crate::audit::secrets::history::Line;
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

/// The rule by which git keeps a new file `path` out, wherever in the repository it stands: `.gitignore, line 3: .env`.
pub fn ignores(root: &Path, path: &str) -> Option<String> {
    let words = ["git", "-c", "core.fsmonitor=false", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-v"];
    let words: Vec<String> = words.into_iter().chain([path]).map(str::to_owned).collect();
    let Ended::With { code: 0, said } = run(&words, root, SECONDS, &AtomicBool::new(false)) else { return None };
    // `.gitignore:3:.env`, and the path behind a tab.
    let mut parts = said.split('\t').next()?.splitn(3, ':');
    let (source, line, pattern) = (parts.next()?, parts.next()?, parts.next()?);
    // A `!` lets it in again; what only this machine has keeps nobody else's file out.
    let shared = source.ends_with(".gitignore") && !pattern.starts_with('!');
    shared.then(|| format!("{source}, line {line}: {pattern}"))
}

/// A longer line was not written by a person.
const LONGEST: usize = 4096;

/// What git is told, so that neither settings of the repository nor its attributes change what it shows or runs.
const LOG: [&str; 19] = [
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
    "--unified=2",
    "--format=commit %h",
    "--patch",
    "--",
];

/// Whether git has only the newest commits.
pub fn is_shallow(root: &Path) -> bool {
    let words = ["git", "rev-parse", "--is-shallow-repository"].map(str::to_owned);
    matches!(run(&words, root, SECONDS, &AtomicBool::new(false)), Ended::With { code: 0, said } if said.trim() == "true")
}

/// Every line that a commit of the history added, with two lines around what it changed, the newest commit first.
///
/// # Errors
/// Why git could not be asked, as a sentence.
pub fn changed_lines(root: &Path, each: &mut dyn FnMut(Line<'_>)) -> Result<(), String> {
    let program = find("git").ok_or("git is not installed")?;
    let mut command = Command::new(program);
    // Neither another repository, nor the network, nor a program that settings name.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env("GIT_NO_LAZY_FETCH", "1");
    command.args(LOG).arg(".").current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("git cannot be started: {error}"))?;
    let mut patch = Patch::default();
    for raw in child.stdout.take().into_iter().flat_map(|pipe| BufReader::new(pipe).split(b'\n')) {
        let raw = raw.map_err(|error| format!("git cannot be read: {error}"))?;
        patch.take(&String::from_utf8_lossy(&raw), each);
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("git ended with {status}")),
        Err(error) => Err(format!("git cannot be waited for: {error}")),
    }
}

/// Where in the patches of a log one is.
#[derive(Default)]
struct Patch {
    commit: String,
    path: Option<RelPath>,
    /// Of the next line that is added, from 1.
    line: u32,
    /// The names of the files follow: an added line may look like one.
    head: bool,
}

impl Patch {
    fn take(&mut self, text: &str, each: &mut dyn FnMut(Line<'_>)) {
        let named = text.strip_prefix("+++ ").filter(|_| self.head);
        self.head = text.starts_with("--- ");
        if let Some(hash) = text.strip_prefix("commit ") {
            hash.clone_into(&mut self.commit);
        } else if let Some(named) = named {
            // A name that git quotes is shown as it quotes it.
            let named = named.trim_matches('"').trim_end_matches('\t');
            self.path = RelPath::new(named.strip_prefix("b/").unwrap_or(named)).ok();
        } else if let Some(places) = text.strip_prefix("@@ ") {
            let first = places.split_once('+').and_then(|(_, to)| to.split([',', ' ']).next()?.parse().ok());
            self.line = first.unwrap_or(0);
        } else if let (Some(line), Some(path)) = (text.strip_prefix(['+', ' ']), &self.path) {
            if line.len() <= LONGEST {
                let added = text.starts_with('+');
                each(Line { commit: &self.commit, path, line: self.line, text: line, added });
            }
            self.line = self.line.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_added_line_may_look_like_the_name_of_a_file() {
        let mut found = Vec::new();
        let mut patch = Patch::default();
        for line in [
            "commit 1a2b",
            "--- /dev/null",
            "+++ b/a.txt",
            "@@ -0,0 +1,3 @@",
            "+++ b/../x",
            " as it was",
            "+y",
            "--- a/b",
            "+++ \"b/q\\\"\"",
        ] {
            let keep =
                &mut |line: Line<'_>| found.push(format!("{}:{} {} {}", line.path, line.line, line.added, line.text));
            patch.take(line, keep);
        }
        assert_eq!(found, ["a.txt:1 true ++ b/../x", "a.txt:2 false as it was", "a.txt:3 true y"]);
    }
}
