//! What ignore files and dotenv files share: entries of one line, under comments, in paragraphs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Earlier, Edited};

/// The key by which an entry is recognised; None for a blank line or a comment.
pub(super) type KeyOf = fn(&str) -> Option<String>;

/// One entry and what it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub key: String,
    pub line: &'a str,
    /// The comment right above it, or above its neighbours of the same paragraph.
    above: Vec<&'a str>,
    /// The last paragraph before it that is only a comment.
    heading: Vec<&'a str>,
    paragraph: usize,
}

/// The entries of a whole file, in order.
pub(super) fn entries(text: &str, key_of: KeyOf) -> Vec<Entry<'_>> {
    let (mut found, mut paragraph) = (Vec::new(), 0);
    let (mut pending, mut above, mut heading) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.lines() {
        if let Some(key) = key_of(line) {
            if !pending.is_empty() {
                above = std::mem::take(&mut pending);
            }
            found.push(Entry { key, line, above: above.clone(), heading: heading.clone(), paragraph });
        } else if line.trim().is_empty() {
            if !pending.is_empty() {
                heading = std::mem::take(&mut pending);
            }
            above.clear();
            paragraph += 1;
        } else {
            pending.push(line);
        }
    }
    found
}

/// Brings `yours` to hold what `wanted` holds: takes back, refreshes and adds, and touches nothing else.
///
/// `refuse` says why an entry that is missing is left out all the same.
pub(super) fn edit(
    yours: &str,
    wanted: &str,
    earlier: Option<Earlier<'_>>,
    key_of: KeyOf,
    refuse: &dyn Fn(&Entry<'_>) -> Option<String>,
) -> Edited {
    let earlier = earlier.unwrap_or_default();
    let wanted = entries(wanted, key_of);
    let before: BTreeMap<String, Entry<'_>> =
        entries(earlier.wanted, key_of).into_iter().map(|entry| (entry.key.clone(), entry)).collect();
    let mut file = Lines::read(yours, key_of);
    let present: BTreeSet<String> = file.keys();
    let removed = file.take_back(&before, &wanted, earlier.entries);
    file.refresh(&before, &wanted, earlier.entries);

    let (mut missing, mut notes) = (Vec::new(), Vec::new());
    for entry in wanted.iter().filter(|entry| !present.contains(&entry.key)) {
        if let Some(note) = refuse(entry) {
            notes.push(note);
        } else if !before.contains_key(&entry.key) {
            missing.push(entry);
        }
    }
    for run in missing.chunk_by(|one, next| one.above == next.above && one.paragraph == next.paragraph) {
        file.add(run);
    }
    let added: Vec<String> = missing.iter().map(|entry| entry.key.clone()).collect();
    let left = file.keys();
    let ours = earlier.entries.iter().filter(|key| left.contains(*key)).chain(&added).cloned().collect();
    Edited { text: file.text(), added, removed, ours, notes }
}

/// The user's file, line by line with every line's own ending.
struct Lines {
    lines: Vec<String>,
    ending: &'static str,
    key_of: KeyOf,
    /// The paragraph of `wanted` that was appended last: its next run needs no blank line.
    appended: Option<usize>,
}

impl Lines {
    fn read(text: &str, key_of: KeyOf) -> Lines {
        let crlf = text.matches("\r\n").count();
        let ending = if crlf * 2 > text.matches('\n').count() { "\r\n" } else { "\n" };
        Lines { lines: text.split_inclusive('\n').map(str::to_owned).collect(), ending, key_of, appended: None }
    }

    fn text(self) -> String {
        self.lines.concat()
    }

    fn keys(&self) -> BTreeSet<String> {
        self.lines.iter().filter_map(|line| (self.key_of)(bare(line))).collect()
    }

    /// Drops the entries that are ours, unedited and no longer wanted, with the comments that then stand alone.
    fn take_back(
        &mut self,
        before: &BTreeMap<String, Entry<'_>>,
        wanted: &[Entry<'_>],
        ours: &[String],
    ) -> Vec<String> {
        let mut removed = Vec::new();
        for key in ours.iter().filter(|key| !wanted.iter().any(|entry| entry.key == **key)) {
            let Some(entry) = before.get(key) else { continue };
            let Some(at) = self.lines.iter().position(|line| bare(line) == entry.line) else { continue };
            self.lines.remove(at);
            self.drop_comment(at, &entry.above);
            if !wanted.iter().any(|other| other.heading == entry.heading) {
                self.drop_heading(&entry.heading);
            }
            removed.push(key.clone());
        }
        removed
    }

    /// Drops `comment` when it ends right before line `at` and no entry is left under it.
    fn drop_comment(&mut self, at: usize, comment: &[&str]) {
        let under = self.lines.get(at).is_some_and(|line| (self.key_of)(bare(line)).is_some());
        let start = at.saturating_sub(comment.len());
        if !under && !comment.is_empty() && self.find(comment, start) == Some(start) {
            self.lines.drain(start..at);
            self.close_gap(start);
        } else if comment.is_empty() && !under {
            self.close_gap(at);
        }
    }

    fn drop_heading(&mut self, heading: &[&str]) {
        if heading.is_empty() {
            return;
        }
        if let Some(start) = self.find(heading, 0) {
            self.lines.drain(start..start + heading.len());
            self.close_gap(start);
        }
    }

    /// Leaves one blank line where a paragraph stood between two, and none at the end of the file.
    fn close_gap(&mut self, at: usize) {
        let blank = |line: Option<&String>| line.is_some_and(|line| line.trim().is_empty());
        let before = at.checked_sub(1);
        if blank(self.lines.get(at)) && before.is_none_or(|before| blank(self.lines.get(before))) {
            self.lines.remove(at);
        } else if at == self.lines.len()
            && let Some(before) = before.filter(|before| blank(self.lines.get(*before)))
        {
            self.lines.remove(before);
        }
    }

    /// Replaces the lines that are ours, unedited, and wanted otherwise now; so a comment that is for one of them alone.
    fn refresh(&mut self, before: &BTreeMap<String, Entry<'_>>, wanted: &[Entry<'_>], ours: &[String]) {
        for entry in wanted.iter().filter(|entry| ours.contains(&entry.key)) {
            let Some(old) = before.get(&entry.key) else { continue };
            let Some(at) = self.lines.iter().position(|line| bare(line) == old.line) else { continue };
            if let Some(line) = self.lines.get_mut(at) {
                *line = line.replacen(old.line, entry.line, 1);
            }
            let shared = before.values().filter(|other| other.paragraph == old.paragraph && other.above == old.above);
            let start = at.saturating_sub(old.above.len());
            let stands = !old.above.is_empty() && self.find(&old.above, start) == Some(start);
            if stands && old.above != entry.above && shared.count() == 1 {
                self.lines.drain(start..at);
                self.insert(start, entry.above.iter().copied());
            }
        }
    }

    /// Adds entries of one comment: under that comment if the file has it, else at the end.
    fn add(&mut self, run: &[&Entry<'_>]) {
        let Some(first) = run.first() else { return };
        let lines = run.iter().map(|entry| entry.line);
        if !first.above.is_empty()
            && let Some(start) = self.find(&first.above, 0)
        {
            let body = start + first.above.len();
            let length = self.lines.iter().skip(body).take_while(|line| (self.key_of)(bare(line)).is_some()).count();
            self.insert(body + length, lines);
            return;
        }
        let mut new: Vec<&str> = Vec::new();
        if self.appended != Some(first.paragraph) && !self.lines.is_empty() {
            new.push("");
        }
        if !first.heading.is_empty() && self.find(&first.heading, 0).is_none() {
            new.extend(&first.heading);
            new.push("");
        }
        new.extend(&first.above);
        new.extend(lines);
        self.insert(self.lines.len(), new.into_iter());
        self.appended = Some(first.paragraph);
    }

    fn insert<'a>(&mut self, at: usize, new: impl Iterator<Item = &'a str>) {
        let ending = self.ending;
        if let Some(last) =
            at.checked_sub(1).and_then(|before| self.lines.get_mut(before)).filter(|line| !line.ends_with('\n'))
        {
            last.push_str(ending);
        }
        self.lines.splice(at..at, new.map(|line| format!("{line}{ending}")));
    }

    /// Where `block` stands as whole, successive lines, from line `from` on.
    fn find(&self, block: &[&str], from: usize) -> Option<usize> {
        let windows = self.lines.get(from..)?.windows(block.len().max(1));
        windows
            .into_iter()
            .position(|window| window.iter().map(|line| bare(line)).eq(block.iter().copied()))
            .map(|at| at + from)
    }
}

fn bare(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}
