//! Requirement files of pip: one package a line, known by its normalised name.

use std::collections::{BTreeMap, BTreeSet};

use super::place::{after_mark, newline};
use super::{Earlier, Edited};
use crate::requirement::{Specifier, normalised};

/// Brings `yours` to hold the packages that `wanted` holds, at any version: takes back, refreshes and adds.
///
/// # Errors
/// A file at whose end a line is open, with its number.
pub fn edit(yours: &str, wanted: &str, earlier: Option<Earlier<'_>>) -> Result<Edited, String> {
    let earlier = earlier.unwrap_or_default();
    let (mark, text) = after_mark(yours);
    let before: BTreeMap<String, &str> = packages(earlier.wanted).into_iter().collect();
    let wanted = packages(wanted);
    let mut file = File::read(text);
    let present: BTreeSet<String> = file.names().into_iter().flatten().collect();
    let is_ours = |name: &String| earlier.entries.contains(name);

    let mut edited = Edited { ours: earlier.entries.to_vec(), ..Edited::default() };
    for (name, line) in before.iter().filter(|(name, _)| is_ours(name)) {
        match wanted.iter().find(|(other, _)| other == name) {
            None if file.remove(line) => edited.removed.push(name.clone()),
            Some((_, new)) if new != line => file.replace(line, new),
            _ => {}
        }
    }
    for (name, line) in wanted.iter().filter(|(name, _)| !present.contains(name) && !before.contains_key(name)) {
        if file.pins_hashes() {
            let note =
                format!("`{line}` was left out: every package of this file is pinned with hashes; add it with its own");
            edited.notes.push(note);
            continue;
        }
        file.insert(name, line)?;
        edited.added.push(name.clone());
        edited.ours.push(name.clone());
    }
    let left: BTreeSet<String> = file.names().into_iter().flatten().collect();
    edited.ours.retain(|name| left.contains(name));
    edited.text = format!("{mark}{}", file.lines.concat());
    Ok(edited)
}

/// The packages of a whole file by their names, in order.
pub fn keys(text: &str) -> Vec<String> {
    packages(text).into_iter().map(|(name, _)| name).collect()
}

fn packages(text: &str) -> Vec<(String, &str)> {
    text.lines().filter_map(|line| Some((name(line)?, line))).collect()
}

/// The package that a line installs; None for options, comments and folders.
fn name(line: &str) -> Option<String> {
    let line = line.trim();
    if let Some((_, egg)) = line.split_once("#egg=") {
        return Specifier::read(egg.split('&').next()?).map(|found| found.name);
    }
    let code = line.split(" #").next()?.split(" --").next()?.trim_end_matches('\\');
    if line.starts_with(['#', '-', '.', '/']) || (code.contains("://") && !code.contains('@')) {
        return None;
    }
    let found = Specifier::read(code)?;
    (!found.name.is_empty()).then_some(normalised(&found.name))
}

/// The user's file: what pip reads as one line is one, continuations and all, with its own ending.
struct File {
    lines: Vec<String>,
    newline: &'static str,
}

impl File {
    fn read(text: &str) -> File {
        let mut lines: Vec<String> = Vec::new();
        let mut open = false;
        for line in text.split_inclusive('\n') {
            match lines.last_mut().filter(|_| open) {
                Some(last) => last.push_str(line),
                None => lines.push(line.to_owned()),
            }
            open = bare(line).ends_with('\\') && !line.trim_start().starts_with('#');
        }
        File { lines, newline: newline(text) }
    }

    fn names(&self) -> Vec<Option<String>> {
        self.lines.iter().map(|line| name(line)).collect()
    }

    /// In the mode in which pip refuses a package without one.
    fn pins_hashes(&self) -> bool {
        let code = |line: &&String| !line.trim_start().starts_with('#');
        self.lines.iter().filter(code).any(|line| line.contains("--hash=") || line.contains("--require-hashes"))
    }

    /// Takes out a line that reads exactly so.
    fn remove(&mut self, line: &str) -> bool {
        let Some(at) = self.lines.iter().position(|own| bare(own) == line) else { return false };
        let gone = self.lines.remove(at);
        if !gone.ends_with('\n')
            && let Some(last) = self.lines.last_mut()
        {
            // It took the end of the file from the line above.
            last.truncate(bare(last).len());
        }
        true
    }

    fn replace(&mut self, old: &str, new: &str) {
        if let Some(own) = self.lines.iter_mut().find(|own| bare(own) == old) {
            *own = own.replacen(old, new, 1);
        }
    }

    /// Adds a line by the alphabet where the file is nothing but sorted packages, else at the end.
    fn insert(&mut self, name: &str, line: &str) -> Result<(), String> {
        let filled = self.lines.iter().rposition(|own| !own.trim().is_empty()).map_or(0, |last| last + 1);
        if let Some(last) = filled.checked_sub(1).and_then(|last| self.lines.get(last))
            && bare(last).ends_with('\\')
            && !last.trim_start().starts_with('#')
        {
            let number = self.lines.concat().trim_end().lines().count();
            return Err(format!("line {number} ends in a backslash, and nothing follows"));
        }
        let names = self.names();
        let packages: Option<Vec<&String>> = names.iter().take(filled).map(Option::as_ref).collect();
        let at = match packages {
            Some(packages) if packages.len() > 1 && packages.is_sorted() => {
                packages.iter().rposition(|other| other.as_str() <= name).map_or(0, |before| before + 1)
            }
            _ => filled,
        };
        self.put(at, line);
        Ok(())
    }

    /// A file without a last line ending stays so.
    fn put(&mut self, at: usize, line: &str) {
        let newline = self.newline;
        match at.checked_sub(1).and_then(|before| self.lines.get_mut(before)).filter(|last| !last.ends_with('\n')) {
            Some(last) => {
                last.push_str(newline);
                self.lines.insert(at, line.to_owned());
            }
            None => self.lines.insert(at, format!("{line}{newline}")),
        }
    }
}

fn bare(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests;
